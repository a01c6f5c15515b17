"""One client's answers by the role of those who gave them: for the house alone."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.base.ratio import ratio

NO_ROLE = ""
OTHERS = "other roles"
FEWEST = 5


def voices_by_role(people: pd.DataFrame, scores: pd.Series, fewest: int = FEWEST) -> pd.DataFrame:
    """How many contacts of each role were asked, how many gave a score, and what it was; small roles pooled.

    Parameters
    ----------
    people : DataFrame
        One row per contact who was asked: `role`, missing where it is not known.
    scores : Series
        The Net Promoter answers of some of them, 0 to 10, on the index of `people`.
    fewest : int
        The fewest people of whom a score stands by itself.

    Returns
    -------
    DataFrame[role]
        `asked`, `n`: contacts; `mean`: of the scores, 0 to 10; `value`, `low`, `high`: Net Promoter Score in points
        with its 95 % interval, missing where nobody answered. Roles with most contacts first, then the pooled ones as
        "other roles"; those without a role are named "".

    Notes
    -----
    - Roles with fewer scores than `fewest` are one line.
    - Where those are fewer together, too, the smallest other role joins them: the score of all would give them back.
    - Where no two lines are left, all stand in one.

    References
    ----------
    AAPOR, Standard Definitions, 2023.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["sponsor"] * 2 + ["user"] * 5 + ["buyer"] * 3})
    >>> scores = pd.Series([9, 9, 9, 9, 9, 9, 3, 3, 3, 3])
    >>> voices_by_role(people, scores)[["asked", "n", "value"]].to_dict("index")
    {'user': {'asked': 5, 'n': 5, 'value': 60.0}, 'other roles': {'asked': 5, 'n': 5, 'value': -20.0}}
    """
    role = people["role"].astype("object").where(people["role"].notna(), NO_ROLE)
    score = scores.reindex(people.index).astype("float64")
    pooled = role.where(~role.isin(_pooled(role, score, fewest)), OTHERS)
    bands = pd.DataFrame({"role": pooled, "up": score >= 9, "even": (score >= 7) & (score < 9), "down": score < 7})
    counts = bands.groupby("role")[["up", "even", "down"]].sum().astype("int64")
    ends = [adjusted_wald_nps(row) for row in counts.to_numpy().tolist()]
    n = counts.sum(axis=1)
    pairs = zip(counts["up"] - counts["down"], n, strict=True)
    told = pd.DataFrame(
        {
            "asked": pooled.groupby(pooled).size(), "n": n, "mean": score.groupby(pooled).mean(),
            "value": [100 * ratio(net, given) for net, given in pairs],
            "low": [low for low, _ in ends], "high": [high for _, high in ends],
        },
        index=counts.index,
    )  # fmt: skip
    ranked = told.sort_values("asked", ascending=False, kind="stable")
    return pd.concat([ranked[ranked.index != OTHERS], ranked[ranked.index == OTHERS]])


def _pooled(role: pd.Series, score: pd.Series, fewest: int) -> list[str]:
    """Names of the roles that stand in one line."""
    n = score.notna().groupby(role).sum().sort_values(kind="stable")
    small = [str(name) for name in n.index[n < fewest]]
    large = [str(name) for name in n.index[n >= fewest]]
    while large and 0 < int(n[small].sum()) < fewest:
        small.append(large.pop(0))
    return small
