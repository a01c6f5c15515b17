"""Internal sections: what a client never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Table

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
