"""The answers behind satisfaction facts: one per contact, from one survey kind and one version of its questions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.metrics.satisfaction.contacts import latest_by_contact
from acctlib.metrics.satisfaction.satisfaction import all_invited, answered, dated, wave
from acctlib.metrics.satisfaction.series import current_series, of_series, series_start, versions_named
from acctlib.periods import label, trailing_four
from acctlib.phrases import phrase

RELATIONSHIP, AFTER_WORK = "relationship", "transactional"
NO_SURVEY = phrase("no survey was sent")
NO_INVITATIONS = phrase("invitations are not recorded")
NOT_THIS = phrase("nobody who answered was asked this")


@derived
def invitations(prepared: Prepared, kind: str = RELATIONSHIP) -> pd.DataFrame:
    """Invitations of one survey kind in the last four quarters; one row per invitation.

    An answer dated after the data's end is ignored: that contact still counts as a non-respondent.
    """
    if "surveys" not in prepared.frames:
        return pd.DataFrame({"nps": [], "csat": [], "ces": [], "answered_date": [], "sent_date": []})
    surveys = wave(prepared.frames["surveys"], trailing_four(prepared.quarter), kind)
    late = surveys["answered_date"] >= pd.Timestamp(prepared.context.covered_to) + pd.Timedelta(1, "D")
    return surveys.assign(answered_date=surveys["answered_date"].mask(late)) if late.any() else surveys


@derived
def asked(prepared: Prepared, kind: str = RELATIONSHIP) -> pd.DataFrame:
    """Contacts asked in the last four quarters, with their latest answers; one row per contact."""
    return latest_by_contact(invitations(prepared, kind))


@dataclass(frozen=True)
class Answers:
    """The data behind a score.

    Attributes
    ----------
    people : DataFrame
        One row per contact who was asked the current version of the questions.
    scores : Series
        One score per responding contact.
    every : Series
        Every score given to these questions in the four quarters, so that exclusions can be reported.
    why : str
        Why there is no score to show; empty if there is one.
    series, series_break : str
        The version of the questions, and the note to show beside a score from another version.
    left_out : tuple of LeftOut
        Answers to earlier versions of the questions.
    """

    people: pd.DataFrame
    scores: pd.Series
    every: pd.Series
    why: str
    series: str = ""
    series_break: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def asked(self) -> int | None:
        """The number of contacts asked; None if some answers have no invitation on record."""
        return len(self.people) if all_invited(self.people) else None


@derived
def answers(prepared: Prepared, column: str, kind: str = RELATIONSHIP) -> Answers:
    """Each contact's latest answer to one question, in the last four quarters.

    Notes
    -----
    - If the questions changed within these quarters, answers to earlier versions are left out, never pooled.
    - If a contact's latest answer skips the question, their previous score for it counts.
    - A client edition does not show a score with fewer answers than the policy requires.
    """
    sent = invitations(prepared, kind)
    series = current_series(sent)
    kept = of_series(sent, series)
    people = asked(prepared, kind) if len(kept) == len(sent) else latest_by_contact(kept)
    every, scores = _given(kept, column), _given(people, column)
    if len(scores) < min(len(every), int(people["answered_date"].notna().sum())):
        scores = _given(latest_by_contact(kept.loc[every.index]), column)
    return Answers(
        people, scores, every, _why(len(scores), people, prepared.context),
        series, _series_break(prepared, kind, series), _earlier(sent, kept, column),
    )  # fmt: skip


def counted_answers(prepared: Prepared, column: str) -> pd.DataFrame:
    """The invitations whose responses count towards a score; one row per responding contact."""
    return invitations(prepared).loc[answers(prepared, column).scores.index]


def _given(surveys: pd.DataFrame, column: str) -> pd.Series:
    """Scores given to one question."""
    if column not in surveys:
        return pd.Series(dtype="float64", index=surveys.index[:0])
    return surveys[column][surveys["answered_date"].notna().to_numpy()].dropna()


def _why(n: int, people: pd.DataFrame, context: ReviewContext) -> str:
    """Explain why there is no score; non-response is reported as such, neither good nor bad."""
    fewest = context.policy.fewest_respondents if context.edition == "client" else 1
    invited = len(people)
    if not invited:
        return NO_SURVEY
    if not n:
        heard = people["answered_date"].notna().any()
        return NOT_THIS if heard else phrase("silent, none of {asked} asked answered", asked=invited)
    if n < fewest and not all_invited(people):
        return phrase("fewer than {fewest} answers ({n}), too few to show", fewest=fewest, n=n)
    if n < fewest:
        why = "fewer than {fewest} answers ({n} of {asked}), too few to show"
        return phrase(why, fewest=fewest, n=n, asked=invited)
    return ""


def _series_break(prepared: Prepared, kind: str, series: str) -> str:
    """Return the note to show beside a score from another version of the questions."""
    if "surveys" not in prepared.frames or not versions_named(held := dated(prepared.frames["surveys"])):
        return ""
    start = series_start(held[held["kind"].fillna(kind) == kind] if "kind" in held else held, series)
    if start is None:
        return ""
    when = label(pd.Period(start, freq=prepared.quarter.freqstr))
    return phrase("not comparable: question changed in {quarter}", quarter=when)


def _earlier(sent: pd.DataFrame, kept: pd.DataFrame, column: str) -> tuple[LeftOut, ...]:
    """Answers in these quarters to earlier versions of the questions; their effect cannot be determined."""
    if len(sent) == len(kept) or column not in sent:
        return ()
    n = int(answered(sent)[column].notna().sum() - answered(kept)[column].notna().sum())
    return (LeftOut(phrase("answers to an earlier version of the questions"), n),) if n else ()
