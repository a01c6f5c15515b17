"""One client's responses by respondents' role: internal only."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.base.ratio import ratio

NO_ROLE = ""
OTHERS = "other roles"
FEWEST = 5


def voices_by_role(people: pd.DataFrame, scores: pd.Series, fewest: int = FEWEST) -> pd.DataFrame:
    """Invitations, responses and score by role, with small roles pooled.

    Parameters
    ----------
    people : DataFrame
        One row per contact who was invited: `role`, missing if unknown.
    scores : Series
        The Net Promoter scores of those who responded, 0 to 10, with the index of `people`.
    fewest : int
        Minimum number of people for a role to be shown separately.

    Returns
    -------
    DataFrame[role]
        `asked`, `n`: contacts; `mean`: mean score, 0 to 10; `value`, `low`, `high`: Net Promoter Score in points
        with its 95 % interval, missing if nobody responded. Roles with the most contacts first, then the pooled roles
        as "other roles"; contacts without a role are grouped under "".

    Notes
    -----
    - Roles with fewer scores than `fewest` are pooled into one row.
    - If the pooled row still has too few, the smallest other role joins it: otherwise the overall score would
      reveal it.
    - If that leaves fewer than two rows, all roles share one row.

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
    """Return the names of the roles to pool."""
    n = score.notna().groupby(role).sum().sort_values(kind="stable")
    small = [str(name) for name in n.index[n < fewest]]
    large = [str(name) for name in n.index[n >= fewest]]
    while large and 0 < int(n[small].sum()) < fewest:
        small.append(large.pop(0))
    return small
