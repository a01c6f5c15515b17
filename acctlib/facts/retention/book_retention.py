"""Whole-book retention, as shown in an internal review, and the same fees under other definitions."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.recurring import opening_closing, table_of
from acctlib.facts.retention.retention import BOOK_RETENTION
from acctlib.metrics.fees.fee_table import quarters_of
from acctlib.metrics.retention.cohorts import logo_cohorts, revenue_cohorts
from acctlib.metrics.retention.vendor_definitions import compare_vendor_definitions
from acctlib.periods import year_ago

SHOWN = ("logo_retention", "grr", "nrr", "nrr_without_largest", "logo_retention_year", "grr_year", "nrr_year")
ROSETTA = "rosetta_"
Figures = dict[str, dict[str, float]]


def book_retention(prepared: Prepared) -> Figures:
    """Return the book's known retention figures.

    Returns
    -------
    dict
        `book_<metric>` -> value, n, and low and high if there is an interval; `rosetta_<definition>` -> value, n.
        Unknown figures are omitted.
    """
    taken = {m.name: m.evaluate(prepared) for m in BOOK_RETENTION if m.name in SHOWN}
    known = {name: found for name, found in taken.items() if found.value is not None}
    figures: Figures = {}
    for name in (name for name in SHOWN if name in known):
        found = known[name]
        interval = {"low": found.low, "high": found.high} if found.low is not None else {}
        parts = {"value": found.value, "n": found.n, **interval}
        figures[f"book_{name}"] = {part: float(x) for part, x in parts.items() if x is not None}
    if not figures:
        return figures
    if prepared.context.lacking(["revenue"], year_ago(prepared.quarter)):
        return figures
    forms = rosetta_of(prepared).dropna(subset=["value"])
    told = zip(forms.index, forms["value"], forms["n"], strict=True)
    return {**figures, **{f"{ROSETTA}{key}": {"value": float(value), "n": float(n)} for key, value, n in told}}


def cohort_tables(prepared: Prepared) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The book's cohorts by joining quarter: clients retained, and fees.

    Returns
    -------
    (DataFrame, DataFrame)
        As returned by `logo_cohorts` and `revenue_cohorts`, up to the quarter under review if the data cover it in
        full, otherwise up to the last quarter before it that they do.
    """
    clients, freq = prepared.frames.get("clients"), prepared.quarter.freqstr
    whole = pd.Period(pd.Timestamp(prepared.context.covered_to) + pd.Timedelta(1, "D"), freq=freq) - 1
    started = None
    if clients is not None and "start_date" in clients:
        known = clients.dropna(subset=["start_date"]).set_index("client_id")["start_date"]
        started = known.dt.to_period(freq)
    table, completed = _covered(table_of(prepared), prepared.context), min(prepared.quarter, whole)
    return logo_cohorts(table, completed, started), revenue_cohorts(table, completed, started)


def _covered(table: pd.DataFrame, context: ReviewContext) -> pd.DataFrame:
    """Keep only quarters that invoices cover from their first day: a client may have paid in an uncovered part."""
    first = context.coverage.first(["revenue"])
    if first is None:
        return table
    return table.loc[:, quarters_of(table).start_time >= pd.Timestamp(first)]


def rosetta_of(prepared: Prepared) -> pd.DataFrame:
    """The book's retention vs a year ago, under well-known tools' definitions; see `metrics.vendors.rosetta`."""
    fees, table = opening_closing(prepared, "year_ago"), table_of(prepared)
    quarters = quarters_of(table)
    ever = (table.loc[:, quarters <= year_ago(prepared.quarter)] > 0).any(axis=1)
    window = (quarters > year_ago(prepared.quarter)) & (quarters <= prepared.quarter)
    came = (table.loc[:, window] > 0).any(axis=1) & ~(fees.opening > 0)
    return compare_vendor_definitions(fees.opening, fees.closing, table.index[ever], table.index[came])
