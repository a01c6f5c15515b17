"""Facts as sentences. The same facts always give the same words, and no claim goes beyond its evidence.

"Rose" and "fell" are said only where the change is more than chance; otherwise the sentence says
that no change can be detected, and from how many answers. What is not known is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from acctlib.facts.fact import Fact
from acctlib.words import counted, listed, phrase

# How values are written: fact name -> text, and `<name>.change` for its change on a year ago. Filled in
# by whoever knows the reader's locale.
Words = Mapping[str, str]


@dataclass(frozen=True)
class Sentence:
    """A sentence and the names of the facts that it rests on."""

    text: str
    facts: tuple[str, ...]


def growth_sentence(facts: Mapping[str, Fact], words: Words, cause: str = "") -> Sentence:
    """How the fees moved on a year ago, and what moved them most."""
    growth, fees = facts["growth"], facts["fees"]
    rests = ("growth", "fees")
    if not fees.value and growth.value is None:
        return Sentence(phrase("No fees were invoiced this quarter, nor in the same quarter a year ago."), rests)
    if growth.value is None:
        return Sentence(phrase("Fees this quarter were {fees}; {why}.", fees=words["fees"], why=growth.note), rests)
    if abs(growth.value) < 0.0005:
        return Sentence(phrase("Fees were level with a year ago, at {fees}.", fees=words["fees"]), rests)
    given = {"change": words["growth.abs"], "fees": words["fees"]}
    if growth.value > 0:
        return Sentence(
            phrase("Fees grew {change} on a year ago, to {fees}, {cause}.", cause=cause, **given)
            if cause
            else phrase("Fees grew {change} on a year ago, to {fees}.", **given),
            rests,
        )
    return Sentence(
        phrase("Fees fell {change} on a year ago, to {fees}, {cause}.", cause=cause, **given)
        if cause
        else phrase("Fees fell {change} on a year ago, to {fees}.", **given),
        rests,
    )


def satisfaction_sentence(facts: Mapping[str, Fact], words: Words) -> Sentence:
    """Where the score stands, with n, and whether it moved."""
    nps = facts["nps"]
    if nps.value is None:
        return Sentence(phrase("Satisfaction is unknown: {why}.", why=nps.note), ("nps",))
    given = {"score": words["nps"], "n": nps.n, "asked": nps.asked, "why": nps.note}
    if nps.year_ago is None and nps.note:
        said = "The Net Promoter Score is {score} (n = {n} of {asked} asked), {why}."
    elif nps.year_ago is None:
        said = "The Net Promoter Score is {score} (n = {n} of {asked} asked); there is no score of a year ago."
    elif not nps.moved:
        said = "The Net Promoter Score is {score} (n = {n} of {asked} asked), with no detectable change on a year ago."
    elif (nps.change or 0) > 0:
        said = "The Net Promoter Score is {score} (n = {n} of {asked} asked), up {change} on a year ago."
    else:
        said = "The Net Promoter Score is {score} (n = {n} of {asked} asked), down {change} on a year ago."
    return Sentence(phrase(said, change=words.get("nps.change", ""), **given), ("nps",))


FAILED = {"on_time": "late", "within_fees": "over the agreed fees", "accepted": "not accepted"}
FAILURES = {"on_time": "{n} late", "within_fees": "{n} over the agreed fees", "accepted": "{n} not accepted"}


def delivery_sentence(facts: Mapping[str, Fact], legs: str, failed: Mapping[str, int]) -> Sentence:
    """How many of the projects closed succeeded, and by which leg the others failed.

    Parameters
    ----------
    legs : str
        What success means here: "on time, within agreed fees and accepted", or less where less is known.
    failed : Mapping
        Leg -> how many projects failed by it; a project may fail by several.
    """
    success = facts["delivery_success"]
    if success.value is None:
        why = phrase("Delivery success is unknown: {why} in the last four quarters.", why=success.note)
        return Sentence(why, ("delivery_success",))
    n = success.n or 0
    good = round(success.value * n)
    if n == 1:
        outcome = legs if good else listed([phrase(said) for leg, said in FAILED.items() if failed.get(leg)])
        only = phrase("The one project closed in the last four quarters was {legs}.", legs=outcome)
        return Sentence(only, ("delivery_success",))
    parts = [phrase(said, n=failed[leg]) for leg, said in FAILURES.items() if failed.get(leg)]
    if not parts:
        one = "{n} of {all} projects closed in the last four quarters was {legs}."
        many = "{n} of {all} projects closed in the last four quarters were {legs}."
        return Sentence(counted(good, one, many, all=n, legs=legs), ("delivery_success",))
    one = "{n} of {all} projects closed in the last four quarters was {legs} ({failed})."
    many = "{n} of {all} projects closed in the last four quarters were {legs} ({failed})."
    return Sentence(counted(good, one, many, all=n, legs=legs, failed=listed(parts)), ("delivery_success",))


def overdue_sentence(overdue: int) -> Sentence | None:
    """How many projects are past their first date and not delivered at the data's end; none where none is."""
    said = counted(overdue, "{n} project is overdue now.", "{n} projects are overdue now.")
    return Sentence(said, ("on_time",)) if overdue else None


def promises_sentence(outcomes: pd.Series) -> Sentence | None:
    """What became of the promises that were due; none where nothing was.

    Parameters
    ----------
    outcomes : Series
        One row per promise: done, late, dropped, open, overdue.
    """
    counts = outcomes.value_counts()
    kinds = {
        "done": "{n} kept on time",
        "late": "{n} kept late",
        "dropped": "{n} dropped",
        "overdue": "{n} overdue",
    }
    due = {kind: int(counts.get(kind, 0)) for kind in kinds}
    total = sum(due.values())
    if not total:
        return None
    parts = [phrase(kinds[kind], n=n) for kind, n in due.items() if n]
    said = counted(total, "Of {n} promise due: {parts}.", "Of {n} promises due: {parts}.", parts=listed(parts))
    return Sentence(said, ("promises_kept",))
