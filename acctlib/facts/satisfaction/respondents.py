"""Withhold scores whose difference from another score shown would reveal what a few people answered."""

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
    """Return the respondents whose replies count towards a score, and how much each contributes.

    Parameters
    ----------
    invited : DataFrame
        Invitations, including the answered ones: `contact` or `respondent`, and `survey_id`.
    adds : Series
        One contribution per counted reply, indexed like its invitation: 100, 0 or -100 points; 1 or 0.

    Notes
    -----
    - If the respondent is not recorded, each reply counts as a different person's.
    """
    told = invited.loc[adds.index]
    who = pd.Series([f"row {place}" for place in adds.index], index=adds.index, dtype="object")
    for name in ("survey_id", *reversed(PERSON)):
        if name in told:
            known = told[name].astype("object")
            who = who.mask(known.notna(), f"{name} " + known.astype(str))
    return tuple(zip(who, adds.astype("float64"), strict=True))


def tells_a_few(one: Estimate, other: Estimate, fewest: int) -> bool:
    """Whether the difference between two scores is due to a few people.

    That is so if some respondents joined or dropped out, but fewer than `fewest`; or if the respondents are the
    same and exactly one reply changed.

    Parameters
    ----------
    fewest : int
        The smallest number of people about whom something may be reported: five.

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
    """Remove the value of any estimate that would reveal a few people's replies beside an earlier one in the list.

    The first is always kept: the current score is shown, and the score compared with it is withheld.
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
