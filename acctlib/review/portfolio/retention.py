"""Retention across the book: movements, tenure and upcoming renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Columns, LayoutColumn, Note, group
from acctlib.facts.base.mergers import BY_MERGER
from acctlib.facts.base.money import rates_of
from acctlib.facts.retention.book_retention import book_retention, cohort_tables
from acctlib.facts.retention.movements import truncated
from acctlib.facts.retention.recurring import bridge_of, moves_of
from acctlib.facts.retention.tenure import seen_since
from acctlib.metrics.base.currency import converted
from acctlib.metrics.retention.retention import MOVEMENTS
from acctlib.metrics.retention.tenure import median_tenure, stays, survival
from acctlib.review.base.tables import ColumnSpec, table_of
from acctlib.review.client.sections.retention import side_by_side

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

WORDS = {
    "new": "New", "reactivation": "Reactivated", "expansion": "Expansion", "contraction": "Contraction",
    "churn": "Churned",
    "currency": "Exchange rates",
}  # fmt: skip
FEWEST = 5  # minimum number of relationships for a curve
AHEAD = 4
COHORTS = 12


def retention(book: PortfolioPage) -> Block:
    """Recurring-fee movements vs a year ago, cohorts, client tenure, renewals and other tools' definitions."""
    others = side_by_side(book, book_retention(book.prepared))
    return group((_movements(book), *_cohorts(book), *_tenure(book), _renewals(book), *others))


def _movements(book: PortfolioPage) -> Block:
    """The recurring-fee bridge, with merged clients as one and exchange rates separate, and the largest movers."""
    translate = book.formatter.translate
    if lacks := book.context.lacking(["revenue"], periods.year_ago(book.quarter)):
        return Note(
            translate("What moved the recurring fees is not known: {why}.", why=book.formatter.translate(lacks))
        )
    found, steps = moves_of(book.prepared), bridge_of(book.prepared)
    if found is None or steps is None:
        return Note(translate("Movements of recurring fees not available: an exchange rate is missing."))
    if found.empty:
        return Note(translate("No recurring fees in this quarter, nor in the same quarter a year ago."))
    from acctlib.display.charts import bridge

    labels = {
        "opening": periods.label(periods.year_ago(book.quarter)), "closing": periods.label(book.quarter),
        **{name: translate(word) for name, word in WORDS.items()},
    }  # fmt: skip
    shown = pd.DataFrame({"step": [labels[str(n)] for n in steps.index], "amount": steps.to_numpy()})
    kept = [name in ("opening", "closing") or amount != 0 for name, amount in steps.items()]
    bars = shown.assign(total=[n in ("opening", "closing") for n in steps.index])[kept].reset_index(drop=True)
    caption = translate("Recurring fees, year on year ({currency}).", currency=book.context.currency)
    note = book.formatter.translate(truncated(book.prepared, found))
    notes = [Note(f"{note[:1].upper()}{note[1:]}.")] if note else []
    return group((bridge(bars, book.formatter, book.brand, caption), _largest(book, found), *notes))


def _largest(book: PortfolioPage, found: pd.DataFrame) -> Block:
    """The clients behind the movements: the three largest changes of each kind."""
    translate = book.formatter.translate
    moved = found[found["movement"] != "flat"].assign(size=found["amount"].abs())
    top = moved.sort_values("size", ascending=False).groupby("movement", sort=False).head(3)
    order = {name: place for place, name in enumerate(MOVEMENTS)}
    told = pd.DataFrame(
        {
            "kind": [translate(WORDS[str(kind)]) for kind in top["movement"]],
            "client": [str(book.names.get(client, client)) for client in top.index],
            "amount": top["amount"].to_numpy(),
            "order": top["movement"].map(order).to_numpy(),
        }
    )
    if told.empty:
        return Note(translate("No client's recurring fees changed."))
    columns = (
        ColumnSpec("kind", "Movement", width=1.4),
        ColumnSpec("client", "Largest client", width=3),
        ColumnSpec("amount", "Change", "money", 1.4),
    )
    return table_of(book, told.sort_values("order", kind="stable"), columns)


def _cohorts(book: PortfolioPage) -> tuple[Block, ...]:
    """Clients retained, by starting quarter; a note if there are too few cohorts."""
    translate, table = book.formatter.translate, cohort_tables(book.prepared)[0]
    if len(table) < 2:
        return (Note(translate("No cohorts to compare: the data covers too few quarters with new clients.")),)
    from acctlib.display.charts import heat

    shares, sizes = table.xs("share", axis=1, level="part"), table.xs("n", axis=1, level="part")
    latest = pd.DataFrame(shares).tail(COHORTS).dropna(axis="columns", how="all").iloc[:, : COHORTS + 1]
    named = latest.set_axis([periods.label(cohort) for cohort in latest.index], axis="index")
    counts = pd.DataFrame(sizes)[0].tail(COHORTS).astype(int).set_axis(named.index)
    caption = translate("Client retention by start cohort (quarters since start).")
    return (heat(named, counts, book.formatter, book.brand, caption),)


def _tenure(book: PortfolioPage) -> tuple[Block, ...]:
    """How long client relationships last, with notes on reading the curve."""
    translate, clients = book.formatter.translate, book.frames["clients"]
    if not {"start_date", "end_date"} <= set(clients):
        return ()
    seen = stays(clients, seen_since(book.prepared), book.context.covered_to)
    if len(seen) < FEWEST or not seen["left"].any():
        return (
            Note(
                book.formatter.count(
                    len(seen),
                    "Client tenure not available: {n} relationship, which has not ended.",
                    "Client tenure not available: {n} relationships, too few of which have ended.",
                )
            ),
        )
    from acctlib.display.charts import curve

    steps = survival(seen).reset_index(names="years").fillna({"low": 0.0, "high": 1.0})
    median = median_tenure(survival(seen))
    half = (
        translate("Median tenure not reached: more than half of relationships are still active.")
        if pd.isna(median)
        else translate("Half of all relationships end within {years}.", years=book.formatter.value(median, "years"))
    )
    bias = translate(
        "Clients won before the data begins count from the age they had then. The average age of today's clients is "
        "another number and longer: those who left early are not among them."
    )
    n = translate("{n} relationships, {left} ended.", n=len(seen), left=int(seen["left"].sum()))
    chart = curve(steps, book.formatter, book.brand, translate("Share of clients retained, by years since start."))
    return (Columns((LayoutColumn((chart,), translate("Client tenure")), LayoutColumn((Note(f"{half} {n} {bias}"),)))),)


def renewals_ahead(book: PortfolioPage) -> pd.DataFrame:
    """Contracts that end in the next four quarters, with their quarter and state: renewed, open or notice."""
    contracts = book.frames["contracts"]
    first = periods.bounds(book.quarter)[1]
    last = periods.bounds(book.quarter + AHEAD)[1]
    due = contracts[(contracts["end_date"] >= first) & (contracts["end_date"] < last)]
    due = due[~due["status"].isin(["draft"])] if "status" in due else due
    if {BY_MERGER, "status"} <= set(due):  # ended early, when its client was merged
        due = due[~(due[BY_MERGER] & due["status"].eq("ended"))]
    signed = set(contracts["renewal_of"].dropna()) if "renewal_of" in contracts else set()
    if "annual_value" in due:
        due = due.assign(annual_value=_firms_money(book, due))
    state = pd.Series("open", index=due.index).mask(due["status"] == "notice", "notice")
    state = state.mask(due["contract_id"].isin(signed), "renewed")
    return due.assign(quarter=pd.PeriodIndex(due["end_date"], freq=book.quarter.freqstr), state=state)


def _renewals(book: PortfolioPage) -> Block:
    """Renewals due by quarter: count, annual fees, and how many are renewed, open or under notice."""
    translate = book.formatter.translate
    if "contracts" not in book.frames:
        return Note(translate("Renewals not available: no contracts are recorded."))
    due = renewals_ahead(book)
    if due.empty:
        return Note(translate("No contract ends within the next four quarters."))
    quarters = [book.quarter + ahead for ahead in range(1, AHEAD + 1)]
    parts = [due[due["quarter"] == quarter] for quarter in quarters]
    worth = [float(part["annual_value"].sum()) if "annual_value" in part else None for part in parts]
    states = {state: [int((part["state"] == state).sum()) for part in parts] for state in ("renewed", "open", "notice")}
    told = pd.DataFrame({"when": [*map(periods.label, quarters)], "n": [*map(len, parts)], "worth": worth, **states})
    columns = (
        ColumnSpec("when", "Renewal due", width=1.4),
        ColumnSpec("n", "Contracts", "count"),
        ColumnSpec("worth", "Annual fees", "compact", 1.4),
        ColumnSpec("renewed", "Renewed", "count"),
        ColumnSpec("open", "Open", "count"),
        ColumnSpec("notice", "Notice given", "count", 1.2),
    )
    said = translate("Fees a year are in {currency}, at the rates of {day}.", currency=book.context.currency,
               day=book.formatter.day(book.context.covered_to))  # fmt: skip
    return group((table_of(book, told, columns), Note(said)))


def _firms_money(book: PortfolioPage, contracts: pd.DataFrame) -> pd.Series:
    """Annual contract values in the firm's currency, at the latest known rates."""
    own = contracts["currency"] if "currency" in contracts else pd.Series(None, index=contracts.index, dtype="object")
    rows = pd.DataFrame(
        {
            "amount": contracts["annual_value"],
            "currency": own.where(own.notna(), book.context.firm_currency),
            "date": pd.Timestamp(book.context.covered_to),
        }
    )
    context = book.context
    found = converted(rows, rates_of(book.frames), to=context.currency, firm_currency=context.firm_currency, on="date")
    return found["amount"]
