"""Scores that do not stand beside each other where their difference would tell what a few people answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from acctlib.facts.base.measures import Estimate
from acctlib.metrics.satisfaction.contacts import PERSON
from acctlib.phrases import phrase

FEW = phrase("not compared: the replies of a few people make the difference")
Replies = tuple[tuple[str, float], ...]


def replies_of(invited: pd.DataFrame, adds: pd.Series) -> Replies:
    """Who gave the replies that a score counts, and what each adds to it.

    Parameters
    ----------
    invited : DataFrame
        Invitations, among them those that were answered: `contact` or `respondent`, and `survey_id`.
    adds : Series
        One per reply that counts, on the index of its invitation: 100, 0, -100 points; 1 or 0.

    Notes
    -----
    - Where nobody says who answered, each reply is a person's own.
    """
    told = invited.loc[adds.index]
    who = pd.Series([f"row {place}" for place in adds.index], index=adds.index, dtype="object")
    for name in ("survey_id", *reversed(PERSON)):
        if name in told:
            known = told[name].astype("object")
            who = who.mask(known.notna(), f"{name} " + known.astype(str))
    return tuple(zip(who, adds.astype("float64"), strict=True))


def tells_a_few(one: Estimate, other: Estimate, fewest: int) -> bool:
    """Whether the difference of two scores is of a few people: one to four came or left, or one reply alone changed it.

    Parameters
    ----------
    fewest : int
        The fewest people of whom something may be said, five.

    Examples
    --------
    >>> six = Estimate(replies=tuple((name, 100.0) for name in "abcdef"))
    >>> tells_a_few(six, Estimate(replies=six.replies[:5]), 5), tells_a_few(six, six, 5)
    (True, False)
    """
    now, then = dict(one.replies), dict(other.replies)
    if not now or not then:
        return False
    came_or_left = len(now.keys() ^ then.keys())
    if came_or_left:
        return came_or_left < fewest
    return sum(now[person] != then[person] for person in now) == 1


def side_by_side(estimates: Sequence[Estimate], fewest: int) -> list[Estimate]:
    """The same estimates; those lose their value that would tell a few people's replies beside one before them.

    The first stays, whatever stands beside it: a score of now is shown, and what it is held against gives way.
    """
    shown: list[Estimate] = []
    told: list[Estimate] = []
    for estimate in estimates:
        if estimate.value is not None and any(tells_a_few(estimate, other, fewest) for other in shown):
            told.append(replace(estimate, value=None, low=None, high=None, note=FEW))
            continue
        told.append(estimate)
        if estimate.value is not None:
            shown.append(estimate)
    return told
