"""Facts about satisfaction across a book: scores by client and by fees, coverage, non-response and falls."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Measure, interval_differs, reading, sum_differs
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.facts.retention.recurring import all_fees_of
from acctlib.facts.satisfaction.answers import NO_INVITATIONS, NO_SURVEY, answers, asked, counted_answers
from acctlib.facts.satisfaction.satisfaction import POOLED, nps_differs
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.satisfaction.roll_up import (
    client_scores,
    effective_answers,
    silent_waves,
    voices,
    weighted_nps,
    weighted_nps_interval,
)
from acctlib.metrics.satisfaction.satisfaction import all_invited, net_promoter_score, nps_counts, nps_interval, wave
from acctlib.metrics.satisfaction.score_changes import FELL, TOO_FEW, score_changes
from acctlib.periods import Span, trailing, trailing_four, year_ago
from acctlib.phrases import counted, phrase

HEARD, SILENT, NOT_ASKED = "heard", "silent", "not asked"
WINDOW = 8  # quarters searched for two waves
NOBODY_PAYS = phrase("no client paid fees in these four quarters")


def asked_of_book(prepared: Prepared) -> pd.DataFrame:
    """Contacts asked in the last four quarters, with their latest answers."""
    return _with_clients(asked(prepared))


def scored_of_book(prepared: Prepared) -> pd.DataFrame:
    """Those contacts who gave a score to the current version of the questions."""
    return _with_clients(counted_answers(prepared, "nps"))


def _with_clients(people: pd.DataFrame) -> pd.DataFrame:
    return people if "client_id" in people else people.assign(client_id=[])


@derived
def voices_of(prepared: Prepared) -> pd.DataFrame:
    """Every client that paid or was asked, computed once for all facts.

    Returns
    -------
    DataFrame[client_id]
        `fees` over four quarters; `asked`, `answers`: contacts; `score`: mean over roles, 0 to 10, missing if nobody
        gave one; `state`: heard, silent or not asked.
    """
    invited = asked_of_book(prepared)
    fees = fees_of(all_fees_of(prepared), trailing_four(prepared.quarter))
    held = pd.DataFrame({"fees": fees[fees != 0]}).rename_axis("client_id")
    told = held.join(voices(invited), how="outer").join(client_scores(scored_of_book(prepared))["score"])
    told = told.assign(**{name: told[name].fillna(0) for name in ("fees", "asked", "answers")})
    state = np.select([told["answers"] > 0, told["asked"] > 0], [HEARD, SILENT], NOT_ASKED)
    return told.assign(state=state)


def _nobody(prepared: Prepared, told: pd.DataFrame) -> str:
    """Explain why nothing can be reported about the clients; empty if something can."""
    if not told["asked"].any():
        return NO_SURVEY
    if not all_invited(asked(prepared)):
        return NO_INVITATIONS
    return "" if (told["fees"] > 0).any() else NOBODY_PAYS


def _share_of_clients(state: str) -> Measure:
    """Build a measure of the share of paying clients in one state."""
    names = {HEARD: "clients_heard", SILENT: "clients_silent", NOT_ASKED: "clients_not_asked"}

    def take(prepared: Prepared) -> Estimate:
        told = voices_of(prepared)
        paying, rest = told[told["fees"] > 0], told[told["fees"] <= 0]
        if why := _nobody(prepared, told):
            return Estimate(n=len(paying), note=why)
        found = paying["state"].eq(state)
        all_in = ratio(found.sum() + rest["state"].eq(state).sum(), len(told))
        left = LeftOut(phrase("clients without fees, or with a net credit"), len(rest), all_in - found.mean())
        return Estimate(float(found.mean()), len(paying), left_out=(left,) if len(rest) else ())

    return Measure(names[state], take, sum_differs, "year")


def revenue_coverage(prepared: Prepared) -> Estimate:
    """Responding clients' share of the fees of all clients asked."""
    told = voices_of(prepared)
    invited = told[told["asked"] > 0]
    if not all_invited(asked(prepared)):
        return Estimate(n=len(invited), note=NO_INVITATIONS)
    paying, rest = invited[invited["fees"] > 0], invited[invited["fees"] <= 0]
    heard = paying[paying["state"].eq(HEARD)]
    if not len(paying):
        why = phrase("no client that was asked paid fees") if len(invited) else NO_SURVEY
        return Estimate(n=0, asked=0, note=why)
    value = ratio(heard["fees"].sum(), paying["fees"].sum())
    all_in = ratio(invited.loc[invited["state"].eq(HEARD), "fees"].sum(), invited["fees"].sum())
    effect = None if math.isnan(all_in) else all_in - value
    left = LeftOut(phrase("clients without fees, or with a net credit"), len(rest), effect)
    return Estimate(value, len(heard), len(paying), left_out=(left,) if len(rest) else ())


def nps_by_client(prepared: Prepared) -> Estimate:
    """Net Promoter Score with one vote per responding client."""
    told = voices_of(prepared)
    scores, invited = told["score"].dropna(), _clients_asked(prepared, told)
    if not len(scores):
        return Estimate(n=0, asked=invited, note=_silence(invited))
    low, high = nps_interval(scores, invited if prepared.context.policy.census else None)
    found = Estimate(net_promoter_score(scores), len(scores), invited, low, high, counts=nps_counts(scores))
    return _in_its_series(found, prepared)


def _in_its_series(found: Estimate, prepared: Prepared) -> Estimate:
    """Add the version of the questions behind an estimate, so that it is not compared across versions."""
    if "instrument" not in prepared.frames["surveys"]:
        return found
    told = answers(prepared, "nps")
    return replace(found, series=told.series, series_break=told.series_break)


def _clients_asked(prepared: Prepared, told: pd.DataFrame) -> int | None:
    """The number of clients asked; None if some answers have no invitation on record."""
    return int((told["asked"] > 0).sum()) if all_invited(asked(prepared)) else None


def _silence(invited: int | None) -> str:
    one, many = "the client that was asked did not answer", "none of {n} clients asked answered"
    return counted(invited, one, many) if invited else NO_SURVEY


def _weighted(told: pd.DataFrame) -> tuple[pd.DataFrame, tuple[LeftOut, ...]]:
    """Clients with both a score and a weight, and the number with a score but no weight."""
    scored = told.dropna(subset=["score"])
    paying, rest = scored[scored["fees"] > 0], int((scored["fees"] <= 0).sum())
    left = LeftOut(phrase("clients without fees, or with a net credit"), rest)
    return paying, (left,) if rest else ()


def nps_by_fees(prepared: Prepared) -> Estimate:
    """Net Promoter Score by client, weighted by fees; its interval uses Kish's effective n."""
    told = voices_of(prepared)
    paying, left = _weighted(told)
    invited = _clients_asked(prepared, told)
    if not len(paying):
        why = phrase("no client that answered paid fees") if told["score"].notna().any() else _silence(invited)
        return Estimate(n=0, asked=invited, note=why, left_out=left)
    scores, fees = paying["score"], paying["fees"]
    low, high = weighted_nps_interval(scores, fees)
    found = Estimate(weighted_nps(scores, fees), len(paying), invited, low, high, left_out=left)
    return _in_its_series(found, prepared)


def effective_clients_heard(prepared: Prepared) -> Estimate:
    """The number of equal-fee clients to which the fee-weighted votes are equivalent: Kish's effective n."""
    found = nps_by_fees(prepared)
    if found.value is None:
        return found
    paying, left = _weighted(voices_of(prepared))
    return Estimate(effective_answers(paying["fees"]), found.n, found.asked, left_out=left)


def silent_clients(prepared: Prepared) -> pd.DataFrame:
    """Paying clients asked in the last eight quarters, with `waves` and `silent`; see `metrics.roll_up`."""
    if "surveys" not in prepared.frames:
        return silent_waves(asked_of_book(prepared).assign(sent_date=pd.to_datetime([])), prepared.quarter.freqstr)
    invited = _invited(prepared, trailing(prepared.quarter, WINDOW))
    told = voices_of(prepared)
    found = silent_waves(invited, prepared.quarter.freqstr)
    return found[found.index.isin(told.index[told["fees"] > 0])]


def _invited(prepared: Prepared, stretch: Span) -> pd.DataFrame:
    """Invitations in a period; those answered after the data's end count as unanswered."""
    sent = wave(prepared.frames["surveys"], stretch)
    late = sent["answered_date"] >= pd.Timestamp(prepared.context.covered_to) + pd.Timedelta(1, "D")
    return sent.assign(answered_date=sent["answered_date"].mask(late))


def silent_two_waves(prepared: Prepared) -> Estimate:
    """The number of clients that did not respond in the last two waves in which they were asked."""
    if not all_invited(asked(prepared)):
        return Estimate(note=NO_INVITATIONS)
    found = silent_clients(prepared)
    twice = found[found["waves"] >= 2]
    if twice.empty:
        why = phrase("no client was surveyed in at least two of the last eight quarters") if len(found) else NO_SURVEY
        return Estimate(n=0, note=why)
    left = LeftOut(phrase("clients that were asked in one quarter only"), len(found) - len(twice), 0.0)
    return Estimate(float(twice["silent"].sum()), len(twice), left_out=(left,) if left.n else ())


def changes_of(prepared: Prepared) -> pd.DataFrame:
    """Clients that answered both in these four quarters and in the four before; see `metrics.score_changes`.

    No client is compared if the questions have changed since.
    """
    now, before = (scored_of_book(at) for at in (prepared, prepared.at(year_ago(prepared.quarter))))
    return score_changes(now, before.iloc[:0] if questions_changed(prepared) else before)


def questions_changed(prepared: Prepared) -> str:
    """Return the note to show if this year's and last year's questions differ; otherwise empty."""
    if "instrument" not in prepared.frames.get("surveys", ()):
        return ""
    now, before = (answers(at, "nps") for at in (prepared, prepared.at(year_ago(prepared.quarter))))
    return now.series_break if len(before.scores) and now.series != before.series else ""


def clients_fell(prepared: Prepared) -> Estimate:
    """The number of clients scoring lower than a year ago by more than chance; notes those with too few answers."""
    found = changes_of(prepared)
    if found.empty:
        why = phrase("no client answered in both years") if len(asked(prepared)) else NO_SURVEY
        return Estimate(n=0, note=questions_changed(prepared) or why)
    unsure = int(found["state"].eq(TOO_FEW).sum())
    one = "{n} more is two points or more lower on too few answers to tell"
    many = "{n} more are two points or more lower on too few answers to tell"
    note = counted(unsure, one, many) if unsure else ""
    return replace(Estimate(float(found["state"].eq(FELL).sum()), len(found)), note=note)


BY_CLIENT: tuple[Measure, ...] = reading(
    ("surveys", "revenue"),
    Measure("revenue_coverage", revenue_coverage, sum_differs, "year"),
    *map(_share_of_clients, (HEARD, SILENT, NOT_ASKED)),
    Measure("nps_by_client", nps_by_client, nps_differs, "year", reads=("surveys",), when="part"),
    Measure("nps_by_fees", nps_by_fees, interval_differs, "year"),
    Measure("effective_clients_heard", effective_clients_heard, sum_differs, "year"),
    Measure("silent_two_waves", silent_two_waves, sum_differs, "year", WINDOW - 1),
    Measure("clients_fell", clients_fell, sum_differs, "year", 7, ("surveys",)),
)
BOOK_SATISFACTION: tuple[Measure, ...] = (*POOLED, *BY_CLIENT)
