"""Facts as sentences. The same facts always produce the same wording, and no claim exceeds its evidence.

A score is reported as up or down only if the change is more than chance; otherwise the sentence states
that no change is detectable, and from how many responses. Unknown values are reported as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.fact import Fact
from acctlib.facts.delivery.actions import Actions
from acctlib.phrases import counted, listed, phrase
from acctlib.rounding import as_printed

# Formatted values: fact name -> text, and `<name>.change` for its change vs a year ago. Supplied by
# the caller, which knows the reader's locale.
Words = Mapping[str, str]
ON_TRACK = ("reached", "on track")


@dataclass(frozen=True)
class Statement:
    """A sentence and the names of the facts that support it."""

    text: str
    facts: tuple[str, ...]


def growth_sentence(facts: Mapping[str, Fact], words: Words, cause: str = "", days: int | None = None) -> Statement:
    """Summarise how fees changed vs a year ago and the main cause; for a partial quarter, also the days compared."""
    found = _growth(facts, words, cause)
    if days is None or facts["growth"].value is None:
        return found
    one, many = "{said} Compared is the first day of each.", "{said} Compared are the first {n} days of each."
    return Statement(counted(days, one, many, said=found.text), found.facts)


def _growth(facts: Mapping[str, Fact], words: Words, cause: str) -> Statement:
    growth, fees = facts["growth"], facts["fees"]
    rests = ("growth", "fees")
    if fees.value is None:
        return Statement(phrase("The fees of this quarter are not known: {why}.", why=fees.note), rests)
    if not fees.value and fees.year_ago == 0 and growth.value is None:
        return Statement(phrase("No fees were invoiced this quarter, nor in the same quarter a year ago."), rests)
    if growth.value is None:
        return Statement(phrase("Fees this quarter were {fees}; {why}.", fees=words["fees"], why=growth.note), rests)
    if as_printed(growth.value, growth.unit) == 0:
        return Statement(phrase("Fees were level with a year ago, at {fees}.", fees=words["fees"]), rests)
    given = {"change": words["growth.abs"], "fees": words["fees"]}
    if growth.value > 0:
        return Statement(
            phrase("Fees grew {change} on a year ago, to {fees}, {cause}.", cause=cause, **given)
            if cause
            else phrase("Fees grew {change} on a year ago, to {fees}.", **given),
            rests,
        )
    return Statement(
        phrase("Fees fell {change} on a year ago, to {fees}, {cause}.", cause=cause, **given)
        if cause
        else phrase("Fees fell {change} on a year ago, to {fees}.", **given),
        rests,
    )


def goals_sentence(states: pd.Series) -> Statement | None:
    """Summarise how many of the client's goals are on track or reached; None if there are no goals.

    Parameters
    ----------
    states : Series
        One row per goal: reached, on track, behind pace, missed, unknown.
    """
    n, good = len(states), int(states.isin(ON_TRACK).sum())
    if not n:
        return None
    if n == 1:
        one = "The one goal of this quarter is on track." if good else "The one goal of this quarter is not on track."
        return Statement(phrase(one), ())
    said = counted(good, "{n} of {all} goals is on track.", "{n} of {all} goals are on track.", all=n)
    return Statement(said, ())


def satisfaction_sentence(facts: Mapping[str, Fact], words: Words) -> Statement:
    """Summarise the Net Promoter Score, with n, and whether it changed."""
    nps = facts["nps"]
    if nps.value is None:
        return Statement(phrase("Satisfaction is unknown: {why}.", why=nps.note), ("nps",))
    heard = phrase("n = {n} of {asked} asked", n=nps.n, asked=nps.asked)
    given = {
        "score": words["nps"], "why": nps.note,
        "heard": heard if nps.asked is not None else counted(nps.n or 0, "n = {n} answer", "n = {n} answers"),
    }  # fmt: skip
    if nps.year_ago is None and nps.note:
        said = "The Net Promoter Score is {score} ({heard}), {why}."
    elif nps.year_ago is None:
        said = "The Net Promoter Score is {score} ({heard}); there is no score of a year ago."
    elif not nps.moved or not nps.change_shows:
        said = "The Net Promoter Score is {score} ({heard}), with no detectable change on a year ago."
    elif (nps.change or 0) > 0:
        said = "The Net Promoter Score is {score} ({heard}), up {change} on a year ago."
    else:
        said = "The Net Promoter Score is {score} ({heard}), down {change} on a year ago."
    return Statement(phrase(said, change=words.get("nps.change", ""), **given), ("nps",))


FAILED = {"on_time": "late", "within_fees": "over the agreed fees", "accepted": "not accepted"}
FAILURES = {"on_time": "{n} late", "within_fees": "{n} over the agreed fees", "accepted": "{n} not accepted"}


def delivery_sentence(facts: Mapping[str, Fact], legs: str, failed: Mapping[str, int]) -> Statement:
    """Summarise how many closed projects succeeded, and on which criteria the others failed.

    Parameters
    ----------
    legs : str
        The criteria for success: "on time, within agreed fees and accepted", or fewer if fewer are known.
    failed : Mapping
        Criterion -> how many projects failed on it; a project may fail on several.
    """
    success = facts["delivery_success"]
    if success.value is None:
        why = phrase("Delivery success is unknown: {why} in the last four quarters.", why=success.note)
        return Statement(why, ("delivery_success",))
    n = success.n or 0
    good = round(success.value * n)
    if n == 1:
        outcome = legs if good else listed([phrase(said) for leg, said in FAILED.items() if failed.get(leg)])
        only = phrase("The one project closed in the last four quarters was {legs}.", legs=outcome)
        return Statement(only, ("delivery_success",))
    parts = [phrase(said, n=failed[leg]) for leg, said in FAILURES.items() if failed.get(leg)]
    if not parts:
        one = "{n} of {all} projects closed in the last four quarters was {legs}."
        many = "{n} of {all} projects closed in the last four quarters were {legs}."
        return Statement(counted(good, one, many, all=n, legs=legs), ("delivery_success",))
    one = "{n} of {all} projects closed in the last four quarters was {legs} ({failed})."
    many = "{n} of {all} projects closed in the last four quarters were {legs} ({failed})."
    return Statement(counted(good, one, many, all=n, legs=legs, failed=listed(parts)), ("delivery_success",))


def overdue_sentence(overdue: int) -> Statement | None:
    """State how many projects are past their first date and undelivered at the data's end; None if there are none."""
    said = counted(overdue, "{n} project is overdue now.", "{n} projects are overdue now.")
    return Statement(said, ("on_time",)) if overdue else None


OUTCOMES = {"done": "{n} completed on time", "late": "{n} completed late", "dropped": "{n} cancelled",
            "overdue": "{n} overdue"}  # fmt: skip
CARRIED = {"late": "{n} completed late", "overdue": "{n} still open"}


def actions_sentence(due: Actions, quarter: str, edition: str) -> Statement | None:
    """Summarise the outcomes of actions due in the quarter: ours, the client's, and those carried over."""
    ours, theirs, carried = (_parts(due.ours, OUTCOMES), _parts(due.theirs, OUTCOMES), _parts(due.carried, CARRIED))
    said: list[str] = []
    if ours:
        one, many = (
            "Of {n} action of ours due in {quarter}: {parts}.",
            "Of {n} actions of ours due in {quarter}: {parts}.",
        )
        said.append(counted(len(due.ours), one, many, quarter=quarter, parts=listed(ours)))
    if theirs and edition == "client":
        one, many = (
            "Of {n} action of yours due in {quarter}: {parts}.",
            "Of {n} actions of yours due in {quarter}: {parts}.",
        )
        said.append(counted(len(due.theirs), one, many, quarter=quarter, parts=listed(theirs)))
    elif theirs:
        one = "Of {n} action of the client due in {quarter}: {parts}."
        many = "Of {n} actions of the client due in {quarter}: {parts}."
        said.append(counted(len(due.theirs), one, many, quarter=quarter, parts=listed(theirs)))
    if carried:
        said.append(phrase("Carried over from before, ours: {parts}.", parts=listed(carried)))
    return Statement(_in_a_row(said), ("promises_kept",)) if said else None


def _parts(outcomes: pd.Series, kinds: Mapping[str, str]) -> list[str]:
    counts = outcomes.value_counts()
    return [phrase(said, n=int(counts[kind])) for kind, said in kinds.items() if counts.get(kind, 0)]


def _in_a_row(sentences: list[str]) -> str:
    first, *rest = sentences
    return phrase("{first} {rest}", first=first, rest=_in_a_row(rest)) if rest else first
