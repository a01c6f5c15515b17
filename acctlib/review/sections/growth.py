"""Growth: where the change in fees came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Table, group
from acctlib.facts.money import in_review_money
from acctlib.metrics.fees import by_service_line, fee_income
from acctlib.metrics.growth import growth_bridge, line_changes

if TYPE_CHECKING:
    from acctlib.review.review import Review

WORDS = {
    "new": "New service lines",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "ended": "Ended work",
}


def fees_by_line(review: Review) -> tuple[pd.Series, pd.Series]:
    """Fees by service line, of the quarter a year ago and of this one."""
    lines = fee_income(in_review_money(review.frames, review.terms)["revenue"])
    if "service_line" not in lines:
        lines = lines.assign(service_line="All services")
    named = lines.assign(service_line=lines["service_line"].fillna("Not assigned"))
    return by_service_line(named, periods.year_ago(review.quarter)), by_service_line(named, review.quarter)


def main_cause(review: Review) -> str:
    """The service line behind most of the change, where one line is behind half of it or more."""
    before, now = fees_by_line(review)
    change = now.sub(before, fill_value=0)
    total = float(change.sum())
    if abs(total) < 1 or before.empty or len(change) < 2:
        return ""
    largest = change.sort_values(ascending=total < 0).index[0]
    amount = float(change[largest])
    if amount / total < 0.5:
        return ""
    signed = review.reader.compact(amount, signed=True)
    return review.reader.say("mostly in {line} ({amount})", line=largest, amount=signed)


def growth(review: Review) -> Block:
    """The bridge from a year ago, and the same by service line."""
    before, now = fees_by_line(review)
    reader, say = review.reader, review.reader.say
    if before.sum() == 0 and now.sum() == 0:
        return Note(say("No fees in this quarter, nor in the same quarter a year ago."))
    if before.sum() == 0:
        why = Note(say("There is no year to compare with: {why}.", why=reader.told(review.facts["growth"].note)))
        return group((why, _by_line(review, before, now)))
    from acctlib.display.charts import bridge

    labels = {"before": periods.label(periods.year_ago(review.quarter)), "now": periods.label(review.quarter)}
    labels |= {step: say(word) for step, word in WORDS.items()}
    steps = growth_bridge(before, now)
    shown = steps.assign(total=steps["step"].isin(["before", "now"]))
    shown = shown[shown["total"] | (shown["amount"] != 0)].assign(step=lambda f: f["step"].map(labels))
    caption = say(
        "Fees, {before} to {now}, {currency}. Parts add up to the total.",
        before=labels["before"], now=labels["now"], currency=review.terms.currency,
    )  # fmt: skip
    return group((bridge(shown, review.reader, review.brand, caption), _by_line(review, before, now)))


def _by_line(review: Review, before: pd.Series, now: pd.Series) -> Table:
    """Every service line with its change, and the total; to the cent."""
    changes = line_changes(before, now).sort_values("now", ascending=False)
    money = review.reader.money
    rows = [
        (Cell(str(line)), *(Cell(money(v), float(v)) for v in (r["before"], r["now"], r["change"])))
        for line, r in changes.iterrows()
    ]
    total = (before.sum(), now.sum(), now.sum() - before.sum())
    rows.append(
        (Cell(review.reader.say("Total"), strong=True), *(Cell(money(float(v)), float(v), strong=True) for v in total))
    )
    columns = (
        review.reader.say("Fees by service line"),
        periods.label(periods.year_ago(review.quarter)),
        periods.label(review.quarter),
        review.reader.say("Change"),
    )
    return Table(tuple(Col(c, "right" if i else "left") for i, c in enumerate(columns)), tuple(rows), total=True)
