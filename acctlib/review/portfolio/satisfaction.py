"""Satisfaction over the book: the trend, who answered what, how much of the fees was heard, who is silent, who fell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Reader, Row, Side, Table, group
from acctlib.facts.base.measures import Frames
from acctlib.facts.base.money import lines_of
from acctlib.facts.satisfaction.answers import with_answers
from acctlib.facts.satisfaction.book_satisfaction import (
    BY_CLIENT,
    HEARD,
    NOT_ASKED,
    SILENT,
    asked_of_book,
    changes_of,
    questions_changed,
    scored_of_book,
    silent_clients,
    voices_of,
    with_voices,
)
from acctlib.facts.satisfaction.satisfaction import nps_over_time
from acctlib.metrics.satisfaction.satisfaction import all_invited
from acctlib.metrics.satisfaction.score_changes import FELL, SAME
from acctlib.periods import previous, trailing_four, year_ago
from acctlib.review.base.tables import Shown, interval_of, table_of
from acctlib.review.portfolio.score_groups import groups

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MEASURES = ("nps", "nps_by_client", "nps_by_fees", "csat", "response_rate")
BANDS = (("Promoter (9 and 10)", 9.0, 11.0), ("Passive (7 and 8)", 7.0, 9.0), ("Detractor (0 to 6)", 0.0, 7.0))
QUARTERS = 8
MOST = 10
CHANCE = 0.025  # of clients that did not change, as many lie under their interval


def satisfaction(book: PortfolioPage) -> Block:
    """Trend and measures, the answers, coverage of fees, the silent list, who fell, scores by group."""
    ready = shared(book)
    invited = asked_of_book(ready, book.terms)
    if invited.empty:
        return Note(book.reader.say("Satisfaction is unknown: no survey was sent."))
    told = voices_of(ready, book.terms)
    lacks = book.terms.lacking(["surveys", "revenue"], trailing_four(book.quarter).first)
    if lacks or not all_invited(invited):
        say = book.reader.say
        why = say("Invitations are not recorded: who was silent is not known.")
        if all_invited(invited):
            why = say("Whose fees were heard, and who was silent, is not known: {why}.", why=book.reader.told(lacks))
        note = Note(why)
        return group((_head(book, ready), note, *_fell(book, ready), *groups(book, ready)))
    return group(
        (_head(book, ready), _answers(book, ready, told), _coverage(book, told), _silent(book, ready, told),
         *_fell(book, ready), *groups(book, ready))
    )  # fmt: skip


def shared(book: PortfolioPage) -> Frames:
    """The frames with contacts and clients of the quarters that this page asks about more than once."""
    quarters = (book.quarter, previous(book.quarter), year_ago(book.quarter))
    return with_voices(with_answers(book.ready, map(book.terms.at, quarters)), book.terms, BY_CLIENT)


def fees_of_year(book: PortfolioPage) -> pd.Series:
    """Fees of each client over four quarters."""
    lines = lines_of(book.ready, book.terms, trailing_four(book.quarter))
    return lines.groupby("client_id", observed=True)["amount"].sum()


def trend_of(book: PortfolioPage, ready: Frames) -> pd.DataFrame:
    """NPS over four quarters, for each of the last eight; one row per quarter, missing where unknown.

    Scores of earlier questions are missing: a line through both would compare them.
    """
    quarters = periods.trailing(book.quarter, QUARTERS).quarters
    known = nps_over_time(ready, book.terms, quarters)
    rows = [
        {"label": f"Q{quarter.quarter} {quarter.qyear % 100:02d}", "value": x.value, "low": x.low, "high": x.high}
        for quarter, x in zip(quarters, known, strict=True)
    ]
    return pd.DataFrame(rows).astype({"value": "float64", "low": "float64", "high": "float64"})


def _head(book: PortfolioPage, ready: Frames) -> Block:
    """The measures, beside their trend where there are points to join."""
    points, measures = trend_of(book, ready), _measures(book)
    if points["value"].notna().sum() < 2:
        return group((measures, *_votes(book)))
    from acctlib.display.charts import trend

    caption = book.reader.say("Net Promoter Score, four quarters to each; shaded: 95% interval.")
    chart = trend(points, "points", book.reader, book.brand, caption, book.facts["nps"].target)
    worth = book.facts["effective_clients_heard"]
    said = book.reader.say(
        "By fees, the votes are worth those of {n} equal clients.", n=book.reader.number(worth.value, 1)
    )
    return Row((Side((chart,)), Side((measures, *_votes(book), *((Note(said),) if worth.known else ())))))


def _votes(book: PortfolioPage) -> tuple[Note, ...]:
    """Why the score of all people and that of one vote a client are no two measures of one thing."""
    if not book.facts["nps_by_client"].known:
        return ()
    told = (
        "A client's vote is the mean of its people, and most means are passive (7 and 8): one vote a client is nearer "
        "to zero than the score of all people, and the two are not compared."
    )
    return (Note(book.reader.say(told)),)


def _measures(book: PortfolioPage) -> Table:
    say = book.reader.say
    columns = (Col(say("Four quarters"), width=2.8), Col(say("Score"), "right", 1.3), Col("n", "right", 2),
               Col(say("95% interval"), "right", 2.2))  # fmt: skip
    return Table(columns, tuple(_measure(book, name) for name in MEASURES))


def _measure(book: PortfolioPage, name: str) -> tuple[Cell, ...]:
    fact, reader = book.facts[name], book.reader
    interval = interval_of(reader, fact)
    n = str(fact.n or 0) if fact.asked is None else reader.say("{n} of {asked}", n=fact.n, asked=fact.asked)
    value = Cell(reader.value(fact.value, fact.unit), fact.value, strong=True)
    unknown = Cell(reader.unknown, state="unknown")
    return Cell(reader.told(fact.label)), value if fact.known else unknown, Cell(n, fact.n), Cell(interval, muted=True)


def _answers(book: PortfolioPage, ready: Frames, told: pd.DataFrame) -> Block:
    """People by their latest answer, clients by their mean score, and what these pay."""
    say, paid = book.reader.say, told["fees"].clip(lower=0)
    latest = scored_of_book(ready, book.terms)["nps"]
    total = float(paid.sum())
    held = [(told["score"] >= low) & (told["score"] < high) for _, low, high in BANDS]
    held += [told["state"].eq(HEARD) & told["score"].isna() | told["state"].eq(SILENT), told["state"].eq(NOT_ASKED)]
    quiet = len(asked_of_book(ready, book.terms)) - len(latest)
    people = [*(int(((latest >= low) & (latest < high)).sum()) for _, low, high in BANDS), quiet, None]
    shown = pd.DataFrame(
        {
            "band": [*(say(name) for name, *_ in BANDS), say("asked, no answer"), say("never asked")],
            "people": pd.array(people, dtype="Int64"),
            "clients": [int(rows.sum()) for rows in held],
            "share": [float(paid[rows].sum()) / total if total > 0 else None for rows in held],
        }
    )
    columns = (
        Shown("band", "Latest answer; of a client, the mean of its roles", width=3.2),
        Shown("people", "People", "count"),
        Shown("clients", "Clients", "count"),
        Shown("share", "Share of fees", "percent", 1.2),
    )
    return table_of(book, shown, columns)


def _coverage(book: PortfolioPage, told: pd.DataFrame) -> Block:
    """Whose fees were heard, and who was never asked."""
    say, reader, heard = book.reader.say, book.reader, book.facts["revenue_coverage"]
    said = []
    if heard.known:
        said.append(
            say(
                "Clients asked: {asked}, answered: {told}; these pay {share} of the fees of those asked.",
                told=heard.n, asked=heard.asked, share=reader.percent(heard.value, 0),
            )
        )  # fmt: skip
    never = told[told["state"].eq(NOT_ASKED) & (told["fees"] > 0)].sort_values("fees", ascending=False)
    if len(never):
        names = ", ".join(str(book.names.get(client, client)) for client in never.head(MOST // 2).index)
        one = "{n} client that pays was never asked: {names}."
        many = "{n} clients that pay were never asked, the largest of them {names}."
        said.append(reader.count(len(never), one, many, names=names))
    return Note(" ".join(said) or reader.told(heard.note))


def _silent(book: PortfolioPage, ready: Frames, told: pd.DataFrame) -> Block:
    """Who was asked and said nothing, in four quarters or in the last two waves; the largest first."""
    say, twice = book.reader.say, silent_clients(ready, book.terms)["silent"]
    quiet = told.index[told["state"].eq(SILENT) | told.index.isin(twice.index[twice])]
    if not len(quiet):
        return Note(say("No client that was asked stayed silent."))
    last = asked_of_book(ready, book.terms).groupby("client_id", observed=True)["sent_date"].max()
    ranked = told.loc[quiet].sort_values("fees", ascending=False).head(MOST)
    shown = pd.DataFrame(
        {
            "name": [str(book.names.get(client, client)) for client in ranked.index],
            "asked": ranked["asked"].to_numpy(),
            "last": last.reindex(ranked.index).to_numpy(),
            "twice": [say("two waves running") if twice.get(client, False) else "" for client in ranked.index],
            "fees": ranked["fees"].to_numpy(),
        }
    )
    columns = (
        Shown("name", "Silent client", width=3),
        Shown("asked", "People asked", "count", 1.2),
        Shown("last", "Last asked", "day", 1.4),
        Shown("twice", "Silent", width=1.6),
        Shown("fees", "Fees, a year", "compact", 1.2),
    )
    more = len(quiet) - len(shown)
    rest = (
        (Note(book.reader.count(more, "{n} more client is silent.", "{n} more clients are silent.")),) if more else ()
    )
    return group((table_of(book, shown, columns), *rest))


def _fell(book: PortfolioPage, ready: Frames) -> tuple[Block, ...]:
    """Clients that score below a year ago: by more than chance, or by two points on too few answers to tell."""
    say = book.reader.say
    if lacks := book.terms.lacking(["surveys"], periods.trailing(book.quarter, QUARTERS).first):
        return (Note(say("Nobody can be compared with a year ago: {why}.", why=book.reader.told(lacks))),)
    found = changes_of(ready, book.terms)
    if found.empty:
        changed = questions_changed(ready, book.terms)
        if changed:
            return (Note(say("Nobody can be compared with a year ago: {why}.", why=changed)),)
        return (Note(say("Nobody can be compared with a year ago: no client answered in both years.")),)
    one = "Of {n} client compared, chance alone would list {few}."
    many = "Of {n} clients compared, chance alone would list {few}."
    chance = book.reader.count(len(found), one, many, few=book.reader.number(len(found) * CHANCE, 1))
    fell = found[found["state"].ne(SAME)].sort_values(["state", "change"])
    if fell.empty:
        return (Note(say("No client scores below a year ago by more than chance. {chance}", chance=chance)),)
    words, reader, top = {FELL: say("fell")}, book.reader, fell.head(MOST)
    shown = top.assign(
        name=[str(book.names.get(client, client)) for client in top.index],
        difference=[_difference(reader, low, high) for low, high in zip(top["low"], top["high"], strict=True)],
        verdict=[words.get(state, say("too few answers to tell")) for state in top["state"]],
    )
    columns = (
        Shown("name", "Fell on a year ago", width=2.6),
        Shown("before", "A year ago", "decimal", 1.2),
        Shown("n_before", "n", "count", 0.5),
        Shown("now", "Now", "decimal", 0.8),
        Shown("n_now", "n", "count", 0.5),
        Shown("difference", "NPS difference (95%)", width=2.2),
        Shown("verdict", "By more than chance", width=1.9),
    )
    return table_of(book, shown, columns), Note(chance)


def _difference(reader: Reader, low: float, high: float) -> str:
    """An interval in tenths of a point: an end that is just under zero is not zero."""
    return reader.say(
        "{low} to {high}", low=reader.number(low, 1, signed=True), high=reader.number(high, 1, signed=True)
    )
