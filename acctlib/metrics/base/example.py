"""A published example: what somebody printed, and where our number that must be the same comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

Found = float | Sequence[float] | str
NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?")
_DUST = 1e-9  # of a printed unit: what binary fractions add to a half


@dataclass(frozen=True)
class SmallBook:
    """A book of a few rows, and the facts of it that are the printed numbers.

    Attributes
    ----------
    tables : callable
        Makes its tables by name, as the book holds them.
    facts : tuple of str
        What to read off its scorecards, one for each printed number: a fact (`grr`), a part of one (`nps.low`), two of
        them or a number with a sign between (`1 - grr`), a figure of the whole book (`rosetta_stripe`), or a driver of
        account health (`health.mean_score`).
    quarter : str
        The quarter under review.
    covered_to : date, optional
        Last day of the data; that of the quarter where it is not given.
    currency : str
        Of the scorecards; the firm's, in which rates are quoted, is EUR.
    policy : Mapping
        Choices that are not the default ones.
    """

    tables: Callable[[], Mapping[str, pd.DataFrame]]
    facts: tuple[str, ...]
    quarter: str = "2026Q2"
    covered_to: date | None = None
    currency: str = "EUR"
    policy: Mapping[str, Any] = field(default_factory=dict)


Reading = Callable[[SmallBook], Found]


@dataclass(frozen=True)
class Example:
    """One example, as it was printed, next to our own number.

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
    ours : SmallBook or callable
        Where the number comes from: the facts of a small book, which are what a page prints; or, where no fact is the
        number (a standard error, a calendar), a call of the documented function: a number, several, or a text.
    origin : str
        `published`: the source prints the number. `by hand`: the source prints the formula, and the number was
        worked out on paper and by another program, because nobody printed one.
    """

    source: str
    address: str
    what: str
    given: str
    expected: str
    ours: SmallBook | Callable[[], Found]
    origin: Literal["published", "by hand"] = "published"

    @property
    def read_off(self) -> Literal["fact", "function"]:
        """Whether our number is a fact of a scorecard, or what a documented function returns."""
        return "fact" if isinstance(self.ours, SmallBook) else "function"


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


def judged(example: Example, read: Reading) -> Verdict:
    """Our number against the printed one.

    Parameters
    ----------
    read : callable
        Reads the facts of a small book.

    Notes
    -----
    - An error, a missing number, and more or fewer numbers than were printed, are a failure of that row alone.
    """
    try:
        found = read(example.ours) if isinstance(example.ours, SmallBook) else example.ours()
    except Exception as error:
        return Verdict(example, (), False, f"{type(error).__name__}: {error}")
    if isinstance(found, str):
        return Verdict(example, found, found == example.expected)
    scale = 100.0 if "%" in example.expected else 1.0
    ours = tuple(scale * float(each) for each in (found if isinstance(found, Sequence) else (found,)))
    printed = printed_numbers(example.expected)
    same = len(ours) == len(printed) and all(agrees(x, *p) for x, p in zip(ours, printed, strict=True))
    return Verdict(example, ours, same)


def verdicts(examples: Iterable[Example], read: Reading) -> list[Verdict]:
    """Every example, judged, in order."""
    return [judged(example, read) for example in examples]
