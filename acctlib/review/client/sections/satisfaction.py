"""Satisfaction: the scores, their sample sizes and respondents' comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Columns, LayoutColumn, Note, Table, TableCell, TableColumn, group
from acctlib.facts import Fact
from acctlib.facts.base.measures import Estimate
from acctlib.facts.satisfaction.answers import NOT_THIS, asked, invitations
from acctlib.facts.satisfaction.satisfaction import nps_over_time
from acctlib.metrics.satisfaction.satisfaction import all_invited

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

MEASURES = ("nps", "csat", "ces", "response_rate")
CHANGES = {"nps": "nps_change", "csat": "csat_change"}
QUARTERS = 8
QUOTES = 3


def satisfaction(review: ClientPage) -> Block:
    """Response count, measures with their change, the trend if there are enough points, and quotes."""
    translate = review.formatter.translate
    if "surveys" not in review.frames:
        return Note(translate("Satisfaction score not available: no surveys are recorded."))
    people = asked(review.prepared)
    if not len(people):
        return Note(translate("No satisfaction survey has been sent in the last four quarters."))
    shown = [name for name in MEASURES if review.facts[name].note != NOT_THIS]
    notes = [*_reasons(review, shown), *_after_work(review)]
    return group([_heard(review, people), _measures(review, shown), *_below(review, notes)])


def _heard(review: ClientPage, people: pd.DataFrame) -> Note:
    """How many of the contacts surveyed responded, in words."""
    translate, told = review.formatter.translate, int(people["answered_date"].notna().sum())
    if not all_invited(people):
        return Note(
            review.formatter.count(
                told,
                "{n} contact answered in four quarters; how many were asked is not recorded.",
                "{n} contacts answered in four quarters, each counted once; how many were asked is not recorded.",
            )
        )
    if not told:
        one = "The one contact surveyed in the last four quarters did not respond."
        many = "None of the {n} contacts surveyed in the last four quarters responded."
        return Note(review.formatter.count(len(people), one, many))
    if len(people) == 1:
        return Note(
            translate("The one contact surveyed in the last four quarters responded; the most recent response counts.")
        )
    many = (
        "{told} of {n} contacts surveyed over the last four quarters responded. Each "
        "respondent counts once (most recent response)."
    )
    return Note(translate(many, told=told, n=len(people)))


def _below(review: ClientPage, notes: list[Block]) -> list[Block]:
    """Notes, then the trend with quotes beside it; if there are no quotes, the notes go beside it."""
    points, quotes = scores(review), _quotes(review)
    if points["value"].notna().sum() < 2:
        return [*notes, *quotes]
    from acctlib.display.charts import trend

    caption = review.formatter.translate("NPS, rolling four quarters. Shaded area: 95% confidence interval.")
    chart = trend(points, "points", review.formatter, review.brand, caption, review.facts["nps"].target)
    above, beside = (notes, quotes) if quotes else ([], notes)
    return [*above, Columns((LayoutColumn((chart,)), LayoutColumn(tuple(beside))))]


def scores(review: ClientPage) -> pd.DataFrame:
    """Rolling four-quarter NPS for each of the last eight quarters; one row per quarter, missing if unknown.

    Scores from earlier questions are missing, because joining them in one line would compare them. In the client
    edition, so are scores that, compared with the others, would reveal what a few people answered.
    """
    quarters = periods.trailing(review.quarter, QUARTERS).quarters
    found = nps_over_time(review.prepared, quarters)
    points = [_point(quarter, estimate) for quarter, estimate in zip(quarters, found, strict=True)]
    return pd.DataFrame(points).astype({"value": "float64", "low": "float64", "high": "float64"})


def _point(quarter: pd.Period, estimate: Estimate) -> dict[str, object]:
    label = f"Q{quarter.quarter} {quarter.qyear % 100:02d}"
    return {"label": label, "value": estimate.value, "low": estimate.low, "high": estimate.high}


def _measures(review: ClientPage, names: list[str]) -> Table:
    """The measures; unknown or withheld values are marked here and explained below."""
    translate = review.formatter.translate
    columns = (
        TableColumn(translate("Last four quarters"), width=2.6),
        TableColumn(translate("Result"), "right", 1.2),
        TableColumn("n", "right", 1.2),
        TableColumn(translate("95% interval"), "right", 1.7),
        TableColumn(translate("vs a year ago (95% CI)"), "right", 2.4),
    )
    rows = tuple(_measure(review, name) for name in names)
    shown = len(columns) - (not any(row[-1].text for row in rows))
    return Table(columns[:shown], tuple(row[:shown] for row in rows))


def _measure(review: ClientPage, name: str) -> tuple[TableCell, ...]:
    formatter, fact = review.formatter, review.facts[name]
    count = str(fact.n or 0)
    if fact.asked is not None:
        count = formatter.translate("{n} of {asked}", n=fact.n, asked=fact.asked)
    missing = "withheld" if fact.n else "no response" if fact.asked else formatter.unknown
    hidden = TableCell(formatter.translate(missing), state="unknown")
    value = TableCell(formatter.value(fact.value, fact.unit), fact.value, strong=True) if fact.known else hidden
    return (
        TableCell(formatter.translate(fact.label)), value, TableCell(count, fact.n),
        TableCell(_range(review, fact), muted=True),
        _change(review, name),
    )  # fmt: skip


def _change(review: ClientPage, name: str) -> TableCell:
    """The change with its interval; if unavailable, a word saying so."""
    fact = review.facts.get(CHANGES.get(name, ""))
    if fact is None:
        return TableCell("")
    if not fact.known:
        told = "" if not review.facts[name].known else "not comparable" if review.facts[name].note else "unknown"
        return TableCell(review.formatter.translate(told) if told else "", muted=True)
    return TableCell(f"{review.formatter.value(fact.value, fact.unit)} ({_range(review, fact)})")


def _range(review: ClientPage, fact: Fact) -> str:
    known = fact.low is not None and fact.high is not None
    return review.formatter.interval(fact.low or 0.0, fact.high or 0.0, fact.unit, fact.value) if known else ""


def _reasons(review: ClientPage, names: list[str]) -> list[Block]:
    """Why a measure is missing or not compared; measures with the same reason share a line."""
    noted = [review.facts[name] for name in names if review.facts[name].note]
    told = review.formatter.translate
    reasons = dict.fromkeys(fact.note for fact in noted)
    return [Note(f"{', '.join(told(f.label) for f in noted if f.note == why)}: {told(why)}.") for why in reasons]


def _after_work(review: ClientPage) -> list[Block]:
    """The project survey score, on its own line because it is never combined with the others."""
    fact = review.facts["nps_after_work"]
    if not fact.known:
        return []
    if fact.asked is None:
        only = review.formatter.translate(
            "Project NPS (separate survey, not included above): {score} (n = {n}; {interval}).",
            score=review.formatter.value(fact.value, fact.unit), n=fact.n, interval=_range(review, fact),
        )  # fmt: skip
        return [Note(only)]
    said = review.formatter.translate(
        "Project NPS (separate survey, not included above): {score} (n = {n} of {asked}; {interval}).",
        score=review.formatter.value(fact.value, fact.unit), n=fact.n, asked=fact.asked, interval=_range(review, fact),
    )  # fmt: skip
    return [Note(said)]


def _quotes(review: ClientPage) -> list[Block]:
    """The latest comments from people who agreed to be quoted, without their names."""
    surveys = invitations(review.prepared)
    if not {"comment", "may_quote"} <= set(surveys):
        return []
    free = surveys[
        surveys["may_quote"].eq(True).fillna(False).astype(bool)
        & surveys["comment"].notna()
        & surveys["answered_date"].notna()
    ]
    latest = free.sort_values(["answered_date", "survey_id"], ascending=False).drop_duplicates("comment").head(QUOTES)
    if latest.empty:
        return []
    return [_said(review, latest["comment"], latest["role"] if _nameless(review) else None)]


def _nameless(review: ClientPage) -> bool:
    """Whether roles can be shown: always internally, otherwise only if enough responded to hide who is who."""
    people = asked(review.prepared)["answered_date"].notna().sum()
    return review.edition == "internal" or bool(people >= review.context.policy.fewest_respondents)


def _said(review: ClientPage, words: pd.Series, roles: pd.Series | None) -> Table:
    """One row per quote, in cells, because third-party text is never treated as Markdown."""
    translate = review.formatter.translate
    quotes = [TableCell(f"“{said}”") for said in words]
    head = TableColumn(translate("In your team's words (quoted with permission)"), width=4)
    if roles is None:
        return Table((head,), tuple((quote,) for quote in quotes))
    who = (TableCell(str(role) if pd.notna(role) else "", muted=True) for role in roles)
    return Table((head, TableColumn(translate("Role"), width=1.4)), tuple(zip(quotes, who, strict=True)))
