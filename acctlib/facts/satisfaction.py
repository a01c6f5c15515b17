"""Facts about satisfaction: answers of the last four quarters, about the relationship only."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.measures import Estimate, Frames, Measure, share, share_differs
from acctlib.facts.terms import Terms
from acctlib.metrics.intervals import nps_difference
from acctlib.metrics.satisfaction import answered, net_promoter_score, nps_counts, nps_interval, wave
from acctlib.periods import trailing_four
from acctlib.words import phrase

NO_SURVEY = phrase("no survey was sent")


def asked(frames: Frames, terms: Terms) -> pd.DataFrame:
    """Invitations of the last four quarters, relationship survey; one row per invitation.

    An answer that came after the data's end is not known yet: that contact is still silent.
    """
    if "surveys" not in frames:
        return pd.DataFrame({"nps": [], "csat": [], "answered_date": []})
    surveys = wave(frames["surveys"], trailing_four(terms.quarter))
    late = surveys["answered_date"] >= pd.Timestamp(terms.covered_to) + pd.Timedelta(1, "D")
    return surveys.assign(answered_date=surveys["answered_date"].mask(late))


def _scores(frames: Frames, terms: Terms, column: str) -> tuple[pd.Series, int, str]:
    """Scores given, how many were asked, and the reason where they cannot be shown."""
    invited = asked(frames, terms)
    scores = answered(invited)[column].dropna() if column in invited else pd.Series(dtype="float64")
    fewest = terms.policy.fewest_respondents if terms.edition == "client" else 1
    why = ""
    if not len(invited):
        why = NO_SURVEY
    elif not len(scores):
        why = phrase("none of {asked} asked answered", asked=len(invited))
    elif len(scores) < fewest:
        why = phrase(
            "not shown: fewer than {fewest} answers ({n} of {asked})", fewest=fewest, n=len(scores), asked=len(invited)
        )
    return scores, len(invited), why


def nps(frames: Frames, terms: Terms) -> Estimate:
    """Net Promoter Score, in points."""
    scores, invited, why = _scores(frames, terms, "nps")
    if why:
        return Estimate(n=len(scores), asked=invited, note=why)
    low, high = nps_interval(scores)
    return Estimate(net_promoter_score(scores), len(scores), invited, low, high, counts=nps_counts(scores))


def nps_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two scores differ where the interval of their difference leaves out zero."""
    if not (now.counts and before.counts):
        return None
    low, high = nps_difference(now.counts, before.counts)
    return low > 0 or high < 0


def csat(frames: Frames, terms: Terms) -> Estimate:
    """Share of answers in the top two of five."""
    scores, invited, why = _scores(frames, terms, "csat")
    return Estimate(n=len(scores), asked=invited, note=why) if why else share(scores >= 4, NO_SURVEY, invited)


def response_rate(frames: Frames, terms: Terms) -> Estimate:
    """Share of the invitations that were answered."""
    invited = asked(frames, terms)
    return share(invited["answered_date"].notna(), NO_SURVEY)


SATISFACTION = (
    Measure("nps", nps, nps_differs, "year"),
    Measure("csat", csat, share_differs, "year"),
    Measure("response_rate", response_rate, share_differs, "year"),
)
