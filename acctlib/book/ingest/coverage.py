"""The days that each table of a book covers: as configured by the firm, or else inferred from the rows.

Rows are evidence only of the days on which something was recorded. The inference errs on the side of
covering less; `covered_from:` and `covered_to:` override it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from acctlib.book.ingest.breaks import unbroken
from acctlib.config import Config, Source
from acctlib.coverage import Coverage, Days
from acctlib.errors import DataError
from acctlib.periods import frequency
from acctlib.phrases import in_english

# What counts as evidence that the data reaches a day: events that have happened, never plans.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "revenue": ("service_date",),
    "costs": ("date",),
    "surveys": ("sent_date", "answered_date"),
    "projects": ("delivered_date", "accepted_date"),
    "milestones": ("done_date",),
    "actions": ("done_date",),
}
STEADY = ("revenue", "costs")  # a gap longer than any earlier one means that the export has ended
A_FEW = 15  # days at the start of a quarter in which there may well have been nothing to record
NEARLY_ALL = 0.9  # share of the rows
FEWEST = 3  # days with rows that a table needs before its longest gap means anything


@dataclass(frozen=True)
class Recorded:
    """The days on which a table has events.

    Attributes
    ----------
    rows : Series[day -> rows]
        In date order; a row with two events counts on both days.
    runs_to : date or None
        The earliest service end date among the lines running on the last day; None if no line has one.
    """

    rows: pd.Series
    runs_to: date | None = None

    @property
    def first(self) -> date:
        """The first day with a row."""
        return pd.Timestamp(self.rows.index[0]).date()

    @property
    def last(self) -> date:
        """The last day with a row."""
        return pd.Timestamp(self.rows.index[-1]).date()

    @property
    def silence(self) -> int | None:
        """The longest run of days without a row; None if too few days have rows."""
        if len(self.rows) < FEWEST:
            return None
        return int(self.rows.index.to_series().diff().dt.days.max()) - 1


def coverage_of(recorded: Mapping[str, Recorded], config: Config) -> Coverage:
    """Return the days that each table covers.

    Parameters
    ----------
    recorded : Mapping
        Table name -> its days with events; tables without events are left out.

    Notes
    -----
    - The source's own setting takes precedence, then the configuration's setting for all tables.
    - A date represents its whole `period:`. Without one, lines with `service_end_date` run to the earliest end date
      among those running on the last day, within the quarter.
    - If invoices or costs have a break (a stray date years away, or missing months), only one side of it is covered:
      the latest stretch with more than a few stray rows.
    - End: invoices and costs extend as far as the other tables unless their final gap is longer than any before.
      Occasional events (surveys, projects, milestones, actions) always extend as far as the other tables.
    - Beginning: occasional events that start after the invoices are covered from the invoices' first day, unless that
      gap is longer than any later one; too few rows to compare count as no objection. Any other table begins on its
      own first day.
    """
    recorded = {name: _steady(name, found, config) for name, found in recorded.items()}
    own = {name: _own(found, config.sources.get(name), config) for name, found in recorded.items() if len(found.rows)}
    if not own:
        return Coverage()
    known = max(days.last for name, days in own.items() if name != "costs" or len(own) == 1)
    begun = own["revenue"].first if "revenue" in own else None
    return Coverage(
        {
            name: _said(_stretched(name, days, recorded[name], begun, known), config.sources.get(name), config)
            for name, days in own.items()
        }
    )


def _steady(name: str, found: Recorded, config: Config) -> Recorded:
    """Drop the rows beyond a break; if lines have service end dates, a gap does not count as a break."""
    if name not in STEADY or found.runs_to:
        return found
    return replace(found, rows=unbroken(found.rows, frequency(config.fiscal_year_start)))


def _own(found: Recorded, source: Source | None, config: Config) -> Days:
    """From the table's first row to its last, each date extended to its period."""
    period = source.period if source else "day"
    (first, _), (_, last) = (stands_for(day, period, config.fiscal_year_start) for day in (found.first, found.last))
    if period == "day" and found.runs_to:
        last = max(last, min(found.runs_to, stands_for(last, "quarter", config.fiscal_year_start)[1]))
    return Days(first, last)


def stands_for(day: date, period: str, fiscal_year_start: int = 1) -> tuple[date, date]:
    """Return the first and last day of the period that a date represents.

    >>> [day.isoformat() for day in stands_for(date(2026, 3, 1), "month")]
    ['2026-03-01', '2026-03-31']
    """
    freq = {"day": "D", "month": "M", "quarter": frequency(fiscal_year_start)}[period]
    whole = pd.Period(pd.Timestamp(day), freq=freq)
    return whole.start_time.date(), whole.end_time.date()


def _stretched(name: str, own: Days, found: Recorded, begun: date | None, known: date) -> Days:
    """Extend a table's days to match the other tables unless its own rows suggest otherwise."""
    first, last, silence = own.first, own.last, found.silence
    if name not in STEADY or silence is None or (known - last).days <= silence:
        last = max(last, known)
    if name not in STEADY and begun and begun < first and (silence is None or (first - begun).days <= silence):
        first = begun
    return Days(first, last)


def _said(days: Days, source: Source | None, config: Config) -> Days:
    first = (source.covered_from if source else None) or config.covered_from or days.first
    last = (source.covered_to if source else None) or config.covered_to or days.last
    if last < first:
        raise DataError(
            f"the data would begin on {first} and end on {last}: correct covered_from and covered_to in acctlib.yml"
        )
    return Days(first, last)


def recorded_in(tables: Mapping[str, pd.DataFrame]) -> dict[str, Recorded]:
    """Return the days with events for tables in memory."""
    found = {name: _recorded(tables[name], name) for name in EVENTS if name in tables}
    return {name: one for name, one in found.items() if len(one.rows)}


def _recorded(frame: pd.DataFrame, name: str) -> Recorded:
    days = [frame[column].dropna() for column in EVENTS[name] if column in frame]
    days = [each for each in days if len(each)]
    if not days:
        return Recorded(pd.Series(dtype="int64"))
    rows = pd.to_datetime(pd.concat(days)).value_counts().sort_index()
    return Recorded(rows, _runs_to(frame, rows.index[-1]) if name == "revenue" else None)


def _runs_to(lines: pd.DataFrame, last: pd.Timestamp) -> date | None:
    if "service_end_date" not in lines or lines["service_end_date"].isna().all():
        return None
    ends = pd.to_datetime(lines["service_end_date"]).fillna(pd.to_datetime(lines["service_date"]))
    running = ends[(lines["service_date"] <= last) & (ends >= last)]
    return None if running.empty else pd.Timestamp(running.min()).date()


def proposals(recorded: Mapping[str, Recorded], config: Config) -> list[str]:
    """Return the coverage settings that the firm may want to add, one sentence each; none is applied automatically."""
    steady = {name: _steady(name, recorded[name], config) for name in STEADY if name in recorded}
    broken = [told for name, found in steady.items() for told in _broken(name, recorded[name], found, config)]
    ends = [_end_of(name, found, config) for name, found in steady.items()]
    return [*broken, *filter(None, ends), *_nearly(steady, config)]


def _broken(name: str, found: Recorded, kept: Recorded, config: Config) -> Iterator[str]:
    """The rows beyond a break, on either side, and the setting that would include them."""
    source = config.sources.get(name) or Source(file=name)
    days = _own(kept, source, config)
    before, after = found.rows[: kept.rows.index[0]].iloc[:-1], found.rows[kept.rows.index[-1] :].iloc[1:]
    if len(before) and not (source.covered_from or config.covered_from):
        yield _beyond(name, before, f"before {in_english(kept.first)}", f"begin on {in_english(days.first)}") + (
            f"`covered_from: {found.first}`."
        )
    if len(after) and not (source.covered_to or config.covered_to):
        yield _beyond(name, after, f"after {in_english(kept.last)}", f"end on {in_english(days.last)}") + (
            f"`covered_to: {found.last}`."
        )


def _beyond(name: str, rows: pd.Series, where: str, taken: str) -> str:
    count = int(rows.sum())
    dated = (
        f"{count:,} row{'s are' if count != 1 else ' is'} dated {where}, separated from the other rows by empty months"
    )
    mend = "Correct the dates, or add what is missing; if nothing is missing"
    return f"{name}: {dated}. The data is taken to {taken}. {mend}, write "


def _end_of(name: str, found: Recorded, config: Config) -> str:
    """A hint that the last date may represent more than one day; empty if already configured or not indicated."""
    source = config.sources.get(name) or Source(file=name)
    if source.period != "day" or source.covered_to or config.covered_to or found.runs_to:
        return ""
    month, end = (stands_for(found.last, period, config.fiscal_year_start)[1] for period in ("month", "quarter"))
    if firsts_of_months(found):
        return (
            f"{name}: the last row is of {in_english(found.last)}, and nearly every date is the first of a month. If "
            f"each stands for its month, write `period: month` under sources.{name}: the table then reaches to "
            f"{in_english(month)}. `covered_to: {month}` says it of this export alone."
        )
    if name == "revenue" and found.last < end and month == end:
        return (
            f"{name}: the last row is of {in_english(found.last)}, so the quarter to {in_english(end)} is not covered "
            f"in full. If nothing more is to come for it, write `covered_to: {end}`."
        )
    return ""


def _nearly(recorded: Mapping[str, Recorded], config: Config) -> list[str]:
    """A hint if invoices begin a few days into a quarter: perhaps there was nothing to invoice before."""
    source, one = config.sources.get("revenue"), recorded.get("revenue")
    if one is None or config.covered_from or (source and (source.covered_from or source.period != "day")):
        return []
    start = stands_for(one.first, "quarter", config.fiscal_year_start)[0]
    if not 0 < (one.first - start).days < A_FEW:
        return []
    return [
        f"revenue: the first row is of {in_english(one.first)}, so the quarter from {in_english(start)} is not covered "
        f"in full. If there was nothing to record before, write `covered_from: {start}`."
    ]


def firsts_of_months(found: Recorded) -> bool:
    """Whether nearly every row, including the last, is dated the first of a month, over at least three months."""
    days, firsts = pd.DatetimeIndex(found.rows.index), pd.DatetimeIndex(found.rows.index).day == 1
    share = found.rows.to_numpy()[firsts].sum() / found.rows.sum()
    return bool(firsts.sum() >= FEWEST and days[-1].day == 1 and share >= NEARLY_ALL)


def quarter_rows(found: Recorded, freq: str) -> pd.Series:
    """Number of rows by fiscal quarter, from the first quarter to the last; 0 for quarters without rows."""
    by = found.rows.groupby(pd.DatetimeIndex(found.rows.index).to_period(freq)).sum()
    return by.reindex(pd.period_range(by.index[0], by.index[-1]), fill_value=0)
