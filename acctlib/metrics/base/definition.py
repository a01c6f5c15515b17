"""The `Definition` of a metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Definition:
    """The definition of one metric.

    Attributes
    ----------
    name, version
        Together they form the id, `nrr.1`.
    unit
        fraction, growth (a fraction shown with its sign), money, points, count, days, years, score.
    formula, denominator, period
        In words, for readers.
    edge_cases
        The treatment of disputed cases.
    direction
        The better direction: higher, lower, none.
    class_
        Who may see the metric: client, internal.
    changed
        Changes since the previous version; shown in the method notes.
    compared
        Whether the values for the previous quarter and a year ago are shown beside it.
    """

    name: str
    version: int
    label: str
    unit: str
    formula: str
    denominator: str
    period: str
    edge_cases: tuple[str, ...]
    source: str
    direction: Literal["higher", "lower", "none"] = "higher"
    class_: Literal["client", "internal"] = "client"
    changed: str = ""
    compared: bool = True

    @property
    def id(self) -> str:
        """Return the id: name and version."""
        return f"{self.name}.{self.version}"


QUARTER = "the quarter"
YEAR_AGO = "the quarter against the same quarter a year ago"
FOUR = "the last four quarters"
NO_OPENING = "Without recurring fees a year ago it is unknown, never 0 % or 100 %."
