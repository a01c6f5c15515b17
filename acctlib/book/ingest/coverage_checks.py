"""Discrepancies between the coverage that a firm configures and the dates of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from acctlib.book.ingest.breaks import unbroken
from acctlib.book.ingest.contract import Typed
from acctlib.book.ingest.coverage import STEADY, Recorded, recorded_in, stands_for
from acctlib.book.ingest.problems import Level, Problem, and_more
from acctlib.config import Config
from acctlib.periods import frequency

FAR = timedelta(days=92)  # a quarter: a shorter gap at either end of the data is unremarkable
DONE = {"projects": ("delivered_date", "accepted_date"), "milestones": ("done_date",), "actions": ("done_date",)}


def check_coverage(found: Mapping[str, Typed], config: Config, known: Mapping[str, Level]) -> Iterator[Problem]:
    """Find discrepancies between the configured coverage and the dates of the rows.

    Notes
    -----
    - `covered_from:` or `covered_to:` of a table (or the global one, for invoices and costs) lies beyond its rows
      by more than 92 days and by more than the median interval between two days with rows.
    - Work was delivered, accepted or done after the configured last day of its table or, if none is configured,
      more than 92 days after the last invoice. Reported once per column.
    """
    recorded = recorded_in({name: table.frame for name, table in found.items()})
    for name, one in recorded.items():
        for what in _beyond_rows(name, one, config):
            raw = found[name].raw
            yield Problem(name, raw.file, "beyond_rows", known["beyond_rows"], raw.sheet, what=what)
    invoiced = _last_invoice(recorded, config)
    for name in [name for name in DONE if name in found]:
        if said := config.sources[name].covered_to or config.covered_to:
            yield from _done_after(found[name], said, f"covered_to ({said})", known)
        elif invoiced:
            yield from _done_after(found[name], invoiced + FAR, f"the last invoice ({invoiced}) by months", known)


def _last_invoice(recorded: Mapping[str, Recorded], config: Config) -> date | None:
    if "revenue" not in recorded:
        return None
    rows = unbroken(recorded["revenue"].rows, frequency(config.fiscal_year_start))
    return pd.Timestamp(rows.index[-1]).date()


def _beyond_rows(name: str, found: Recorded, config: Config) -> Iterator[str]:
    """Configured coverage that begins long before the first row within it, or ends long after the last."""
    source, everywhere = config.sources[name], config if name in STEADY else None
    first = source.covered_from or (everywhere and everywhere.covered_from)
    last = source.covered_to or (everywhere and everywhere.covered_to)
    days = pd.DatetimeIndex(found.rows.index)
    far = max(pd.Timedelta(FAR), days.to_series().diff().median()) if len(days) > 1 else FAR
    if first and len(after := days[days >= pd.Timestamp(first)]) and after[0] - pd.Timestamp(first) > far:
        begin = after[0].date()
        yield f"`covered_from: {first}` is {(begin - first).days:,} days before its first row, of {begin}"
    if last and len(before := days[days <= pd.Timestamp(last)]):
        end = stands_for(before[-1].date(), source.period, config.fiscal_year_start)[1]
        end = max(end, found.runs_to or end)
        if last - end > far:
            yield f"`covered_to: {last}` is {(last - end).days:,} days after its rows end, on {end}"


def _done_after(found: Typed, end: date, told: str, known: Mapping[str, Level]) -> Iterator[Problem]:
    """Work done after the end of the coverage, reported once per column."""
    for column in [column for column in DONE[found.table.name] if column in found.frame]:
        days = found.frame[column]
        rows = days.index[days > pd.Timestamp(end)]
        if len(rows):
            place = (found.raw.sheet, int(rows[0]), found.names[column], str(days[rows[0]].date()))
            what = f"is after {told}{and_more(len(rows) - 1)}"
            yield Problem(
                found.table.name, found.raw.file, "after_data_end", known["after_data_end"], *place, what=what
            )
