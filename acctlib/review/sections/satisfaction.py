"""Satisfaction: the scores, how many stand behind them, and what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Row, Side, Table, group
from acctlib.facts import Fact
from acctlib.facts.measures import Estimate
from acctlib.facts.satisfaction import asked, nps

if TYPE_CHECKING:
    from acctlib.review.review import Review

MEASURES = ("nps", "csat", "response_rate")
QUARTERS = 8
QUOTES = 3


def satisfaction(review: Review) -> Block:
    """The trend where there are points to join, the three measures, and quotes that may be used."""
    say = review.reader.say
    if "surveys" not in review.frames:
        return Note(say("Satisfaction is unknown: the firm keeps no surveys."))
    if not len(asked(review.frames, review.terms)):
        return Note(say("Satisfaction is unknown: no survey was sent to this client in the last four quarters."))
    measures = _measures(review)
    points = scores(review)
    blocks: list[Block] = [measures]
    if points["value"].notna().sum() >= 2:
        from acctlib.display.charts import trend

        caption = say("Net Promoter Score, four quarters to each; shaded: 95% interval.")
        chart = trend(points, "points", review.reader, review.brand, caption, review.facts["nps"].target)
        blocks = [Row((Side((chart,)), Side((measures,))))]
    return group([*blocks, *_reasons(review), *_quotes(review)])


def scores(review: Review) -> pd.DataFrame:
    """NPS over four quarters, for each of the last eight; one row per quarter, missing where unknown."""
    quarters = periods.trailing(review.quarter, QUARTERS).quarters
    found = [(quarter, nps(review.frames, review.terms.at(quarter))) for quarter in quarters]
    return pd.DataFrame([_point(quarter, estimate) for quarter, estimate in found]).astype(
        {"value": "float64", "low": "float64", "high": "float64"}
    )


def _point(quarter: pd.Period, estimate: Estimate) -> dict[str, object]:
    label = f"Q{quarter.quarter} {quarter.qyear % 100:02d}"
    return {"label": label, "value": estimate.value, "low": estimate.low, "high": estimate.high}


def _measures(review: Review) -> Table:
    """The three measures; what is not known or not shown says so here, and why below."""
    say = review.reader.say
    columns = (
        Col(say("Four quarters"), width=3),
        Col(say("Score"), "right", 1.7),
        Col("n", "right", 1.9),
        Col(say("95% interval"), "right", 2.4),
    )
    return Table(columns, tuple(_measure(review, review.facts[name]) for name in MEASURES))


def _measure(review: Review, fact: Fact) -> tuple[Cell, ...]:
    reader = review.reader
    interval = reader.interval(fact.low, fact.high, fact.unit) if fact.low is not None and fact.high is not None else ""
    count = str(fact.n or 0)
    if fact.asked is not None:
        count = reader.say("{n} of {asked}", n=fact.n, asked=fact.asked)
    hidden = Cell(reader.say("not shown") if fact.n else reader.unknown, state="unknown")
    value = Cell(reader.value(fact.value, fact.unit), fact.value, strong=True) if fact.known else hidden
    return Cell(reader.told(fact.label)), value, Cell(count, fact.n), Cell(interval, muted=True)


def _reasons(review: Review) -> list[Block]:
    """Why a measure is not there; measures with the same reason share it."""
    missing = [review.facts[name] for name in MEASURES if not review.facts[name].known]
    reasons = dict.fromkeys(fact.note for fact in missing)
    told = review.reader.told
    return [Note(f"{', '.join(told(f.label) for f in missing if f.note == why)}: {told(why)}.") for why in reasons]


def _quotes(review: Review) -> list[Block]:
    """The latest words of people who agreed to be quoted; without their names."""
    surveys = asked(review.frames, review.terms)
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
    return [
        Note(review.reader.say("In their own words, with leave to quote:")),
        _said(latest["comment"], latest["role"]),
    ]


def _said(words: pd.Series, roles: pd.Series) -> Table:
    """One row a quote: cells, because other people's text is never Markdown."""
    rows = tuple(
        (Cell(f"“{said}”"), Cell(str(role) if pd.notna(role) else "", muted=True))
        for said, role in zip(words, roles, strict=True)
    )
    return Table((Col("Words", width=4), Col("Role", width=1.4)), rows, head=False)
