"""A fact: one value of a metric, with everything that makes it honest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from acctlib.rounding import as_printed

Status = Literal["met", "watch", "missed", "unknown", "none"]


@dataclass(frozen=True)
class LeftOut:
    """Rows that a fact does not count.

    Attributes
    ----------
    why : str
        In words: "projects without a first date".
    n : int
        How many.
    effect : float or None
        What the value would be with them, less the value, in the fact's unit; None where that cannot be told.
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
        What the reader calls it.
    unit : str
        fraction, growth, money, points, count, days, hours. Fractions are not percent.
    value : float or None
        None where it is not known; then `note` says why.
    n, asked : int or None
        How many things it is made from, and how many could have answered.
    low, high : float or None
        95 % interval where the value is an estimate.
    period : str
        The quarter or the stretch it holds for.
    prior, year_ago : float or None
        The same metric a quarter and a year before.
    moved : bool or None
        Whether the change on a year ago is more than chance; None where it cannot be told. A sum of
        invoices has no chance in it: there every change is real.
    target, benchmark : float or None
        What it is held against; the benchmark is the median of `peers` other clients.
    status : str
        met, watch (short of the target, but within its interval), missed, unknown, none (no target).
    left_out : tuple of LeftOut
        What was not counted; the method notes list it.
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
        """There is a value."""
        return self.value is not None

    @property
    def change(self) -> float | None:
        """Value less the value a year ago; none of a rate of growth, whose own growth nobody reads right."""
        if self.value is None or self.year_ago is None or self.unit == "growth":
            return None
        return self.value - self.year_ago

    @property
    def change_shows(self) -> bool:
        """There is a change, and a reader sees two different values."""
        if self.change is None or self.value is None or self.year_ago is None:
            return False
        return as_printed(self.value, self.unit) != as_printed(self.year_ago, self.unit)

    def data(self) -> dict[str, Any]:
        """The fact as it is stored in facts.json."""
        return {**asdict(self), "left_out": [asdict(rows) for rows in self.left_out]}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Fact:
        """The fact that was stored."""
        return cls(**{**data, "left_out": tuple(LeftOut(**rows) for rows in data.get("left_out", ()))})


def finite_or_none(value: Any) -> float | None:
    """A finite float, or None: what a fact can hold.

    >>> finite_or_none(float("nan")), finite_or_none(3)
    (None, 3.0)
    """
    return float(value) if value is not None and math.isfinite(float(value)) else None


def status_of(
    value: float | None, ends: tuple[float | None, float | None], target: float | None, better: str, unit: str
) -> Status:
    """How a value stands to its target, its interval considered; all of them as they are printed.

    - No target: `none`; no value: `unknown`.
    - Short of the target while the interval (low, high) reaches it: `watch`.
    - What prints as the target has met it: no page says that 105.0 % is short of 105.0 %.

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
