"""Growth: where the change in fees came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import ALL_SERVICES, NOT_ASSIGNED, Account, by_agreement
from acctlib.facts.growth.fees_over_time import OTHERS, fees_over_time
from acctlib.review.base.tables import rounded_apart

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page

WORDS = {
    "new": "New service lines",
    "passing": "Begun and ended in the quarter",
    "expansion": "Expansion",
    "ramp": "First full quarter",
    "contraction": "Contraction",
    "ended": "Discontinued services",
    "price": "Price credits",
    "goodwill": "Goodwill credits",
    "billing_error": "Billing corrections",
    "currency": "Exchange rates",
}
SPLIT = {"price": "Price", "volume": "Volume", "mix": "Mix", "new": "New", "lost": "Lost", "not_split": "Hours unknown"}
AGREED = {"recurring": "Retainer fees", "one_off": "Project work (non-recurring)", "goodwill": "Goodwill credits"}


def main_cause(review: ClientPage) -> str:
    """The service line behind most of the change; empty if none accounts for at least half of it."""
    before, now = review.account.by_line
    change = now.sub(before, fill_value=0)
    total = float(change.sum())
    if abs(total) < 1 or before.empty or len(change) < 2 or review.facts["growth"].value is None:
        return ""
    largest = change.sort_values(ascending=total < 0).index[0]
    amount = float(change[largest])
    if amount / total < 0.5:
        return ""
    signed = review.formatter.compact(amount, signed=True)
    return review.formatter.translate("mostly in {line} ({amount})", line=largest, amount=signed)


def growth(review: ClientPage) -> Block:
    """The fee bridge vs a year ago by cause, fees by service line, and recurring vs non-recurring fees."""
    account, translate = review.account, review.formatter.translate
    before, now = account.by_line
    if before.sum() == 0 and now.sum() == 0:
        return Note(translate("No fees in this quarter or the same quarter last year."))
    lacks = review.context.lacking(["revenue"], periods.year_ago(review.quarter))
    tables = (_by_line(review, before, now), _by_agreement(review, account))
    if lacks or before.sum() == 0 or review.context.merger_since(periods.year_ago(review.quarter)):
        why = translate(
            "There is no year to compare with: {why}.", why=review.formatter.translate(review.facts["growth"].note)
        )
        return group((Note(why), *_over_time(review), *tables))
    told = (_bridge(review, account), *_currency(review, account), *_over_time(review), *tables)
    return group((*told, *_split(review, account)))


def _over_time(review: ClientPage) -> list[Block]:
    return quarter_by_quarter(review, review.prepared)


def quarter_by_quarter(page: Page, prepared: Prepared) -> list[Block]:
    """Fees over eight quarters, one small chart per service line; empty if there is too little history."""
    translate, found = page.formatter.translate, fees_over_time(prepared)
    if found is None:
        return []
    from acctlib.display.charts import multiples

    names = {ours: translate(ours) for ours in (NOT_ASSIGNED, ALL_SERVICES, OTHERS)}
    short = [f"Q{quarter.quarter} {quarter.qyear % 100:02d}" for quarter in pd.PeriodIndex(found.columns)]
    caption = translate(
        "Quarterly fees by service line ({currency}). Same scale; current quarter highlighted.",
        currency=page.context.currency,
    )
    days = page.context.elapsed
    if days is not None:
        one, many = "Of each quarter the first day.", "Of each quarter the first {n} days."
        caption = f"{caption} {page.formatter.count(days, one, many)}"
    return [multiples(found.rename(index=names).set_axis(short, axis=1), page.formatter, page.brand, caption)]


def _bridge(review: ClientPage, account: Account) -> Block:
    from acctlib.display.charts import bridge

    translate = review.formatter.translate
    ends = {"before": periods.label(periods.year_ago(review.quarter)), "now": periods.label(review.quarter)}
    labels = ends | {step: translate(word) for step, word in WORDS.items()}
    steps = account.steps.assign(total=lambda f: f["step"].isin(["before", "now"]))
    shown = steps[steps["total"] | (steps["amount"].round(2) != 0)].assign(step=lambda f: f["step"].map(labels))
    caption = translate(
        "Fees, {before} to {now}, {currency}.", before=ends["before"], now=ends["now"], currency=review.context.currency
    )
    return bridge(shown, review.formatter, review.brand, caption)


def _currency(review: ClientPage, account: Account) -> list[Block]:
    """Growth at constant exchange rates, if several currencies are billed."""
    then = float(account.before["amount"].sum())
    if account.now_at_prior_rates is None or not then > 0:
        return []
    sums = (float(lines["amount"].sum()) for lines in (account.now_at_prior_rates, account.now))
    same, reported = (review.formatter.percent(amount / then - 1, signed=True) for amount in sums)
    told = "At the exchange rates of a year ago the fees would have changed by {same}; as invoiced it was {reported}."
    return [Note(review.formatter.translate(told, same=same, reported=reported))]


def _by_line(review: ClientPage, before: pd.Series, now: pd.Series) -> Table:
    """Each service line's fees with their change, and the total, to the cent."""
    translate, both = review.formatter.translate, pd.DataFrame({"before": before, "now": now}).fillna(0.0)
    both = both.rename(index={ours: translate(ours) for ours in (NOT_ASSIGNED, ALL_SERVICES)})
    return _changes(review, both.sort_values("now", ascending=False, kind="stable"), translate("Fees by service line"))


def _by_agreement(review: ClientPage, account: Account) -> Table:
    """Recurring and non-recurring fees; one-off goodwill credits are in neither."""
    both = by_agreement(account)
    both = both[(both != 0).any(axis=1) | (both.index != "goodwill")]
    both = both.rename(index={name: review.formatter.translate(said) for name, said in AGREED.items()})
    return _changes(review, both, review.formatter.translate("Fees by type"))


def _split(review: ClientPage, account: Account) -> list[Block]:
    """Why each service's fees changed: rate, hours or type of work; internal edition only."""
    if review.edition != "internal":
        return []
    translate, fact = review.formatter.translate, review.facts["price_effect"]
    if fact.value is None:
        return [Note(translate("Price, volume and mix are unknown: {why}.", why=review.formatter.translate(fact.note)))]
    shown = account.split[["before", *SPLIT, "now"]]
    shown = shown.loc[:, [name in ("before", "now") or bool(shown[name].any()) for name in shown]]
    parts, shown = shown, pd.concat([shown, shown.sum().to_frame(translate("Total")).T])
    rows = tuple(
        (
            TableCell(translate(str(name)), strong=at + 1 == len(shown)),
            *(_whole(review, float(v), at + 1 == len(shown)) for v in row),
        )
        for at, (name, row) in enumerate(zip(shown.index, shown.to_numpy(), strict=True))
    )
    quarters = {"before": periods.label(periods.year_ago(review.quarter)), "now": periods.label(review.quarter)}
    heads = (
        TableColumn(quarters[str(name)] if name in quarters else translate(SPLIT[str(name)]), "right") for name in shown
    )
    rates = "" if account.now_at_prior_rates is None else translate("At the exchange rates of a year ago.")
    caption = f"{rates} {rounded_apart(review, parts, 'now', 0)}".strip()
    return [Table((TableColumn(translate("Price / volume / mix"), width=1.6), *heads), rows, caption, total=True)]


def _whole(review: ClientPage, value: float, strong: bool) -> TableCell:
    return TableCell(review.formatter.money(value, 0), value, strong=strong, muted=not value)


def _changes(review: ClientPage, both: pd.DataFrame, head: str) -> Table:
    """Rows of two amounts with their change, and the total; rounded independently, with a note if they do not add up.

    Shows the current quarter only, if the data does not cover the one a year ago or a merger lies between them.
    """
    money = review.formatter.money
    both = both.assign(change=both["now"] - both["before"])[["before", "now", "change"]]
    quarters = (periods.year_ago(review.quarter), review.quarter)
    heads = [head, *map(periods.label, quarters), review.formatter.translate("Change")]
    if review.context.lacking(["revenue"], quarters[0]) or review.context.merger_since(quarters[0]):
        both, heads = both[["now"]], [heads[0], heads[2]]
    rows = [
        (TableCell(str(name)), *(TableCell(money(float(v)), float(v)) for v in amounts))
        for name, amounts in zip(both.index, both.to_numpy(), strict=True)
    ]
    total = (TableCell(money(float(v)), float(v), strong=True) for v in both.sum())
    rows.append((TableCell(review.formatter.translate("Total"), strong=True), *total))
    columns = tuple(TableColumn(said, "right" if i else "left") for i, said in enumerate(heads))
    return Table(columns, tuple(rows), rounded_apart(review, both, "now" if "before" in both else ""), total=True)
