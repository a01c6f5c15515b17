"""An executed notebook, held against the client's own rows: what the kit says of them is said anew and compared.

The kit's own code makes each section again, in a process that holds nothing but rows of this one client, read from
the book for this purpose. What comes out the same is phrases of the kit, texts of the client's rows and numbers made
of them, by construction. What does not come from a section was typed by a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from acctlib.display.blocks.block import ORIGIN, Payload, inner_blocks, kind_of
from acctlib.display.drawing.sketch import sketches
from acctlib.publish.checks.accounting import Words, more_of
from acctlib.publish.checks.leaves import ATTRIBUTE, leaves
from acctlib.publish.pages.markdown import Outline
from acctlib.publish.pages.outputs import cell_payloads, numbered
from acctlib.publish.paths.account import Run
from acctlib.review import Review
from acctlib.review.base.origin import made_again


def words_of(executed: Mapping[str, Any], review: Review) -> Words:
    """Every text that an executed notebook shows, sorted by where it comes from.

    Parameters
    ----------
    executed : notebook of format 4
        As a run stores it.
    review : Review
        Of the same client, edition and quarter, opened on rows that were read for this purpose.

    Notes
    -----
    - A section is made again with the arguments that it was given, and after the facts that were used before.
    - A text that the notebook has more often than the section that is made again is foreign as often as that.
    - Words that an analyst wrote for a section are typed, and so is all that no section made.
    """
    words, outline = Words(), Outline()
    title = executed.get("metadata", {}).get("title")
    if isinstance(title, str) and title:
        words.typed.append(Run(title, "title in the notebook's metadata"))
    for number, cell in numbered(executed["cells"]):
        for payload in cell_payloads(cell, outline):
            _sort(payload, f"cell {number}", review, words)
    return words


def _sort(payload: Payload, place: str, review: Review, words: Words) -> None:
    """A block into what it is: as a section made it, or as somebody put it together."""
    if payload.get(ORIGIN):
        _compare(payload, place, review, words)
        return
    kind = kind_of(payload)
    words.typed += leaves(kind.with_children(payload, lambda block: ()), place)
    for block in kind.children(payload):
        _sort(block, place, review, words)


def _compare(payload: Payload, place: str, review: Review, words: Words) -> None:
    said = [run for run in leaves(payload, _of(payload, place)) if not run.place.endswith(ATTRIBUTE)]
    again, failure = _again(payload[ORIGIN], review)
    told = list(leaves(again, "")) if again else []
    foreign = list(more_of(said, told))
    if not foreign and not _same_but_for_shapes(payload, again):  # something is missing, or stands elsewhere
        foreign = [next((run for run, own in zip(said, told, strict=False) if run.text != own.text), said[-1])]
    words.foreign += [Run(run.text, f"{run.place}{failure}") for run in foreign]
    words.known += len(said) - len(foreign)
    words.typed += _remarks(payload, place)


def _of(payload: Payload, place: str) -> str:
    return f"{place}, section {payload[ORIGIN].get('section')}"


def _again(origin: Mapping[str, Any], review: Review) -> tuple[Payload | None, str]:
    """The section's block as a notebook would hold it; None, and why, where it cannot be made."""
    try:
        with sketches():
            return _plain(json.loads(json.dumps(made_again(review, origin).payload()))), ""
    except Exception as error:  # whatever a section raises: nothing of it is explained then
        return None, f" (which cannot be reproduced: {type(error).__name__}: {error})"


def _plain(value: Any) -> Any:
    """Data without what its blocks were made from."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if key != ORIGIN}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _same_but_for_shapes(payload: Payload, again: Payload | None) -> bool:
    """Whether all but drawings is the same: of those only words are made again, and shapes have none of their own."""
    return again is not None and _undrawn(_plain(payload)) == _undrawn(again)


def _undrawn(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _undrawn(inner) for key, inner in value.items() if key != "svg"}
    return [_undrawn(inner) for inner in value] if isinstance(value, list) else value


def _remarks(payload: Payload, place: str) -> Iterator[Run]:
    """What an analyst wrote for the section."""
    typed = (block for block in inner_blocks(payload) if block["block"] == "prose" and block.get("typed"))
    return (run for block in typed for run in leaves(block, place))
