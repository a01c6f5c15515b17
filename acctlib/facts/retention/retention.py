"""Facts about retention: the share of clients, and of recurring fees, retained."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd

from acctlib.config import Policy
from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.fact import LeftOut, finite_or_none
from acctlib.facts.base.left_truncation import from_before, unsure
from acctlib.facts.base.measures import Estimate, Measure, interval_differs, reading, share_differs, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.contracts import BOOK_CONTRACTS, CONTRACTS
from acctlib.facts.retention.movements import BOOK_MOVEMENTS
from acctlib.facts.retention.recurring import (
    OpeningClosing,
    Window,
    all_fees_of,
    lines_in,
    moves_of,
    opening_closing,
    short_pauses,
    stretches,
    table_of,
)
from acctlib.facts.retention.renewals import BOOK_RENEWALS
from acctlib.facts.retention.tenure import BOOK_TENURE
from acctlib.metrics.base.intervals import wilson
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.base.resampling import most_influential_client, retention_interval
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.retention.edge_cases import activity_cohort, compounded, joiners
from acctlib.metrics.retention.retention import gross_revenue_retention, net_revenue_retention
from acctlib.metrics.retention.retention import logo_retention as share_of_clients
from acctlib.periods import Span, year_ago
from acctlib.phrases import Phrase, counted, phrase

Retention = Callable[[pd.Series, pd.Series], float]


def _of_client(prepared: Prepared, window: Window, retention: Retention) -> Estimate:
    """One client's retained fees; n is the number of invoice lines in both periods."""
    n = lines_in(prepared, stretches(prepared.context, window))
    fees = opening_closing(prepared, window)
    return Estimate(n=n, note=fees.note) if fees.note else Estimate(retention(fees.opening, fees.closing), n)


nrr: Callable[[Prepared], Estimate] = partial(_of_client, window="year_ago", retention=net_revenue_retention)
grr: Callable[[Prepared], Estimate] = partial(_of_client, window="year_ago", retention=gross_revenue_retention)


def book_nrr(prepared: Prepared, window: Window) -> Estimate:
    """Recurring fees retained across all clients, including growth; n is the number of clients in the cohort."""
    fees = opening_closing(prepared, window)
    return _kept(fees, fees.closing_cohort)


def book_grr(prepared: Prepared, window: Window) -> Estimate:
    """Recurring fees retained across all clients, excluding each client's growth."""
    fees = opening_closing(prepared, window)
    return _kept(fees, fees.closing_cohort.clip(lower=0).clip(upper=fees.opening_cohort))


def _kept(fees: OpeningClosing, kept: pd.Series) -> Estimate:
    held = fees.opening_cohort
    if fees.note:
        return Estimate(n=len(held), note=fees.note)
    low, high = retention_interval(held, kept)
    return Estimate(
        ratio(float(kept.sum()), float(held.sum())), len(held), low=finite_or_none(low), high=finite_or_none(high)
    )


def logo_retention(prepared: Prepared, window: Window) -> Estimate:
    """Share of clients with recurring fees that still have some, or are on a short pause."""
    fees = opening_closing(prepared, window)
    held, n = fees.opening_cohort, len(fees.opening_cohort)
    if fees.note:
        return Estimate(n=n, note=fees.note)
    short = short_pauses(prepared)
    pays = fees.closing_cohort > 0
    resting = ~pays & held.index.isin(short)
    kept = int((pays | resting).sum())
    low, high = wilson(kept, n)
    left_out = _joiners_left_out(prepared, kept, n) if window == "year_ago" else ()
    value = share_of_clients(fees.opening, fees.closing, short)
    return Estimate(value, n, None, low, high, _paused_note(int(resting.sum()), prepared.context), (kept,), left_out)


def _paused_note(resting: int, context: ReviewContext) -> str:
    if not resting:
        return ""
    one, many = (
        "{n} client on a pause of up to {pause} counts as retained",
        "{n} clients on a pause of up to {pause} count as retained",
    )
    return counted(resting, one, many, pause=longest_pause(context.policy))


def longest_pause(policy: Policy) -> Phrase:
    """Return the longest pause that does not count as a loss, in words."""
    if policy.pause_days is not None:
        return counted(policy.pause_days, "{n} day", "{n} days")
    return counted(policy.pause_months, "{n} month", "{n} months")


def _joined(prepared: Prepared) -> pd.DataFrame:
    found = joiners(table_of(prepared), Span(year_ago(prepared.quarter), prepared.quarter))
    return found[~found.index.isin(from_before(prepared))]


def _joiners_left_out(prepared: Prepared, kept: int, n: int) -> tuple[LeftOut, ...]:
    lost = int(_joined(prepared)["lost"].sum())
    effect = kept / (n + lost) - kept / n
    return (LeftOut(phrase("clients that joined and left within the year"), lost, effect),) if lost else ()


def joiners_lost(prepared: Prepared) -> Estimate:
    """The number of clients that joined within the year and have left again; n is the number that joined."""
    found = _joined(prepared)
    note = unsure(prepared, found.index)
    return Estimate(float(found["lost"].sum()), len(found), note=note if len(found) else phrase("no client joined"))


def logo_retention_if_repeated(prepared: Prepared) -> Estimate:
    """Client retention over four quarters if each were like this one; not an annual rate."""
    taken = logo_retention(prepared, "quarter")
    if taken.value is None:
        return taken
    low, high = (compounded(end) for end in (float(taken.low or 0), float(taken.high or 0)))
    return replace(taken, value=compounded(taken.value), low=low, high=high, counts=())


def nrr_without_largest(prepared: Prepared) -> Estimate:
    """Net retention without the most influential client; internal, because that client is named."""
    fees = opening_closing(prepared, "year_ago")
    held, kept = fees.opening_cohort, fees.closing_cohort
    if fees.note:
        return Estimate(n=len(held), note=fees.note)
    client, value = most_influential_client(held, kept)
    if client is None or math.isnan(value):
        return Estimate(n=max(len(held) - 1, 0), note=phrase("there is one client only"))
    low, high = retention_interval(held.drop(client), kept.drop(client))
    whole = ratio(float(kept.sum()), float(held.sum()))
    name = _name(prepared.frames, client)
    gone = LeftOut(phrase("the client that moves it most: {client}", client=name), 1, whole - value)
    return Estimate(
        value, len(held) - 1, low=finite_or_none(low), high=finite_or_none(high),
        note=phrase("without {client}", client=name), left_out=(gone,),
    )  # fmt: skip


def _name(frames: Frames, client: object) -> str:
    clients = frames.get("clients")
    if clients is None or "name" not in clients:
        return str(client)
    found = clients.loc[clients["client_id"] == client, "name"].dropna()
    return str(found.iloc[0]) if len(found) else str(client)


def nrr_constant_currency(prepared: Prepared) -> Estimate:
    """Net retention with both quarters at the earlier quarter's mean exchange rates."""
    fees = opening_closing(prepared, "year_ago")
    moved = moves_of(prepared)
    if fees.note or moved is None:
        return Estimate(n=len(fees.opening_cohort), note=fees.note or phrase("an exchange rate is missing"))
    same = OpeningClosing(moved["opening"], moved["closing"])
    return _kept(same, same.closing_cohort)


def activity_retention(prepared: Prepared) -> Estimate:
    """Share of project-only clients that were billed again in the last four quarters."""
    before, now = stretches(prepared.context, "year")
    fees = all_fees_of(prepared)
    first, second = fees_of(fees, before), fees_of(fees, now)
    recurring = fees_of(table_of(prepared), before)
    cohort = activity_cohort(first, recurring)
    if cohort.empty:
        return Estimate(n=0, note=phrase("no client had project work alone in the four quarters before"))
    again = int((second.reindex(cohort) > 0).sum())
    low, high = wilson(again, len(cohort))
    return Estimate(again / len(cohort), len(cohort), None, low, high, counts=(again,))


_OF_CLIENT = {"nrr": net_revenue_retention, "grr": gross_revenue_retention}
_OF_BOOK = {"logo_retention": logo_retention, "nrr": book_nrr, "grr": book_grr}
_REACH: dict[Window, int] = {"year_ago": 4, "quarter": 1, "year": 7}
_SUFFIX: dict[Window, str] = {"year_ago": "", "quarter": "_quarter", "year": "_year"}


def _measures(window: Window) -> tuple[Measure, ...]:
    shown = "year" if window == "year" else "quarter"
    differs = {"logo_retention": share_differs}
    return tuple(
        Measure(
            name + _SUFFIX[window],
            partial(take, window=window),
            differs.get(name, interval_differs),
            shown,
            _REACH[window],
        )
        for name, take in _OF_BOOK.items()
    )


RETENTION: tuple[Measure, ...] = reading(
    ("revenue",),
    *(
        Measure(
            name + _SUFFIX[window], partial(_of_client, window=window, retention=take), sum_differs,
            "year" if window == "year" else "quarter", _REACH[window],
        )
        for window in _SUFFIX
        for name, take in _OF_CLIENT.items()
    ),
    *CONTRACTS,
)  # fmt: skip
BOOK_RETENTION: tuple[Measure, ...] = reading(
    ("revenue",),
    *(measure for window in _SUFFIX for measure in _measures(window)),
    Measure("logo_retention_if_repeated", logo_retention_if_repeated, interval_differs, lookback_quarters=1),
    Measure("nrr_without_largest", nrr_without_largest, interval_differs, lookback_quarters=4),
    Measure("nrr_constant_currency", nrr_constant_currency, interval_differs, lookback_quarters=4),
    Measure("joiners_lost", joiners_lost, sum_differs, lookback_quarters=4),
    Measure("activity_retention", activity_retention, share_differs, "year", 7),
    *BOOK_MOVEMENTS,
    *BOOK_CONTRACTS,
    *BOOK_RENEWALS,
    *BOOK_TENURE,
)
