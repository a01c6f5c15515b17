"""Scores by group of respondents, with groups too small for anonymity hidden."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.base.ratio import ratios
from acctlib.metrics.base.suppression import FEWEST, TOTAL, changed_people, hidden_groups
from acctlib.metrics.satisfaction.contacts import PERSON, contact_keys

UNKNOWN = ""


def score_table(now: pd.DataFrame, before: pd.DataFrame, by: str, fewest: int = FEWEST) -> pd.DataFrame:
    """Net Promoter Score by group and in total, hiding small groups and any figure that would reveal them.

    Parameters
    ----------
    now, before : DataFrame
        One row per contact who gave a score, for this table and for the previous table that readers have:
        `survey_id`, `client_id`, `nps`, `respondent` or `contact`, and the grouping column.
    by : str
        The grouping column; missing values form a separate group, named "".
    fewest : int
        Minimum number of people for a figure to be shown.

    Returns
    -------
    DataFrame[group and `total`]
        `n`: people; `value`, `low`, `high`: points; `hidden`. Numbers in hidden rows are missing. Groups are sorted
        by name.

    Notes
    -----
    - A hidden group's n is hidden too: with it, a reader could tell two hidden groups apart.
    - If respondents are not recorded, each response counts as a person.
    - See `metrics.suppression` for what is hidden, and for the limits of that protection.

    Examples
    --------
    >>> people = pd.DataFrame({"survey_id": range(14), "client_id": "A", "nps": [9] * 7 + [3] * 7,
    ...                        "role": ["buyer"] * 2 + ["user"] * 6 + ["sponsor"] * 6})
    >>> found = score_table(people, people, "role")
    >>> found["hidden"].to_dict(), found["n"].dropna().to_dict()
    ({'buyer': True, 'sponsor': True, 'user': False, 'total': False}, {'user': 6, 'total': 14})
    """
    needed = [name for name in ("survey_id", "client_id", "nps", *PERSON, by) if name in now]
    both = pd.concat([table[needed].assign(**{by: _named(table[by])}) for table in (now, before)], ignore_index=True)
    who = contact_keys(both)
    both = both.assign(person=both["survey_id"] if who is None else who)
    answers, earlier = both.iloc[: len(now)], both.iloc[len(now) :]
    moved = changed_people(answers, earlier, by)
    score = answers["nps"].astype("float64")
    bands = answers.assign(up=score >= 9, passive=(score >= 7) & (score < 9), down=score < 7)
    counts = bands.groupby(by, observed=True)[["up", "passive", "down"]].sum().astype("int64")
    counts = counts.reindex(moved.index, fill_value=0)
    hidden = hidden_groups(counts.sum(axis=1), fewest, moved)
    every = pd.concat([counts, counts.sum().to_frame(TOTAL).T]).astype("int64")
    shown = every[~hidden.to_numpy()]
    n = shown.sum(axis=1)
    ends = [adjusted_wald_nps(tuple(row)) for row in shown.to_numpy().tolist()]
    found = pd.DataFrame(
        {
            "n": n.astype("Int64"),
            "value": 100 * ratios(shown["up"] - shown["down"], n),
            "low": [low for low, _ in ends],
            "high": [high for _, high in ends],
        },
        index=shown.index,
    )
    told = found.reindex(every.index).assign(hidden=hidden.to_numpy())
    return told[told["hidden"] | told["n"].fillna(0).gt(0) | (told.index == TOTAL)]


def _named(groups: pd.Series) -> pd.Series:
    return groups.astype("object").where(groups.notna(), UNKNOWN)
