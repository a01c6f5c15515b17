"""A published example: what somebody printed, and the call of ours that must give the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Found = float | Sequence[float] | str
NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?")
_DUST = 1e-9  # of a printed unit: what binary fractions add to a half


@dataclass(frozen=True)
class Example:
    """One example, as it was printed, next to our own function.

    Attributes
    ----------
    source, address : str
        Who printed it, and where: a public address, or a paper with its table.
    what : str
        Which number of it this is.
    given : str
        The input, in words that are enough to work it out on paper.
    expected : str
        As printed: "69.16 %", "3,800", ".0524 to .3339", "2016-10-01". Numbers are compared to the digits that
        it shows; with a percent sign ours are taken times a hundred.
    ours : callable
        What the kit finds: a number, several, or a text.
    origin : str
        `published`: the source prints the number. `by hand`: the source prints the formula, and the number was
        worked out on paper and by another program, because nobody printed one.
    """

    source: str
    address: str
    what: str
    given: str
    expected: str
    ours: Callable[[], Found]
    origin: Literal["published", "by hand"] = "published"


@dataclass(frozen=True)
class Verdict:
    """What became of an example.

    Attributes
    ----------
    found : str or tuple of float
        What the kit found, in the unit that was printed; nothing where it failed.
    passed : bool
        Every number agrees to the digits that were printed.
    failure : str
        The error, where there was one instead of a number.
    """

    example: Example
    found: str | tuple[float, ...]
    passed: bool
    failure: str = ""


def printed_numbers(text: str) -> list[tuple[float, int]]:
    """The numbers of a printed text, each with how many decimals it shows.

    >>> printed_numbers("-.0381 to 3,800"), printed_numbers("69.16 %")
    ([(-0.0381, 4), (3800.0, 0)], [(69.16, 2)])
    """
    marks = [mark for mark in NUMBER.finditer(text) if mark["whole"] or mark["part"]]
    return [(float(mark[0].replace(",", "").replace("−", "-")), len(mark["part"] or ".") - 1) for mark in marks]


def agrees(found: float, printed: float, decimals: int) -> bool:
    """Whether a number is what was printed, to the printed rounding: half a unit of the last digit.

    >>> agrees(69.159, 69.16, 2), agrees(69.15, 69.16, 2)
    (True, False)
    """
    unit = 10.0**-decimals
    return abs(found - printed) <= (0.5 + _DUST) * unit


def judged(example: Example) -> Verdict:
    """Our number against the printed one.

    Notes
    -----
    - An error, a missing number, and more or fewer numbers than were printed, are a failure of that row alone.
    """
    try:
        found = example.ours()
    except Exception as error:
        return Verdict(example, (), False, f"{type(error).__name__}: {error}")
    if isinstance(found, str):
        return Verdict(example, found, found == example.expected)
    scale = 100.0 if "%" in example.expected else 1.0
    ours = tuple(scale * float(each) for each in (found if isinstance(found, Sequence) else (found,)))
    printed = printed_numbers(example.expected)
    same = len(ours) == len(printed) and all(agrees(x, *p) for x, p in zip(ours, printed, strict=True))
    return Verdict(example, ours, same)


def verdicts(examples: Iterable[Example]) -> list[Verdict]:
    """Every example, judged, in order."""
    return [judged(example) for example in examples]
