"""Internal sections: what a client never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Table
from acctlib.facts.satisfaction import asked

if TYPE_CHECKING:
    from acctlib.review.review import Review


def opportunities(review: Review) -> Block:
    """Chances that are not decided yet, the nearest decision first."""
    frame = review.frames.get("opportunities")
    if frame is None:
        return Note("Opportunities are unknown: the firm keeps none here.")
    end = periods.bounds(review.quarter)[1]
    left = frame[~(frame["closed_date"] < end)].sort_values(["expected_close", "opportunity_id"])
    if left.empty:
        return Note("No opportunity is open in this account.")
    rows = tuple(_opportunity(review, row) for _, row in left.iterrows())
    columns = (
        Col("Opportunity", width=3.4),
        Col("Service", width=1.5),
        Col("Stage", width=1.4),
        Col("A year", "right", 1.3),
        Col("Chance", "right", 1),
        Col("Decision", width=1.4),
    )
    return Table(columns, rows)


def _opportunity(review: Review, row: pd.Series) -> tuple[Cell, ...]:
    reader = review.reader
    firm = type(reader)(reader.locale, review.terms.firm_currency)
    return (
        Cell(_text(row["name"], str(row["opportunity_id"]))),
        Cell(_text(row["service_line"], "not named")),
        Cell(_text(row["stage"], "unknown")),
        Cell(firm.compact(row["amount"]) if pd.notna(row["amount"]) else "unknown"),
        Cell(reader.percent(row["probability"], 0) if pd.notna(row["probability"]) else "unknown"),
        Cell(reader.day(row["expected_close"]) if pd.notna(row["expected_close"]) else "no date"),
    )


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def silent(review: Review) -> Block:
    """Contacts who were asked in the last four quarters and never answered."""
    invited = asked(review.frames, review.terms)
    if invited.empty:
        return Note("Nobody was asked in the last four quarters: silence here says nothing.")
    each = invited.assign(answer=invited["answered_date"].notna()).groupby("respondent", sort=True)
    told = each.agg(
        asked=("survey_id", "size"), answers=("answer", "sum"), last=("sent_date", "max"), role=("role", "last")
    )
    quiet = told[told["answers"] == 0].sort_values(["asked", "last"], ascending=False)
    if quiet.empty:
        return Note(f"Each of the {len(told)} contacts asked answered at least once.")
    rows = tuple(
        (
            Cell(str(who)),
            Cell(_text(row["role"], "unknown")),
            Cell(str(row["asked"]), int(row["asked"])),
            Cell(review.reader.day(row["last"])),
        )
        for who, row in quiet.iterrows()
    )
    columns = (
        Col("Silent contact", width=2),
        Col("Role", width=2),
        Col("Times asked", "right", 1),
        Col("Last asked", width=1.4),
    )
    return Table(columns, rows)


def renewals(review: Review) -> Block:
    """Contracts that end within a year, with the last day for notice."""
    frame = review.frames.get("contracts")
    if frame is None:
        return Note("Contracts are unknown: the firm keeps none here.")
    end = periods.bounds(review.quarter)[1]
    soon = frame[
        (frame["end_date"] >= end) & (frame["end_date"] < end + pd.DateOffset(years=1)) & (frame["start_date"] < end)
    ]
    if soon.empty:
        return Note("No contract ends within the next four quarters.")
    day = review.reader.day
    rows = tuple(
        (
            Cell(_text(row["service_line"], str(row["contract_id"]))),
            Cell(day(row["end_date"])),
            Cell(day(row["notice_date"])) if pd.notna(row["notice_date"]) else Cell("unknown", state="unknown"),
            Cell("notice given", state="bad") if row["status"] == "notice" else Cell(_text(row["status"], "unknown")),
        )
        for _, row in soon.sort_values("end_date").iterrows()
    )
    return Table(
        (Col("Contract", width=2), Col("Ends", width=1.4), Col("Notice until", width=1.4), Col("Status", width=1.4)),
        rows,
    )


def book(review: Review) -> Block:
    """Retention of the whole book over a year, for context."""
    figures = review.slice.benchmarks
    known = [(n, said) for n, said in BOOK.items() if n in figures]
    if not known:
        return Note("The retention of the whole book is unknown: no client had recurring fees a year ago.")
    rows = tuple(_figure(review, said, figures[name]) for name, said in known)
    return Table(
        (
            Col("The whole book, a year", width=3),
            Col("Value", "right", 1),
            Col("Clients", "right", 1),
            Col("95% interval", "right", 1.6),
        ),
        rows,
    )


BOOK = {
    "book_logo_retention": "Clients retained",
    "book_grr": "Gross revenue retention",
    "book_nrr": "Net revenue retention",
}


def _figure(review: Review, said: str, figure: object) -> tuple[Cell, ...]:
    found = dict(figure)  # type: ignore[call-overload]
    interval = review.reader.interval(found["low"], found["high"], "fraction") if "low" in found else ""
    return (
        Cell(said),
        Cell(review.reader.percent(found["value"]), found["value"], strong=True),
        Cell(str(int(found["n"])), int(found["n"])),
        Cell(interval, muted=True),
    )
