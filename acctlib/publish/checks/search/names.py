"""Variants of a client's name as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from acctlib.publish.checks.search.legal_forms import without_legal_form

_ARTICLE = re.compile(r"(?:the|der|die|das|le|la|les|el|los|las|il|gli|de|het)\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:&|\+|\b(?:and|und|et|y|e|en)\b)\s*", re.IGNORECASE)
_JOINTS = (" ", " and ", " und ", " et ", " y ")
_WHOLE = str.maketrans({letter: f"{plain}e" for letter, plain in zip("äöüÄÖÜø", "aouAOUo", strict=True)})


def spoken(name: str) -> tuple[str, ...]:
    """Variants of a client's full name: without its legal form or article, and with any word for "and".

    >>> spoken("Bold & Sons Ltd")[:3]
    ('Bold Sons', 'Bold and Sons', 'Bold und Sons')
    >>> spoken("The Big Cheese, Inc.")
    ('The Big Cheese', 'Big Cheese')
    """
    core = without_legal_form(name)
    cores = [core, rest] if len((rest := _ARTICLE.sub("", core, count=1)).split()) > 1 and rest != core else [core]
    joined = (_AND.sub(joint, one).strip() if _AND.search(one) else one for one, joint in product(cores, _JOINTS))
    return tuple(dict.fromkeys(said for one in joined for said in (one, one.translate(_WHOLE))))


def shortened(name: str) -> Iterator[str]:
    """Short forms of a client's name: its leading words, but never all of them.

    >>> list(shortened("Nordwind Logistik Nord GmbH"))
    ['Nordwind', 'Nordwind Logistik']
    """
    words = without_legal_form(name).split()
    for said in (" ".join(words[:count]) for count in range(1, len(words))):
        yield from dict.fromkeys((said, said.translate(_WHOLE)))
