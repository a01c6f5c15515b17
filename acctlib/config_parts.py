"""The parts of acctlib.yml: sources, policy, limits and targets, with their defaults."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from acctlib.errors import nearest

PEER_METRICS = ("nps", "delivery_success")  # what a firm may show its clients a peer median of
FLOORS = {"fewest_peers": 7, "fewest_respondents": 5}  # smaller numbers were allowed once, and are read as these


class Strict(BaseModel):
    """Frozen, and strict about names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where one table comes from: a file, a DuckDB query over files, or a database.

    Exactly one of `file`, `sql` and `url` is given. `columns` maps our column to theirs; a
    column that is not mapped is looked for under our own name. `values` gives a column one
    constant value where the firm's data has no such column.

    Attributes
    ----------
    period
        What a date of it stands for: the day, or the whole month or quarter in which it lies.
    covered_from, covered_to
        First and last day that this table covers, where it is not the same for all.
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
    """Choices that change numbers; each is printed in the method notes, or where it is used.

    Attributes
    ----------
    on_time
        Which day a project is on time by: `delivered`, the day it was handed over; `accepted` for firms whose
        contracts say that work is done when the client has accepted it.
    pause_months
        How many months a client may rest and still be retained; the month that has begun counts. Three months are a
        whole quarter, in a leap year too.
    pause_days
        The same in days, in place of months, for contracts that count so.
    concentration_top_share
        The largest client's share of fees, or of margin, from which the portfolio calls the book concentrated.
        Sources disagree: 15 % (Barnridge), 20 % (AskBiz), 25 % (Parakeeto); we take 25 %.
    concentration_hhi
        The same for the Herfindahl index: 1,500 (AskBiz) or 2,500 (QuickBooks); we take 2,500.
    not_eligible
        Service -> segments to which it is not sold: no gap in the whitespace grid, and in no denominator there.
    peer_benchmarks
        Metrics of delivery and satisfaction beside which a client reads the median of other clients; none by default.
    fewest_peers, fewest_respondents
        A firm may ask for more and never for fewer: 7 others behind a median, 5 people behind a score.
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
    """What one report may take; one that takes more fails by name, and the others go on.

    Attributes
    ----------
    memory_gib
        Memory of its process, beyond what that starts with; kept on Linux.
    output_mib
        What all cells of its notebook show, drawings and tables included.
    """

    memory_gib: float = Field(4, gt=0)
    output_mib: float = Field(50, gt=0)

    @property
    def memory(self) -> int:
        """In bytes."""
        return int(self.memory_gib * 2**30)

    @property
    def output(self) -> int:
        """In bytes."""
        return int(self.output_mib * 2**20)


class Target(Strict):
    """What a metric is held to. A client reads it only where both sides have agreed on it."""

    target: float
    agreed_with_client: bool = False
