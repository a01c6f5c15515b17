"""Growth across the book: drivers of change, concentration and pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, group
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.growth.account_bridge import NOT_ASSIGNED, named_lines
from acctlib.facts.growth.growth_bridge import growth_bridge
from acctlib.facts.growth.pipeline import open_chances
from acctlib.metrics.fees.fees import by_service_line
from acctlib.metrics.growth.pipeline import pipeline_by_stage
from acctlib.review.base.tables import ColumnSpec, table_of
from acctlib.review.client.sections.growth import quarter_by_quarter
from acctlib.review.client.sections.opportunities import whole_pipeline
from acctlib.review.portfolio.concentration import concentration
from acctlib.review.portfolio.whitespace import whitespace

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

WORDS = {
    "new": "New clients",
    "returned": "Reactivated clients",
    "grew": "Growth",
    "shrank": "Decline",
    "left": "Churned clients",
}


def growth(book: PortfolioPage) -> Block:
    """Fees vs a year ago by client movement and service line, concentration, whitespace and pipeline."""
    over_time = quarter_by_quarter(book, book.prepared)
    return group((_bridge(book), *over_time, _lines(book), *concentration(book), *whitespace(book), _pipeline(book)))


def _bridge(book: PortfolioPage) -> Block:
    translate = book.formatter.translate
    if lacks := book.context.lacking(["revenue"], periods.year_ago(book.quarter)):
        return Note(translate("There is no year to compare with: {why}.", why=book.formatter.translate(lacks)))
    steps = growth_bridge(book.prepared)
    if steps is None:
        return Note(translate("No earlier year is available for comparison."))
    from acctlib.display.charts import bridge

    labels = {
        "before": periods.label(periods.year_ago(book.quarter)), "now": periods.label(book.quarter),
        **{cause: translate(word) for cause, word in WORDS.items()},
    }  # fmt: skip
    ends = steps.index.isin(["before", "now"])
    bars = pd.DataFrame({"step": steps.index.map(labels), "amount": steps.to_numpy(), "total": ends})
    bars = bars[ends | (bars["amount"].round(2) != 0).to_numpy()].reset_index(drop=True)
    return bridge(
        bars, book.formatter, book.brand, translate("Fees, year on year ({currency}).", currency=book.context.currency)
    )


def _lines(book: PortfolioPage) -> Block:
    translate = book.formatter.translate
    quarters = (periods.year_ago(book.quarter), book.quarter)
    lines = lines_of(book.prepared, periods.trailing(book.quarter, 5))
    if "service_line" not in lines:
        return Note(translate("Fees by service line not available: invoices name no service line."))
    named = named_lines(lines)
    both = pd.DataFrame(
        {"before": by_service_line(named, quarters[0]), "now": by_service_line(named, quarters[1])}
    ).fillna(0)
    names = both.rename(index={NOT_ASSIGNED: translate(NOT_ASSIGNED)}).index.astype(str)
    told = both.assign(line=names, change=both["now"] - both["before"])
    columns = (
        ColumnSpec("line", "Service line", width=3),
        ColumnSpec("before", periods.label(quarters[0]), "money", 1.4),
        ColumnSpec("now", periods.label(quarters[1]), "money", 1.4),
        ColumnSpec("change", "Change", "money", 1.4),
    )
    alone = book.context.lacking(["revenue"], quarters[0])
    shown = (columns[0], columns[2]) if alone else columns
    return table_of(book, told.sort_values("now", ascending=False), shown)


def _pipeline(book: PortfolioPage) -> Block:
    """Open opportunities within accounts, by stage."""
    translate, chances = book.formatter.translate, open_chances(book.prepared)
    if chances is None:
        return Note(translate("Pipeline not available: no opportunities are recorded."))
    if chances.empty:
        return Note(translate("No opportunity is open."))
    by = pipeline_by_stage(chances)
    columns = (
        ColumnSpec("stage", "Pipeline by stage", width=3),
        ColumnSpec("n", "Count", "count"),
        ColumnSpec("amount", "Annual fees", "compact", 1.3),
        ColumnSpec("weighted", "Weighted", "compact", 1.4),
    )
    shown = by.assign(stage=by["stage"].astype("object").where(by["stage"].notna(), translate("no stage")))
    return group((table_of(book, shown, columns), Note(whole_pipeline(book, chances))))
