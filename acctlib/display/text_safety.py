"""Which characters of the data may reach a page: one rule for every format."""

from __future__ import annotations

import math
import re
from typing import Any

# Overrides and isolates turn the reading direction of what follows them (they can make one name look like
# another); controls and noncharacters have no look at all. Marks such as U+200F stay: Arabic needs them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SURROGATES = re.compile("[\ud800-\udfff]")


def strip_unprintable(text: str) -> str:
    """A text without what cannot be read.

    Notes
    -----
    - Control characters, noncharacters and bidirectional overrides and isolates are taken out.
    - Every kind of line end becomes a line feed.
    - Half of a surrogate pair becomes U+FFFD: something was lost before it came to us, and the
      PDF's check for missing glyphs then names the text.

    Examples
    --------
    >>> strip_unprintable("Alder\\x00moor\\u202e Foods")
    'Aldermoor Foods'
    """
    return _SURROGATES.sub("\ufffd", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def readable_data(value: Any) -> Any:
    """JSON data with every text readable; numbers that JSON does not know (NaN) become null."""
    if isinstance(value, str):
        return strip_unprintable(value)
    if isinstance(value, dict):
        return {key: readable_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable_data(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
