"""What a definition says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Definition:
    """What a metric is.

    Attributes
    ----------
    name, version
        Together the id, `nrr.1`.
    unit
        fraction, growth (a fraction shown with its sign), money, points, count, days, years, score.
    formula, denominator, period
        In words, for a reader.
    edge_cases
        What happens in the cases people argue about.
    direction
        Which way is better: higher, lower, none.
    class_
        Who may see it: client, internal.
    changed
        What is different from the version before; the method notes say it.
    compared
        Whether the same of the quarter before and of a year ago stands beside it.
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
        """Name and version."""
        return f"{self.name}.{self.version}"


QUARTER = "the quarter"
YEAR_AGO = "the quarter against the same quarter a year ago"
FOUR = "the last four quarters"
NO_OPENING = "Without recurring fees a year ago it is unknown, never 0 % or 100 %."
