"""Facts as sentences. The same facts always give the same words, and no claim goes beyond its evidence.

"Rose" and "fell" are said only where the change is more than chance; otherwise the sentence says
that no change can be detected, and from how many answers. What is not known is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from acctlib.facts.fact import Fact

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
    if not fees.value and growth.value is None:
        return Sentence("No fees were invoiced this quarter, nor in the same quarter a year ago.", ("fees", "growth"))
    if growth.value is None:
        return Sentence(f"Fees this quarter were {words['fees']}; {growth.note}.", ("fees", "growth"))
    if abs(growth.value) < 0.0005:
        return Sentence(f"Fees were level with a year ago, at {words['fees']}.", ("growth", "fees"))
    verb = "grew" if growth.value > 0 else "fell"
    tail = f", {cause}" if cause else ""
    return Sentence(f"Fees {verb} {words['growth.abs']} on a year ago, to {words['fees']}{tail}.", ("growth", "fees"))


def satisfaction_sentence(facts: Mapping[str, Fact], words: Words) -> Sentence:
    """Where the score stands, with n, and whether it moved."""
    nps = facts["nps"]
    if nps.value is None:
        return Sentence(f"Satisfaction is unknown: {nps.note}.", ("nps",))
    head = f"The Net Promoter Score is {words['nps']} (n = {nps.n} of {nps.asked} asked)"
    if nps.year_ago is None:
        return Sentence(f"{head}; there is no score of a year ago.", ("nps",))
    if not nps.moved:
        return Sentence(f"{head}, with no detectable change on a year ago.", ("nps",))
    verb = "up" if (nps.change or 0) > 0 else "down"
    return Sentence(f"{head}, {verb} {words['nps.change']} on a year ago.", ("nps",))


def delivery_sentence(facts: Mapping[str, Fact], overdue: int, legs: str) -> Sentence:
    """How many of the projects closed succeeded, and how many are overdue now.

    Parameters
    ----------
    overdue : int
        Projects past their first date and not delivered at the data's end.
    legs : str
        What success means here: "on time, within budget and accepted", or less where less is known.
    """
    success = facts["delivery_success"]
    late = f" {_count(overdue, 'project')} {'is' if overdue == 1 else 'are'} overdue now." if overdue else ""
    if success.value is None:
        return Sentence(
            f"Delivery success is unknown: {success.note} in the last four quarters.{late}", ("delivery_success",)
        )
    n = success.n or 0
    good = round(success.value * n)
    if n == 1:
        text = f"The one project closed in the last four quarters was {'' if good else 'not '}{legs}."
    else:
        text = f"{good} of {n} projects closed in the last four quarters {'was' if good == 1 else 'were'} {legs}."
    return Sentence(text + late, ("delivery_success",))


def promises_sentence(outcomes: pd.Series) -> Sentence | None:
    """What became of the promises that were due; none where nothing was.

    Parameters
    ----------
    outcomes : Series
        One row per promise: done, late, dropped, open, overdue.
    """
    if outcomes.empty:
        return None
    counts = outcomes.value_counts()
    order = [("done", "kept on time"), ("late", "kept late"), ("dropped", "dropped"), ("overdue", "overdue")]
    parts = [f"{n} {_was(n, key)} {said}" for key, said in order if (n := int(counts.get(key, 0)))]
    total = int(sum(counts.get(key, 0) for key, _ in order))
    return Sentence(f"Of {_count(total, 'promise')} due, {_listed(parts)}.", ()) if total else None


def _was(n: int, key: str) -> str:
    """Is or was, as the promise still stands or not."""
    if key == "overdue":
        return "is" if n == 1 else "are"
    return "was" if n == 1 else "were"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _listed(parts: list[str]) -> str:
    """Parts as a list in a sentence.

    >>> _listed(["3 kept on time", "1 overdue"])
    '3 kept on time and 1 overdue'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
