"""Internal: account health by driver, and the questions to expect from this client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts import Fact
from acctlib.facts.delivery.actions import promise_outcomes
from acctlib.facts.health.account_health import DRIVERS, account_health
from acctlib.metrics.registry import definition
from acctlib.phrases import counted, phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

STATES: dict[str, State] = {"met": "good", "watch": "watch", "missed": "bad", "unknown": "unknown"}
QUESTIONS = 5
Asked = tuple[str, str]  # a question to expect, and the evidence for the answer


def health(review: ClientPage) -> Block:
    """Eight drivers with value, n, date and status; the weakest sets the overall status."""
    translate, formatter = review.formatter.translate, review.formatter
    found = account_health(review.prepared)
    if found.states.empty:
        return Note(translate("Not an active client at quarter-end; health is not assessed."))
    client = found.states.index[0]
    rows = []
    for driver in DRIVERS:
        told = found.evidence[driver.name].loc[client]
        rows.append(
            (
                TableCell(translate(driver.label)),
                TableCell(formatter.value(told["value"], driver.unit)),
                TableCell(formatter.number(told["n"])),
                TableCell(formatter.day(told["day"])),
                TableCell(translate(str(told["state"])), state=STATES[told["state"]]),
            )
        )
    columns = (
        TableColumn(translate("Health driver"), width=3.4), TableColumn(translate("Value"), "right", 1.2),
        TableColumn("n", "right", 0.7),
        TableColumn(translate("As of"), width=1.4), TableColumn(translate("Status"), width=1.2),
    )  # fmt: skip
    return group((Table(columns, tuple(rows)), Note(_overall(review, found.overall.loc[client]))))


def _overall(review: ClientPage, overall: pd.Series) -> str:
    translate = review.formatter.translate
    state = translate(str(overall["state"]))
    return translate(
        "Overall health: {state} (set by the weakest driver; {unknown} of {all} drivers have "
        "no data). This is not a churn probability.",
        state=state, unknown=int(overall["unknown"]), all=len(DRIVERS),
    )  # fmt: skip


def rehearsal(review: ClientPage) -> Block:
    """Up to five questions to expect from this client, each with its evidence."""
    translate, told = review.formatter.translate, review.formatter.translate
    asked = [*_broken(review), *_worst(review), *_changed(review), *_redefined(review), *_unknown(review)][:QUESTIONS]
    if not asked:
        return Note(translate("No difficult questions expected from these figures."))
    rows = tuple((TableCell(told(question), strong=True), TableCell(told(evidence))) for question, evidence in asked)
    return Table(
        (
            TableColumn(translate("Questions to expect"), width=3.4),
            TableColumn(translate("Suggested answer"), width=3.6),
        ),
        rows,
    )


def _broken(review: ClientPage) -> Iterator[Asked]:
    """Our longest-overdue action, and the longest-overdue project."""
    actions, day = review.frames.get("actions"), review.formatter.day
    if actions is not None:
        told = actions.assign(outcome=promise_outcomes(actions, review.context.covered_to))
        ours = told[(told["outcome"] == "overdue") & (told["side"].fillna("us") == "us")].sort_values("due_date")
        for _, row in ours.head(1).iterrows():
            question = phrase("What is the status of “{text}”?", text=row["text"])
            one = "Due {day}; {n} of our actions is overdue."
            many = "Due {day}; {n} of our actions are overdue."
            evidence = counted(len(ours), one, many, day=day(row["due_date"]))
            yield question, evidence
    found = review.prepared.outcomes
    late = found[found["state"] == "overdue"].sort_values("committed_date") if len(found) else found
    for _, row in late.head(1).iterrows():
        evidence = phrase("Original due date {day}; not delivered.", day=day(row["committed_date"]))
        yield phrase("When will {project} be delivered?", project=row["name"]), evidence


def _seen(review: ClientPage) -> list[Fact]:
    """Facts also shown to the client, since nobody asks about a number that is not in the review."""
    return [fact for fact in review.facts.values() if definition(fact.name, "client").class_ == "client"]


def _evidence(review: ClientPage, fact: Fact) -> str:
    formatter = review.formatter
    if fact.low is None or fact.high is None:
        return phrase("n = {n}, {period}.", n=fact.n, period=fact.period)
    interval = formatter.interval(fact.low, fact.high, fact.unit, fact.value)
    return phrase("n = {n}, {period}; 95% interval {range}.", n=fact.n, period=fact.period, range=interval)


def _worst(review: ClientPage) -> Iterator[Asked]:
    """The metrics that missed their targets by the largest proportion; three at most."""
    missed = [f for f in _seen(review) if f.status == "missed" and f.value is not None and f.target]
    for fact in sorted(missed, key=lambda f: -abs((f.value or 0) - (f.target or 0)) / abs(f.target or 1))[:3]:
        value, target = (review.formatter.value(number, fact.unit) for number in (fact.value, fact.target))
        question = phrase(
            "Why is {label} at {value} against a target of {target}?",
            label=phrase(fact.label),
            value=value,
            target=target,
        )
        yield question, _evidence(review, fact)


def _changed(review: ClientPage) -> Iterator[Asked]:
    """The largest deterioration vs a year ago that is more than chance."""
    moved = [f for f in _seen(review) if f.moved and f.change_shows and f.unit != "money" and _worse(f)]
    for fact in sorted(moved, key=lambda f: -abs(f.change or 0) / (100 if f.unit == "points" else 1))[:1]:
        value, before = (review.formatter.value(number, fact.unit) for number in (fact.value, fact.year_ago))
        question = phrase("Why did {label} change?", label=phrase(fact.label))
        yield question, phrase("{value}, against {before} a year ago.", value=value, before=before)


def _worse(fact: Fact) -> bool:
    better = definition(fact.definition).direction
    return better != "none" and ((fact.change or 0) < 0) == (better == "higher")


def _redefined(review: ClientPage) -> Iterator[Asked]:
    for fact in _seen(review):
        known = definition(fact.definition)
        if known.changed and fact.known:
            yield phrase("Why has the definition of {label} changed?", label=phrase(fact.label)), phrase(known.changed)
            return


def _unknown(review: ClientPage) -> Iterator[Asked]:
    for fact in _seen(review):
        if not fact.known and fact.note:
            yield (
                phrase("Why is there no figure for {label}?", label=phrase(fact.label)),
                phrase("{why}.", why=fact.note),
            )
