"""Satisfaction over the book: scores of clients, how much of the fees was heard, who is silent, who fell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, group
from acctlib.facts.money import lines_of
from acctlib.facts.satisfaction import asked
from acctlib.metrics.roll_up import client_scores, revenue_coverage
from acctlib.metrics.satisfaction import answered
from acctlib.periods import trailing_four, year_ago
from acctlib.review.tables import Shown, table_of

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio import Portfolio

BANDS = (("9 to 10", 9.0, 10.1), ("8 to 9", 8.0, 9.0), ("7 to 8", 7.0, 8.0), ("under 7", -1.0, 7.0))
FALL = 1.0  # points of a client's mean score that are worth a word
MOST = 10


def satisfaction(book: Portfolio) -> Block:
    """Distribution of clients' scores, coverage of fees, the silent list, and who fell."""
    invited = asked(book.ready, book.terms)
    if "client_id" not in invited or invited.empty:
        return Note(book.reader.say("Satisfaction is unknown: no survey was sent."))
    fees = fees_of_year(book)
    return group(
        (_bands(book, invited, fees), _coverage(book, invited, fees), _silent(book, invited, fees), _fell(book))
    )


def fees_of_year(book: Portfolio) -> pd.Series:
    """Fees of each client over four quarters."""
    lines = lines_of(book.ready, book.terms, trailing_four(book.quarter))
    return lines.groupby("client_id", observed=True)["amount"].sum()


def _bands(book: Portfolio, invited: pd.DataFrame, fees: pd.Series) -> Block:
    """How many clients, and how much of the fees, lie in which band of the mean score."""
    say, scores = book.reader.say, client_scores(invited)["score"]
    paid = fees.clip(lower=0)
    total = float(paid.sum())
    ids = [scores.index[(scores >= low) & (scores < high)] for _, low, high in BANDS]
    paying = [float(paid.reindex(held, fill_value=0).sum()) / total if total > 0 else None for held in ids]
    quiet = silent_clients(invited)
    share = float(paid.reindex(quiet, fill_value=0).sum()) / total if total > 0 else None
    told = pd.DataFrame(
        {
            "band": [*(say(name) for name, *_ in BANDS), say("asked, no answer")],
            "n": [*map(len, ids), len(quiet)],
            "share": [*paying, share],
        }
    )
    columns = (
        Shown("band", "Mean score of a client", width=2.4),
        Shown("n", "Clients", "count"),
        Shown("share", "Share of fees", "percent", 1.2),
    )
    return table_of(book, told, columns)


def _coverage(book: Portfolio, invited: pd.DataFrame, fees: pd.Series) -> Block:
    say, reader = book.reader.say, book.reader
    covered = revenue_coverage(invited, fees)
    told = answered(invited)["client_id"].nunique()
    return Note(
        say(
            "{told} of {asked} clients asked answered; they pay {share} of the fees of those asked.",
            told=told, asked=invited["client_id"].nunique(), share=reader.percent(covered, 0),
        )
    )  # fmt: skip


def silent_clients(invited: pd.DataFrame) -> pd.Index:
    """Clients of whom somebody was asked and nobody answered."""
    told = invited.assign(told=invited["answered_date"].notna()).groupby("client_id", observed=True)["told"].any()
    return told.index[~told]


def _silent(book: Portfolio, invited: pd.DataFrame, fees: pd.Series) -> Block:
    say, quiet = book.reader.say, silent_clients(invited)
    if not len(quiet):
        return Note(say("No client that was asked stayed silent."))
    by = invited[invited["client_id"].isin(quiet)].groupby("client_id", observed=True)
    told = pd.DataFrame({"asked": by.size(), "last": by["sent_date"].max(), "fees": fees.reindex(quiet, fill_value=0)})
    ranked = told.sort_values("fees", ascending=False)
    shown = ranked.head(MOST).assign(name=lambda f: [str(book.names.get(client, client)) for client in f.index])
    columns = (
        Shown("name", "Silent client", width=3),
        Shown("asked", "Times asked", "count"),
        Shown("last", "Last asked", "day", 1.4),
        Shown("fees", "Fees, a year", "compact", 1.2),
    )
    return table_of(book, shown, columns)


def _fell(book: Portfolio) -> Block:
    """Clients whose mean score is a point or more below that of a year ago."""
    say = book.reader.say
    now, before = (
        client_scores(asked(book.ready, book.terms.at(quarter)))["score"]
        for quarter in (book.quarter, year_ago(book.quarter))
    )
    change = (now - before).dropna()
    fell = change[change <= -FALL].sort_values()
    if fell.empty:
        return Note(say("No client's mean score fell by a point or more on a year ago."))
    worst = fell.head(MOST).index
    told = pd.DataFrame(
        {
            "name": [str(book.names.get(client, client)) for client in worst],
            "before": before[worst].to_numpy(),
            "now": now[worst].to_numpy(),
            "change": fell[worst].to_numpy(),
        }
    )
    columns = (
        Shown("name", "Fell on a year ago", width=3),
        Shown("before", "A year ago", "decimal"),
        Shown("now", "Now", "decimal"),
        Shown("change", "Change", "decimal"),
    )
    return table_of(book, told, columns)
