"""The forecast ledger: what was expected a quarter ago vs what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, group
from acctlib.facts.health.forecast_ledger import calls_scored, renewals_expected
from acctlib.metrics.base.intervals import wilson
from acctlib.metrics.retention.renewals import decided_of
from acctlib.phrases import phrase
from acctlib.review.base.tables import ColumnSpec, table_of
from acctlib.review.portfolio.completion import completion

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

Line = tuple[str, int, float | None, float | None, str]
# Renewal forecasts that commit to an outcome, and the share of their contracts then expected to renew.
CLAIMS = {"renew": 1.0, "lost": 0.0}
CALLED = {"renew": phrase("Contracts forecast as “will renew”"), "lost": phrase("Contracts forecast as “will churn”")}


def forecast_accuracy(book: PortfolioPage) -> Block:
    """Renewals, renewal forecasts, milestones and opportunities: expected vs actual; then completion."""
    lines = [line for line in (_renewals(book), *_calls(book), _milestones(book), _chances(book)) if line]
    estimates = completion(book)
    if not lines and not estimates:
        return Note(
            book.formatter.translate(
                "Nothing was forecast for this quarter: no contract, milestone or opportunity was due in it."
            )
        )
    return group((*_scored(book, lines), *estimates))


def _scored(book: PortfolioPage, lines: list[Line]) -> list[Block]:
    """Expected shares beside actual shares."""
    if not lines:
        return []
    told = pd.DataFrame(lines, columns=["what", "n", "expected", "came", "how"])
    told = told.assign(
        what=[book.formatter.translate(what) for what in told["what"]], bias=100 * (told["came"] - told["expected"])
    )
    columns = (
        ColumnSpec("what", "Forecast a quarter ago", width=2.6),
        ColumnSpec("n", "Due", "count", 0.8),
        ColumnSpec("expected", "Expected", "percent", 1.1),
        ColumnSpec("came", "Actual", "percent"),
        ColumnSpec("bias", "Variance (pp)", "decimal", 1.2),
        ColumnSpec("how", "How", width=3),
    )
    return [table_of(book, told, columns)]


def _renewals(book: PortfolioPage) -> Line | None:
    """Contracts due: those not known to be under notice were expected to renew."""
    due = renewals_expected(book.prepared)
    if due is None or due.empty:
        return None
    decided = decided_of(due)
    came = float((decided["outcome"] != "lost").mean()) if len(decided) else None
    how = book.formatter.translate("assumed to renew unless notice was given")
    return "Contracts renewed", len(due), float(due["expected"].mean()), came, how


def _calls(book: PortfolioPage) -> list[Line]:
    """Supervisors' renewal forecasts of half a year ago for contracts decided since: how many renewed."""
    said = calls_scored(book.prepared)
    if said is None:
        return []
    formatter = book.formatter
    lines: list[Line] = []
    for call, expected in CLAIMS.items():
        went = said.loc[said["call"] == call, "renewed"]
        if went.empty:
            continue
        low, high = wilson(int(went.sum()), len(went))
        how = formatter.translate(
            "forecast two quarters ago; 95% CI {range}", range=formatter.interval(low, high, "fraction")
        )
        lines.append((CALLED[call], len(went), expected, float(went.mean()), how))
    return lines


def _milestones(book: PortfolioPage) -> Line | None:
    """Milestones originally due in the quarter: all of them were expected on time."""
    milestones = book.frames.get("milestones")
    if milestones is None:
        return None
    due = periods.within(milestones, book.quarter, on="due_date")
    if due.empty:
        return None
    came = float((due["done_date"] <= due["due_date"]).mean())
    return (
        "Milestones met on time",
        len(due),
        1.0,
        came,
        book.formatter.translate("due date taken as forecast"),
    )


def _chances(book: PortfolioPage) -> Line | None:
    """Opportunities due for decision in the quarter: each expected at its own probability; with a Brier score."""
    chances = book.frames.get("opportunities")
    if chances is None:
        return None
    due = periods.within(chances, book.quarter, on="expected_close").dropna(subset=["probability"])
    decided = due[due["won"].notna()]
    if decided.empty:
        return None
    won = decided["won"].astype("float64")
    brier = float(((decided["probability"] - won) ** 2).mean())
    note = book.formatter.translate("Brier score {score} (0.25 = coin flip)", score=book.formatter.number(brier, 2))
    return "Opportunities won", len(decided), float(decided["probability"].mean()), float(won.mean()), note
