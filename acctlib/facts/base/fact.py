"""A fact: one value of a metric, with the evidence needed to interpret it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from acctlib.rounding import as_printed

Status = Literal["met", "watch", "missed", "unknown", "none"]


@dataclass(frozen=True)
class LeftOut:
    """Rows excluded from a fact.

    Attributes
    ----------
    why : str
        The reason, in words: "projects without a first date".
    n : int
        Number of rows.
    effect : float or None
        The value with these rows included, minus the value, in the fact's unit; None if it cannot be determined.
    """

    why: str
    n: int
    effect: float | None = None


@dataclass(frozen=True)
class Fact:
    """One value of a metric for one client and one period.

    Attributes
    ----------
    name, definition : str
        The metric (`nrr`) and the version of its definition (`nrr.1`).
    label : str
        The name shown to the reader.
    unit : str
        fraction, growth, money, points, count, days or hours. Fractions are not percentages.
    value : float or None
        None if unknown; `note` then states why.
    n, asked : int or None
        The number of observations behind it, and how many could have responded.
    low, high : float or None
        95 % interval, if the value is an estimate.
    period : str
        The quarter or longer period that it covers.
    prior, year_ago : float or None
        The same metric a quarter and a year earlier.
    moved : bool or None
        Whether the change vs a year ago is more than chance; None if that cannot be determined. A sum of
        invoices has no sampling error, so every change in it is real.
    target, benchmark : float or None
        What the value is compared with; the benchmark is the median of `peers` other clients.
    status : str
        met, watch (short of the target, but the interval reaches it), missed, unknown, none (no target).
    left_out : tuple of LeftOut
        Excluded rows, as listed in the method notes.
    """

    name: str
    definition: str
    label: str
    unit: str
    value: float | None = None
    n: int | None = None
    asked: int | None = None
    low: float | None = None
    high: float | None = None
    period: str = ""
    prior: float | None = None
    year_ago: float | None = None
    moved: bool | None = None
    target: float | None = None
    benchmark: float | None = None
    peers: int | None = None
    status: Status = "none"
    currency: str | None = None
    note: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def change(self) -> float | None:
        """The value minus the value a year ago; None for a growth rate, whose own change is easily misread."""
        if self.value is None or self.year_ago is None or self.unit == "growth":
            return None
        return self.value - self.year_ago

    @property
    def change_shows(self) -> bool:
        """Whether there is a change and the two values differ as printed."""
        if self.change is None or self.value is None or self.year_ago is None:
            return False
        return as_printed(self.value, self.unit) != as_printed(self.year_ago, self.unit)

    def data(self) -> dict[str, Any]:
        """Return the fact as stored in facts.json."""
        return {**asdict(self), "left_out": [asdict(rows) for rows in self.left_out]}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Fact:
        """Rebuild a fact from its stored form."""
        return cls(**{**data, "left_out": tuple(LeftOut(**rows) for rows in data.get("left_out", ()))})


def finite_or_none(value: Any) -> float | None:
    """Return a finite float, or None otherwise: the values that a fact can store.

    >>> finite_or_none(float("nan")), finite_or_none(3)
    (None, 3.0)
    """
    return float(value) if value is not None and math.isfinite(float(value)) else None


def status_of(
    value: float | None, ends: tuple[float | None, float | None], target: float | None, better: str, unit: str
) -> Status:
    """Compare a value with its target, allowing for its interval; all of them rounded as printed.

    - No target: `none`; no value: `unknown`.
    - Short of the target, but the interval (low, high) reaches it: `watch`.
    - A value that prints the same as the target has met it, so no page reports 105.0 % as short of 105.0 %.

    >>> status_of(0.6, (0.4, 0.8), 0.75, "higher", "fraction"), status_of(0.6, (None, None), 0.75, "higher", "fraction")
    ('watch', 'missed')
    >>> status_of(1.04957, (None, None), 1.05, "higher", "fraction")
    'met'
    """
    if target is None or better == "none":
        return "none" if value is not None else "unknown"
    if value is None:
        return "unknown"
    sign, aim = (-1 if better == "lower" else 1), as_printed(target, unit)
    if (as_printed(value, unit) - aim) * sign >= 0:
        return "met"
    best = ends[0] if better == "lower" else ends[1]
    return "watch" if best is not None and (as_printed(best, unit) - aim) * sign >= 0 else "missed"
