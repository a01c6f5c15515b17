"""One client's answers by the role of those who gave them: for the house alone."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.intervals import adjusted_wald_nps
from acctlib.metrics.ratio import ratio

NO_ROLE = ""


def voices_by_role(people: pd.DataFrame, scores: pd.Series) -> pd.DataFrame:
    """How many contacts of each role were asked, how many gave a score, and what it was.

    Parameters
    ----------
    people : DataFrame
        One row per contact who was asked: `role`, missing where it is not known.
    scores : Series
        The Net Promoter answers of some of them, 0 to 10, on the index of `people`.

    Returns
    -------
    DataFrame[role]
        `asked`, `n`: contacts; `mean`: of the scores, 0 to 10; `value`, `low`, `high`: Net Promoter Score in points
        with its 95 % interval, missing where the role is silent. Roles with most contacts first; those without a role
        are named "".

    Notes
    -----
    - A score of one or two people is no secret to who knows them: never for a client edition.
    - A silent role stays in the list, without a score.

    References
    ----------
    research/domain.md 2.3, roll-up by role.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["sponsor", "user", "user"]})
    >>> voices_by_role(people, pd.Series({1: 9, 2: 3}))[["asked", "n", "value"]].to_dict("index")
    {'user': {'asked': 2, 'n': 2, 'value': 0.0}, 'sponsor': {'asked': 1, 'n': 0, 'value': nan}}
    """
    role = people["role"].astype("object").where(people["role"].notna(), NO_ROLE)
    score = scores.reindex(people.index).astype("float64")
    bands = pd.DataFrame({"role": role, "up": score >= 9, "even": (score >= 7) & (score < 9), "down": score < 7})
    counts = bands.groupby("role")[["up", "even", "down"]].sum().astype("int64")
    ends = [adjusted_wald_nps(row) for row in counts.to_numpy().tolist()]
    n = counts.sum(axis=1)
    pairs = zip(counts["up"] - counts["down"], n, strict=True)
    told = pd.DataFrame(
        {
            "asked": role.groupby(role).size(), "n": n, "mean": score.groupby(role).mean(),
            "value": [100 * ratio(net, given) for net, given in pairs],
            "low": [low for low, _ in ends], "high": [high for _, high in ends],
        },
        index=counts.index,
    )  # fmt: skip
    return told.sort_values("asked", ascending=False, kind="stable")
