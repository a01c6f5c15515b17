"""Published examples: the number as published, and how the kit calculates the number that must match it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

Found = float | Sequence[float] | str
NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?")
_DUST = 1e-9  # of a printed unit: allows for binary rounding error at a half


@dataclass(frozen=True)
class SmallBook:
    """A book of a few rows, and the facts that correspond to the published numbers.

    Attributes
    ----------
    tables : callable
        Returns the book's tables by name.
    facts : tuple of str
        What to read from its scorecards, one entry per published number: a fact (`grr`), part of a fact (`nps.low`), an
        expression of two facts or numbers (`1 - grr`), a figure for the entire book (`rosetta_stripe`), or an account
        health driver (`health.mean_score`).
    quarter : str
        The quarter under review.
    covered_to : date, optional
        Last day of the data; by default the quarter's last day.
    currency : str
        The scorecards' currency; the firm's currency, in which rates are quoted, is EUR.
    policy : Mapping
        Policy settings that differ from the defaults.
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
    """One example as published, with the source of the kit's own number.

    Attributes
    ----------
    source, address : str
        Who published it, and where: a public address, or a paper and table.
    what : str
        The number that the example covers.
    given : str
        The input, in enough detail to work out the number on paper.
    expected : str
        As published: "69.16 %", "3,800", ".0524 to .3339", "2016-10-01". Numbers are compared to the published
        digits; if there is a percent sign, the kit's numbers are multiplied by 100.
    ours : SmallBook or callable
        The source of the kit's number: a small book's facts, as printed on a page; or, where no fact is the number (a
        standard error, a calendar), a call to the documented function, which returns one number, several, or text.
    origin : str
        `published`: the source states the number. `by hand`: the source states the formula, and the number was
        worked out on paper and by another program, because none has been published.
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
        """Whether the kit's number is a scorecard fact or a documented function's return value."""
        return "fact" if isinstance(self.ours, SmallBook) else "function"


@dataclass(frozen=True)
class Verdict:
    """The result of checking one example.

    Attributes
    ----------
    found : str or tuple of float
        The kit's result, in the published unit; empty if an error was raised.
    passed : bool
        Whether every number agrees to the published digits.
    failure : str
        The error message, if an error was raised.
    """

    example: Example
    found: str | tuple[float, ...]
    passed: bool
    failure: str = ""


def printed_numbers(text: str) -> list[tuple[float, int]]:
    """Extract the numbers from a published text, each with its number of decimals.

    >>> printed_numbers("-.0381 to 3,800"), printed_numbers("69.16 %")
    ([(-0.0381, 4), (3800.0, 0)], [(69.16, 2)])
    """
    marks = [mark for mark in NUMBER.finditer(text) if mark["whole"] or mark["part"]]
    return [(float(mark[0].replace(",", "").replace("−", "-")), len(mark["part"] or ".") - 1) for mark in marks]


def agrees(found: float, printed: float, decimals: int) -> bool:
    """Whether a number matches a published number within rounding: half a unit of the last digit.

    >>> agrees(69.159, 69.16, 2), agrees(69.15, 69.16, 2)
    (True, False)
    """
    unit = 10.0**-decimals
    return abs(found - printed) <= (0.5 + _DUST) * unit


def judged(example: Example, read: Reading) -> Verdict:
    """Check the kit's numbers against one published example.

    Parameters
    ----------
    read : callable
        Reads a small book's facts.

    Notes
    -----
    - An error, a missing number, or a different count of numbers from the published one is a failure of this example
      only.
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
    """Check every example, in order."""
    return [judged(example, read) for example in examples]
