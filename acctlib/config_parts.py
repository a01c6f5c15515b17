"""The parts of acctlib.yml: sources, policy, limits and targets, with their defaults."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from acctlib.errors import nearest

PEER_METRICS = ("nps", "delivery_success")  # metrics for which a firm may show its clients a peer median
FLOORS = {"fewest_peers": 7, "fewest_respondents": 5}  # smaller numbers, once accepted, are raised to these


class Strict(BaseModel):
    """Base model: frozen, and rejects unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """The origin of one table: a file, a DuckDB query over files, or a database query.

    Exactly one of `file`, `sql` and `url` must be given. `columns` maps our column names to the
    firm's; an unmapped column is looked up under our own name. `values` sets a column to a
    constant if the firm's data has no such column.

    Attributes
    ----------
    period
        The period that each of its dates represents: that day, or the entire month or quarter containing it.
    covered_from, covered_to
        First and last day that this table covers, if they differ from the global setting.
    """

    file: str | None = None
    sheet: str | None = None
    sql: str | None = None
    files: tuple[str, ...] = ()
    url: str | None = None
    query: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, str] = Field(default_factory=dict)
    delimiter: str = Field(",", pattern=r'^[^\r\n\x00"]$')
    encoding: str = "utf-8-sig"
    decimal: Literal[".", ","] = "."
    thousands: str = ""
    dates: Literal["iso", "day-first", "month-first"] = "iso"
    period: Literal["day", "month", "quarter"] = "day"
    covered_from: date | None = None
    covered_to: date | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Source:
        given = [k for k in ("file", "sql", "url") if getattr(self, k)]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"give exactly one of file, sql and url (given: {said})")
        if self.url and not self.query:
            raise ValueError("a url needs a query")
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands separators are the same")
        return self


class Policy(Strict):
    """Policy choices that affect the numbers; each is printed in the method notes or where it is used.

    Attributes
    ----------
    on_time
        The date that decides whether a project is on time: `delivered`, the handover date; or `accepted`, for firms
        whose contracts define work as done once the client has accepted it.
    pause_months
        Number of months that a client may pause and still count as retained; a month that has begun counts. Three
        months are one full quarter, even in a leap year.
    pause_days
        The same limit in days instead of months, for contracts that count days.
    concentration_top_share
        The largest client's share of fees, or of margin, at which the portfolio describes the book as concentrated.
        Sources disagree: 15 % (Barnridge), 20 % (AskBiz), 25 % (Parakeeto); we take 25 %.
    concentration_hhi
        The same threshold for the Herfindahl index: 1,500 (AskBiz) or 2,500 (QuickBooks); we take 2,500.
    not_eligible
        Service -> segments to which it is not sold: not shown as a gap in the whitespace grid or counted in its
        denominators.
    peer_benchmarks
        Delivery and satisfaction metrics for which a client is also shown the median of other clients; none by default.
    fewest_peers, fewest_respondents
        Suppression thresholds: at least 7 other clients behind a median and 5 people behind a score. They can be
        raised but not lowered.
    """

    recurring_kinds: tuple[str, ...] = ("retainer",)
    budget_tolerance: float = Field(0.05, ge=0, le=1)
    late_days: int = Field(0, ge=0)
    on_time: Literal["delivered", "accepted"] = "delivered"
    calendar: str = Field("", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")
    pause_months: int = Field(3, ge=0)
    pause_days: int | None = Field(None, ge=0)
    renewal_grace_days: int = Field(30, ge=0)
    fewest_peers: int = Field(FLOORS["fewest_peers"], ge=FLOORS["fewest_peers"])
    fewest_respondents: int = Field(FLOORS["fewest_respondents"], ge=FLOORS["fewest_respondents"])
    peer_benchmarks: tuple[str, ...] = ()
    census: bool = False
    concentration_top_share: float = Field(0.25, gt=0, le=1)
    concentration_hhi: float = Field(2_500, gt=0, le=10_000)
    not_eligible: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("peer_benchmarks")
    @classmethod
    def _known_metrics(cls, named: tuple[str, ...]) -> tuple[str, ...]:
        for name in named:
            if name not in PEER_METRICS:
                raise ValueError(f"clients are not shown a peer median of '{name}'; {nearest(name, PEER_METRICS)}")
        return named


class Limits(Strict):
    """Resource limits for one report; a report that exceeds them fails by name, and the others continue.

    Attributes
    ----------
    memory_gib
        Memory of the report's process beyond its initial usage; enforced on Linux.
    output_mib
        Total output of all its notebook's cells, including charts and tables.
    """

    memory_gib: float = Field(4, gt=0)
    output_mib: float = Field(50, gt=0)

    @property
    def memory(self) -> int:
        """The memory limit in bytes."""
        return int(self.memory_gib * 2**30)

    @property
    def output(self) -> int:
        """The output limit in bytes."""
        return int(self.output_mib * 2**20)


class Target(Strict):
    """A metric's target. The client is shown it only if both sides have agreed on it."""

    target: float
    agreed_with_client: bool = False
