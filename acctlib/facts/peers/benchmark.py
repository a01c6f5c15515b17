"""Peer figures: what one client can be held against without showing another.

A client reads those alone that the firm names in `policy.peer_benchmarks`. Such a figure is the median over other
clients, companies of one group counted once and never held against each other. There is none where fewer than
`fewest_peers` others stand behind it, or one of them has more than a quarter of the answers or projects, or where few
of them differ from those behind a figure that was shown before: of last quarter, or of this one before a correction.
It is rounded to what is printed, so that no file tells more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.whitespace import whitespace_figures
from acctlib.facts.peers.contributions import contributors, grown, retained, scores, successes
from acctlib.facts.retention.book_retention import book_retention
from acctlib.metrics.base.suppression import may_follow
from acctlib.periods import previous

MOST_WEIGHT = 0.25
TABLES = {"nrr": retained, "growth": grown, "nps": scores, "delivery_success": successes}
FOR_CLIENTS = {"nps": scores, "delivery_success": successes}
NEEDED = {"nrr": ("revenue", 4), "growth": ("revenue", 4), "nps": ("surveys", 3), "delivery_success": ("projects", 3)}
DIGITS = {"nps": 0, "nrr": 3, "growth": 3, "delivery_success": 2}  # as they are printed: points, per mille, per cent
Figures = dict[str, dict[str, float]]
PeersShown = Mapping[str, Mapping[str, str]]  # metric -> contributor -> digest of what it contributes


@dataclass(frozen=True)
class PeerFigures:
    """Figures over many clients, for each reader.

    Attributes
    ----------
    who : Series[client_id -> contributor]
        Who each client counts as.
    tables : Mapping
        Edition -> metric -> one row per contributor: value, weight, digest.
    earlier : tuple of PeersShown
        What stood behind figures that clients may have seen before.
    whole : Figures
        Figures over the whole book; internal.
    context : ReviewContext
        Of the quarter.
    """

    who: pd.Series
    tables: Mapping[str, Mapping[str, pd.DataFrame]]
    earlier: tuple[PeersShown, ...]
    whole: Figures
    context: ReviewContext

    def of(self, client_id: str, edition: str) -> Figures:
        """What one reader's review may hold: metric -> value, and n, the contributors behind it."""
        reader = str(self.who.get(client_id, client_id))
        found = {name: self._figure(name, table, reader, edition) for name, table in self.tables[edition].items()}
        told = {name: figure for name, figure in found.items() if figure}
        return told if edition == "client" else {**told, **self.whole}

    @property
    def shown(self) -> PeersShown:
        """What stands behind the figures that some client reads: the guard of whatever is shown after them."""
        readers = [str(one) for one in self.who.unique()]
        return {
            name: {str(one): str(said) for one, said in table["digest"].items()}
            for name, table in self.tables["client"].items()
            if any(self._figure(name, table, reader, "client") for reader in readers)
        }

    def _figure(self, name: str, table: pd.DataFrame, reader: str, edition: str) -> dict[str, float]:
        others = table.drop(index=reader, errors="ignore")
        if len(others) < self.context.policy.fewest_peers:
            return {}
        if edition == "client" and not (self._light(others) and self._apart(name, others, reader)):
            return {}
        return {"value": _rounded(float(np.median(others["value"])), DIGITS[name]), "n": float(len(others))}

    def _light(self, others: pd.DataFrame) -> bool:
        return bool(others["weight"].max() <= MOST_WEIGHT * others["weight"].sum())

    def _apart(self, name: str, others: pd.DataFrame, reader: str) -> bool:
        """No figure shown before tells apart a few of those behind this one."""
        digests = {str(one): str(said) for one, said in others["digest"].items()}
        seen = [{one: said for one, said in was[name].items() if one != reader} for was in self.earlier if name in was]
        return may_follow(digests, seen, self.context.policy.fewest_peers)


def benchmarks(frames: Frames, context: ReviewContext, earlier: Collection[PeersShown] = ()) -> PeerFigures:
    """Figures over the whole book for one quarter.

    Parameters
    ----------
    frames : Mapping
        The whole tables; one row per what they hold, all clients.
    context : ReviewContext
        Of the quarter, in the firm's currency.
    earlier : collection of PeersShown
        What is on record of figures that clients were shown for this quarter or the one before.

    Returns
    -------
    PeerFigures
        For a client edition the peer figures that the policy names. For an internal one medians of all four headline
        numbers, the retention of the whole book (`book_logo_retention`, `book_nrr`, `book_grr` and more) with n and
        interval, and how many clients buy which service.

    Notes
    -----
    - Last quarter's figures count as shown, whether they are on record or not.
    """
    client, inside = (replace(context, edition=edition) for edition in ("client", "internal"))
    named = context.policy.peer_benchmarks
    of_book, clients = Prepared(frames, inside), frames.get("clients")
    ids = pd.Index(clients["client_id"] if clients is not None else of_book.revenue["client_id"].unique())
    who = contributors(clients, ids)
    tables = {
        "client": _tables(frames, client, who, named),
        "internal": {name: _covered(name, table(of_book, who), inside) for name, table in TABLES.items()},
    }
    before = _tables(frames, client.at(previous(context.quarter)), who, named)
    last = {name: {str(one): str(said) for one, said in table["digest"].items()} for name, table in before.items()}
    whole = {**book_retention(of_book), **whitespace_figures(of_book)}
    known = {name: figures for name, figures in whole.items() if figures}
    return PeerFigures(who, tables, (last, *earlier), known, context)


def _tables(frames: Frames, context: ReviewContext, who: pd.Series, named: Collection[str]) -> dict[str, pd.DataFrame]:
    """The tables behind the figures that clients may read."""
    if not named:
        return {}
    of_book = Prepared(frames, context)
    return {name: _covered(name, FOR_CLIENTS[name](of_book, who), context) for name in named}


def _covered(name: str, table: pd.DataFrame, context: ReviewContext) -> pd.DataFrame:
    """The table, without rows where the data do not cover all the quarters that it is made from."""
    source, back = NEEDED[name]
    return table.iloc[:0] if context.lacking([source], context.quarter - back) else table


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
