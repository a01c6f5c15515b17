"""A finding: text in a finished report that its reader must not see, with its owner and location."""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 80  # characters of a text quoted in a finding
AROUND = 60  # characters of context quoted on either side


@dataclass(frozen=True)
class Finding:
    """A text in a report that its reader must not, or may not, see.

    Attributes
    ----------
    words : str
        As they appear in the file.
    what : str
        What they are, and whose they are.
    context : str
        The surrounding text.
    places : tuple
        Each file and location that contains them: "C001-2026Q3-review.pdf, page 2, paragraph".
    """

    words: str
    what: str
    context: str
    places: tuple[str, ...]

    @property
    def text(self) -> str:
        """The finding in one line.

        >>> Finding("Nordwind", "the name of C002", "as for Nordwind last year", ("a.pdf, page 2", "a.html")).text
        "a.pdf, page 2 (and 1 more place): 'Nordwind' is the name of C002, in “as for Nordwind last year”"
        """
        first, *more = self.places
        others = f" (and {len(more)} more place{'s' * (len(more) > 1)})" if more else ""
        around = f", in “{self.context}”" if self.context != self.words else ""
        return f"{first}{others}: '{self.words}' is {self.what}{around}"

    @property
    def data(self) -> dict[str, Any]:
        """The finding as data for run.json."""
        return {**asdict(self), "text": self.text}


def context_of(text: str, start: int, end: int) -> str:
    """An excerpt of a text with its surrounding words, on one line.

    >>> context_of("We did the same for Nordwind last spring.", 20, 28)
    'We did the same for Nordwind last spring.'
    """
    first = text.find(" ", start - AROUND) + 1 if start > AROUND else 0
    cut = text.rfind(" ", end, end + AROUND) if len(text) > end + AROUND else len(text)
    last = cut if cut > end else min(end + AROUND, len(text))
    line = " ".join(text[min(first, start) : last].split())
    return f"{'… ' * (first > 0)}{line}{' …' * (last < len(text))}"


def way_out(client_id: str, quarter: str) -> str:
    """What to do about a held report."""
    return (
        "remove it from the text and render again, or release it: "
        f"acctlib release {shlex.quote(client_id)} --quarter {quarter} --by NAME --reason TEXT"
    )
