"""Satisfaction across the book: trend, responses, fee coverage, non-respondents and declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Columns, Formatter, LayoutColumn, Note, Table, TableCell, TableColumn, group
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.satisfaction.book_satisfaction import (
    HEARD,
    NOT_ASKED,
    SILENT,
    asked_of_book,
    changes_of,
    questions_changed,
    scored_of_book,
    silent_clients,
    voices_of,
)
from acctlib.facts.satisfaction.satisfaction import nps_over_time
from acctlib.metrics.satisfaction.satisfaction import all_invited
from acctlib.metrics.satisfaction.score_changes import FELL, SAME
from acctlib.periods import trailing_four
from acctlib.review.base.tables import ColumnSpec, interval_of, table_of
from acctlib.review.portfolio.score_groups import groups

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MEASURES = ("nps", "nps_by_client", "nps_by_fees", "csat", "response_rate")
BANDS = (("Promoter (9 and 10)", 9.0, 11.0), ("Passive (7 and 8)", 7.0, 9.0), ("Detractor (0 to 6)", 0.0, 7.0))
QUARTERS = 8
MOST = 10
CHANCE = 0.025  # share of unchanged clients expected below their interval


def satisfaction(book: PortfolioPage) -> Block:
    """Trend and measures, responses, fee coverage, non-responding clients, declines and scores by group."""
    invited = asked_of_book(book.prepared)
    if invited.empty:
        return Note(book.formatter.translate("Satisfaction score not available: no survey was sent."))
    told = voices_of(book.prepared)
    lacks = book.context.lacking(["surveys", "revenue"], trailing_four(book.quarter).first)
    if lacks or not all_invited(invited):
        translate = book.formatter.translate
        why = translate("Invitations are not recorded, so non-respondents are not known.")
        if all_invited(invited):
            why = translate(
                "Fee coverage and non-respondents are not known: {why}.", why=book.formatter.translate(lacks)
            )
        note = Note(why)
        return group((_head(book), note, *_fell(book), *groups(book)))
    return group(
        (_head(book), _answers(book, told), _coverage(book, told), _silent(book, told),
         *_fell(book), *groups(book))
    )  # fmt: skip


def fees_of_year(book: PortfolioPage) -> pd.Series:
    """Each client's fees over four quarters."""
    lines = lines_of(book.prepared, trailing_four(book.quarter))
    return lines.groupby("client_id", observed=True)["amount"].sum()


def trend_of(book: PortfolioPage) -> pd.DataFrame:
    """Rolling four-quarter NPS for each of the last eight quarters; one row per quarter, missing if unknown.

    Scores from earlier questions are missing, because joining them in one line would compare them.
    """
    quarters = periods.trailing(book.quarter, QUARTERS).quarters
    known = nps_over_time(book.prepared, quarters)
    rows = [
        {"label": f"Q{quarter.quarter} {quarter.qyear % 100:02d}", "value": x.value, "low": x.low, "high": x.high}
        for quarter, x in zip(quarters, known, strict=True)
    ]
    return pd.DataFrame(rows).astype({"value": "float64", "low": "float64", "high": "float64"})


def _head(book: PortfolioPage) -> Block:
    """The measures, with their trend beside them if there are enough points."""
    points, measures = trend_of(book), _measures(book)
    if points["value"].notna().sum() < 2:
        return group((measures, *_votes(book)))
    from acctlib.display.charts import trend

    caption = book.formatter.translate("NPS, rolling four quarters. Shaded area: 95% confidence interval.")
    chart = trend(points, "points", book.formatter, book.brand, caption, book.facts["nps"].target)
    worth = book.facts["effective_clients_heard"]
    said = book.formatter.translate(
        "Effective number of clients, weighted by fees: {n}.", n=book.formatter.number(worth.value, 1)
    )
    return Columns(
        (LayoutColumn((chart,)), LayoutColumn((measures, *_votes(book), *((Note(said),) if worth.known else ()))))
    )


def _votes(book: PortfolioPage) -> tuple[Note, ...]:
    """Why the scores of all respondents and of one vote per client do not measure the same thing."""
    if not book.facts["nps_by_client"].known:
        return ()
    told = (
        "A client's vote is the mean of its people, and most means are passive (7 and 8): one vote a client is nearer "
        "to zero than the score of all people, and the two are not compared."
    )
    return (Note(book.formatter.translate(told)),)


def _measures(book: PortfolioPage) -> Table:
    translate = book.formatter.translate
    columns = (TableColumn(translate("Last four quarters"), width=2.8), TableColumn(translate("Result"), "right", 1.3),
               TableColumn("n", "right", 2),
               TableColumn(translate("95% interval"), "right", 2.2))  # fmt: skip
    return Table(columns, tuple(_measure(book, name) for name in MEASURES))


def _measure(book: PortfolioPage, name: str) -> tuple[TableCell, ...]:
    fact, formatter = book.facts[name], book.formatter
    interval = interval_of(formatter, fact)
    n = str(fact.n or 0) if fact.asked is None else formatter.translate("{n} of {asked}", n=fact.n, asked=fact.asked)
    value = TableCell(formatter.value(fact.value, fact.unit), fact.value, strong=True)
    unknown = TableCell(formatter.unknown, state="unknown")
    return (
        TableCell(formatter.translate(fact.label)),
        value if fact.known else unknown,
        TableCell(n, fact.n),
        TableCell(interval, muted=True),
    )


def _answers(book: PortfolioPage, told: pd.DataFrame) -> Block:
    """People by their latest response, clients by their mean score, and those clients' share of fees."""
    translate, paid = book.formatter.translate, told["fees"].clip(lower=0)
    latest = scored_of_book(book.prepared)["nps"]
    total = float(paid.sum())
    held = [(told["score"] >= low) & (told["score"] < high) for _, low, high in BANDS]
    held += [told["state"].eq(HEARD) & told["score"].isna() | told["state"].eq(SILENT), told["state"].eq(NOT_ASKED)]
    quiet = len(asked_of_book(book.prepared)) - len(latest)
    people = [*(int(((latest >= low) & (latest < high)).sum()) for _, low, high in BANDS), quiet, None]
    shown = pd.DataFrame(
        {
            "band": [*(translate(name) for name, *_ in BANDS), translate("no response"), translate("never surveyed")],
            "people": pd.array(people, dtype="Int64"),
            "clients": [int(rows.sum()) for rows in held],
            "share": [float(paid[rows].sum()) / total if total > 0 else None for rows in held],
        }
    )
    columns = (
        ColumnSpec("band", "Latest response (client = mean across roles)", width=3.2),
        ColumnSpec("people", "People", "count"),
        ColumnSpec("clients", "Clients", "count"),
        ColumnSpec("share", "Share of fees", "percent", 1.2),
    )
    return table_of(book, shown, columns)


def _coverage(book: PortfolioPage, told: pd.DataFrame) -> Block:
    """Fee coverage of the responding clients, and paying clients never surveyed."""
    translate, formatter, heard = book.formatter.translate, book.formatter, book.facts["revenue_coverage"]
    said = []
    if heard.known:
        said.append(
            translate(
                "{told} of {asked} surveyed clients responded, representing {share} of surveyed fees.",
                told=heard.n, asked=heard.asked, share=formatter.percent(heard.value, 0),
            )
        )  # fmt: skip
    never = told[told["state"].eq(NOT_ASKED) & (told["fees"] > 0)].sort_values("fees", ascending=False)
    if len(never):
        names = ", ".join(str(book.names.get(client, client)) for client in never.head(MOST // 2).index)
        one = "{n} paying client has never been surveyed: {names}."
        many = "{n} paying clients have never been surveyed, the largest of them {names}."
        said.append(formatter.count(len(never), one, many, names=names))
    return Note(" ".join(said) or formatter.translate(heard.note))


def _silent(book: PortfolioPage, told: pd.DataFrame) -> Block:
    """Clients surveyed without a response, in four quarters or in the last two waves; largest first."""
    translate, twice = book.formatter.translate, silent_clients(book.prepared)["silent"]
    quiet = told.index[told["state"].eq(SILENT) | told.index.isin(twice.index[twice])]
    if not len(quiet):
        return Note(translate("All surveyed clients responded."))
    last = asked_of_book(book.prepared).groupby("client_id", observed=True)["sent_date"].max()
    ranked = told.loc[quiet].sort_values("fees", ascending=False).head(MOST)
    shown = pd.DataFrame(
        {
            "name": [str(book.names.get(client, client)) for client in ranked.index],
            "asked": ranked["asked"].to_numpy(),
            "last": last.reindex(ranked.index).to_numpy(),
            "twice": [
                translate("two consecutive waves") if twice.get(client, False) else "" for client in ranked.index
            ],
            "fees": ranked["fees"].to_numpy(),
        }
    )
    columns = (
        ColumnSpec("name", "Non-responding client", width=3),
        ColumnSpec("asked", "People asked", "count", 1.2),
        ColumnSpec("last", "Last invited", "day", 1.4),
        ColumnSpec("twice", "Waves missed", width=1.6),
        ColumnSpec("fees", "Fees, last 4 quarters", "compact", 1.2),
    )
    more = len(quiet) - len(shown)
    rest = (
        (Note(book.formatter.count(more, "{n} more client did not respond.", "{n} more clients did not respond.")),)
        if more
        else ()
    )
    return group((table_of(book, shown, columns), *rest))


def _fell(book: PortfolioPage) -> tuple[Block, ...]:
    """Clients scoring below a year ago: by more than chance, or by two points on too small a sample to tell."""
    translate = book.formatter.translate
    if lacks := book.context.lacking(["surveys"], periods.trailing(book.quarter, QUARTERS).first):
        return (Note(translate("Nobody can be compared with a year ago: {why}.", why=book.formatter.translate(lacks))),)
    found = changes_of(book.prepared)
    if found.empty:
        changed = questions_changed(book.prepared)
        if changed:
            return (Note(translate("Nobody can be compared with a year ago: {why}.", why=changed)),)
        return (Note(translate("Nobody can be compared with a year ago: no client answered in both years.")),)
    one = "{n} client compared; {few} false positives expected by chance."
    many = "{n} clients compared; {few} false positives expected by chance."
    chance = book.formatter.count(len(found), one, many, few=book.formatter.number(len(found) * CHANCE, 1))
    fell = found[found["state"].ne(SAME)].sort_values(["state", "change"])
    if fell.empty:
        return (Note(translate("No client scores below a year ago by more than chance. {chance}", chance=chance)),)
    words, formatter, top = {FELL: translate("fell")}, book.formatter, fell.head(MOST)
    shown = top.assign(
        name=[str(book.names.get(client, client)) for client in top.index],
        difference=[_difference(formatter, low, high) for low, high in zip(top["low"], top["high"], strict=True)],
        verdict=[words.get(state, translate("sample too small")) for state in top["state"]],
    )
    columns = (
        ColumnSpec("name", "Lower than a year ago", width=2.6),
        ColumnSpec("before", "A year ago", "decimal", 1.2),
        ColumnSpec("n_before", "n", "count", 0.5),
        ColumnSpec("now", "Actual", "decimal", 0.8),
        ColumnSpec("n_now", "n", "count", 0.5),
        ColumnSpec("difference", "NPS difference (95%)", width=2.2),
        ColumnSpec("verdict", "Statistically significant", width=1.9),
    )
    return table_of(book, shown, columns), Note(chance)


def _difference(formatter: Formatter, low: float, high: float) -> str:
    """An interval to a tenth of a point, so that a bound just below zero is not shown as zero."""
    return formatter.translate(
        "{low} to {high}", low=formatter.number(low, 1, signed=True), high=formatter.number(high, 1, signed=True)
    )
