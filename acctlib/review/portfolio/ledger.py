"""The forecast ledger: what was expected a quarter ago, held against what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note
from acctlib.metrics.renewals import renewals_due
from acctlib.review.tables import Shown, table_of

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio import Portfolio

Line = tuple[str, int, float | None, float | None, str]


def ledger(book: Portfolio) -> Block:
    """Renewals, milestones and opportunities: how many were expected for the quarter, and how many came."""
    say = book.reader.say
    lines = [line for line in (_renewals(book), _milestones(book), _chances(book)) if line]
    if not lines:
        return Note(say("Nothing was forecast for this quarter: no contract, milestone or opportunity was due in it."))
    told = pd.DataFrame(lines, columns=["what", "n", "expected", "came", "how"])
    told = told.assign(what=[say(what) for what in told["what"]], bias=100 * (told["came"] - told["expected"]))
    columns = (
        Shown("what", "Forecast a quarter ago", width=2.6),
        Shown("n", "Due", "count", 0.8),
        Shown("expected", "Expected", "percent", 1.1),
        Shown("came", "Came", "percent"),
        Shown("bias", "Difference, points", "decimal", 1.2),
        Shown("how", "How", width=3),
    )
    return table_of(book, told, columns)


def _renewals(book: Portfolio) -> Line | None:
    """Contracts due: without notice they were expected to go on."""
    contracts = book.frames.get("contracts")
    if contracts is None:
        return None
    due = renewals_due(contracts, book.quarter, book.terms.covered_to)
    if due.empty:
        return None
    expected = float((due["status"] != "notice").mean())
    decided = due[due["outcome"] != "open"]
    came = float((decided["outcome"] != "lost").mean()) if len(decided) else None
    return "Contracts renewed", len(due), expected, came, book.reader.say("expected unless notice was given")


def _milestones(book: Portfolio) -> Line | None:
    """Milestones first promised for the quarter: all of them were expected in it."""
    milestones = book.frames.get("milestones")
    if milestones is None:
        return None
    due = periods.within(milestones, book.quarter, on="due_date")
    if due.empty:
        return None
    came = float((due["done_date"] <= due["due_date"]).mean())
    return (
        "Milestones reached in time",
        len(due),
        1.0,
        came,
        book.reader.say("a promised day is a forecast of that day"),
    )


def _chances(book: Portfolio) -> Line | None:
    """Opportunities to be decided in the quarter: each was expected with its own chance; Brier score beside it."""
    chances = book.frames.get("opportunities")
    if chances is None:
        return None
    due = periods.within(chances, book.quarter, on="expected_close").dropna(subset=["probability"])
    decided = due[due["won"].notna()]
    if decided.empty:
        return None
    won = decided["won"].astype("float64")
    brier = float(((decided["probability"] - won) ** 2).mean())
    note = book.reader.say("Brier score {score}; 0.25 is a coin", score=book.reader.number(brier, 2))
    return "Opportunities won", len(decided), float(decided["probability"].mean()), float(won.mean()), note
