"""Peer figures: benchmarks for one client that do not reveal another.

A client sees only the figures named in `policy.peer_benchmarks`. Such a figure is the median over other clients;
companies in one group count once and are never compared with each other. A figure is withheld if it has fewer than
`fewest_peers` other contributors, if one of them accounts for more than a quarter of the answers or projects, or if
only a few of them differ from those behind a figure shown before: last quarter's, or this quarter's before a
correction. It is rounded as printed, so that no file reveals more.
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
    """Figures across clients, for each reader.

    Attributes
    ----------
    who : Series[client_id -> contributor]
        The contributor that each client counts as.
    tables : Mapping
        Edition -> metric -> one row per contributor: value, weight, digest.
    earlier : tuple of PeersShown
        The contributors behind figures that clients may have seen before.
    whole : Figures
        Figures over the whole book; internal.
    context : ReviewContext
        For the quarter.
    """

    who: pd.Series
    tables: Mapping[str, Mapping[str, pd.DataFrame]]
    earlier: tuple[PeersShown, ...]
    whole: Figures
    context: ReviewContext

    def of(self, client_id: str, edition: str) -> Figures:
        """Return the figures allowed in one reader's review: metric -> value and n, the number of contributors."""
        reader = str(self.who.get(client_id, client_id))
        found = {name: self._figure(name, table, reader, edition) for name, table in self.tables[edition].items()}
        told = {name: figure for name, figure in found.items() if figure}
        return told if edition == "client" else {**told, **self.whole}

    @property
    def shown(self) -> PeersShown:
        """The contributors behind figures that any client sees, against which later figures are checked."""
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
        """Whether this figure, beside those shown before, does not single out a few contributors."""
        digests = {str(one): str(said) for one, said in others["digest"].items()}
        seen = [{one: said for one, said in was[name].items() if one != reader} for was in self.earlier if name in was]
        return may_follow(digests, seen, self.context.policy.fewest_peers)


def benchmarks(frames: Frames, context: ReviewContext, earlier: Collection[PeersShown] = ()) -> PeerFigures:
    """Compute figures over the whole book for one quarter.

    Parameters
    ----------
    frames : Mapping
        Complete tables; all clients.
    context : ReviewContext
        For the quarter, in the firm's currency.
    earlier : collection of PeersShown
        The recorded contributors behind figures shown to clients for this quarter or the one before.

    Returns
    -------
    PeerFigures
        For a client edition, the peer figures named in the policy. For an internal one, medians of all four headline
        figures, whole-book retention (`book_logo_retention`, `book_nrr`, `book_grr` and more) with n and interval,
        and the number of clients buying each service.

    Notes
    -----
    - Last quarter's figures count as shown, whether or not they are on record.
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
    """The tables behind the figures that clients may see."""
    if not named:
        return {}
    of_book = Prepared(frames, context)
    return {name: _covered(name, FOR_CLIENTS[name](of_book, who), context) for name in named}


def _covered(name: str, table: pd.DataFrame, context: ReviewContext) -> pd.DataFrame:
    """Return the table, emptied if the data do not cover all the quarters it is computed from."""
    source, back = NEEDED[name]
    return table.iloc[:0] if context.lacking([source], context.quarter - back) else table


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
