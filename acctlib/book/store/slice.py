"""One client's rows in one edition: all that a notebook ever gets."""

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
    """Table name -> DataFrame; a table that is not there is explained."""

    edition = ""

    def __missing__(self, name: str) -> pd.DataFrame:
        now = name_of_today(name, "table")
        if now in self:
            return self[now]
        raise NotHeldError(missing_table_message(now, self.edition, self))


@dataclass(frozen=True)
class Slice:
    """What a review is made from.

    Attributes
    ----------
    client_id
        Whose rows these are.
    edition
        `client` or `internal`; decides the columns of every frame.
    frames
        Table name -> DataFrame with the visible columns of that edition, dates as datetime64,
        money and numbers as float, text as str with missing as NA. A table that the firm does
        not have, or that the edition may not see, is not among them: asking for it says why.
    covered_to
        The day as of which the book is read: the last that its invoices cover.
    coverage
        First and last day of each of these tables over the whole book.
    fingerprint
        SHA-256 of the rows: the same as long as this client's own rows, and those that all share, are.
    acceptance_kept
        Whether the firm keeps the day on which a client accepts a project; None where it is not known.
    merged_on
        Days on which another client was merged into this one; nothing else of that client is here.
    absorbed_on
        The day on which this client was merged into another one; None where it was not.
    benchmarks
        Metric name -> figures over many clients, k-anonymous; filled in by who opens the review.
    commentary
        Section -> (add or replace, Markdown): what analysts wrote for it; filled in by who opens the review.
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
        if isinstance(self.frames, dict):  # those of a whole book are read when they are asked for
            tables = Tables(self.frames)
            tables.edition = self.edition
            object.__setattr__(self, "frames", tables)
