"""One client's rows in one edition: the only data that a notebook ever receives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from acctlib.book.access_messages import missing_table_message
from acctlib.compat import name_of_today
from acctlib.coverage import Coverage
from acctlib.errors import NotHeldError


class Tables(dict[str, pd.DataFrame]):
    """Table name -> DataFrame; accessing a missing table raises an error that explains why it is missing."""

    edition = ""

    def __missing__(self, name: str) -> pd.DataFrame:
        now = name_of_today(name, "table")
        if now in self:
            return self[now]
        raise NotHeldError(missing_table_message(now, self.edition, self))


@dataclass(frozen=True)
class Slice:
    """The data that a review is made from.

    Attributes
    ----------
    client_id
        The client that the rows belong to.
    edition
        `client` or `internal`; determines the columns of every frame.
    frames
        Table name -> DataFrame with the columns visible to that edition: dates as datetime64,
        amounts and numbers as float, text as str with missing as NA. Tables that the firm does not
        have, or that the edition may not see, are left out: accessing one raises an error that says why.
    covered_to
        The book's as-of date: the last day that its invoices cover.
    coverage
        First and last day of each of these tables, across all clients in the book.
    fingerprint
        SHA-256 of the rows; changes only if the client's own rows, or those shared by all clients, change.
    acceptance_kept
        Whether the firm records the date on which a client accepts a project; None if unknown.
    merged_on
        Dates on which other clients were merged into this one; the slice has no other data about those clients.
    absorbed_on
        Date on which this client was merged into another; None if it was not.
    benchmarks
        Metric name -> k-anonymous figures across many clients; filled in by the code that opens the review.
    commentary
        Section -> (add or replace, Markdown): the analysts' text; filled in by the code that opens the review.
    """

    client_id: str
    edition: str
    frames: Mapping[str, pd.DataFrame]
    covered_to: date
    fingerprint: str
    acceptance_kept: bool | None = None
    merged_on: tuple[date, ...] = ()
    absorbed_on: date | None = None
    coverage: Coverage = field(default_factory=Coverage)
    benchmarks: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    commentary: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if isinstance(self.frames, dict):  # a whole book's tables are read lazily instead
            tables = Tables(self.frames)
            tables.edition = self.edition
            object.__setattr__(self, "frames", tables)
