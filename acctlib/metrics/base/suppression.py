"""Small-group suppression: hidden groups cannot be recovered from sums, differences or an earlier table.

A table of responses by group is a network: what flows into a line (its cells) flows out of it (its total). Hidden
cells can be recovered by adding and subtracting lines exactly where a cut through the network crosses hidden cells in
one direction only; the cut then reveals the sum of the cells it crosses. Each such cut must therefore contain enough
people.

What it does not protect against
--------------------------------
- Two or more respondents who share their responses: only one person's own knowledge is allowed for.
- Outside knowledge and inference: if all of six people gave a ten, so did each of them.
- Tables with more than two groupings at once, and two tables with different groupings that are themselves crossed.
- Sums of amounts where one client pays nearly all of a cell; that needs a dominance rule (see `facts.benchmark`).
- More than one earlier table: a table is compared only with the one before it. (Peer figures: with those on record.)

References
----------
Hundepool et al. 2012, Statistical Disclosure Control, Wiley, doi 10.1002/9781118348239 (threshold rule, secondary
suppression, singletons); Gusfield 1988, SIAM J. Comput. 17:552-571 (hidden cells of a table as a graph);
docs/definitions.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

TOTAL = "total"
FEWEST = 5
Edge = tuple[int, int]


def hidden_groups(counts: pd.Series, fewest: int = FEWEST, changed: pd.Series | None = None) -> pd.Series:
    """Whether to hide each group in a list with a total: small groups, and any that would reveal them.

    Parameters
    ----------
    counts : Series[group -> whole number]
        Number of respondents, each in one group. The total is calculated, and assumed to be shown.
    fewest : int
        Minimum number of people for a figure to be shown.
    changed : Series[group -> whole number], optional
        Number of people whose responses were added or dropped since the previous table; all assumed to be known.

    Returns
    -------
    Series[group and `total` -> bool]

    Notes
    -----
    - An empty group is shown.
    - Hidden groups contain at least `fewest` people between them, and one more if one of them is a single person, who
      knows their own response.
    - A group that only a few people joined or left since the previous table is hidden: the two tables together would
      reveal them.
    - A total below `fewest` is hidden, with all its groups.

    Examples
    --------
    >>> hidden_groups(pd.Series({"sponsor": 3, "user": 9, "buyer": 6})).to_dict()
    {'sponsor': True, 'user': False, 'buyer': True, 'total': False}
    """
    groups = [0] * len(counts)
    weights = [_with_sums(of) for of in (counts, changed) if of is not None]
    hidden = _hidden([*((group, 1) for group in groups), (1, 0)], weights, fewest)
    return pd.Series(hidden, index=[*counts.index, TOTAL], dtype=bool)


def hidden_cells(counts: pd.DataFrame, fewest: int = FEWEST, changed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Whether to hide each cell in a table with row and column totals, including the totals.

    Parameters
    ----------
    counts : DataFrame
        Number of respondents, each in one cell; as in `hidden_groups`.

    Returns
    -------
    DataFrame[bool]
        The table with an additional row and column `total`.

    Examples
    --------
    >>> table = pd.DataFrame([[3, 9, 8], [7, 6, 9], [8, 9, 7]])
    >>> hidden_cells(table).to_numpy()[:3, :3].tolist()
    [[True, False, True], [False, False, False], [True, False, True]]
    """
    rows, columns = counts.shape
    across, down = range(rows), range(rows, rows + columns)  # one node per line; the last two are for the totals
    sum_of_rows, sum_of_columns = rows + columns, rows + columns + 1
    edges = [
        *((row, column) for row in across for column in down),
        *((sum_of_columns, row) for row in across),
        *((column, sum_of_rows) for column in down),
        (sum_of_rows, sum_of_columns),
    ]
    weights = [_with_margins(of) for of in (counts, changed) if of is not None]
    hidden = np.array(_hidden(edges, weights, fewest), dtype=bool)
    inner, ends = hidden[: rows * columns].reshape(rows, columns), hidden[rows * columns :]
    whole = np.block([[inner, ends[:rows, None]], [ends[None, rows : rows + columns], ends[-1:, None]]])
    return pd.DataFrame(whole, index=[*counts.index, TOTAL], columns=[*counts.columns, TOTAL])


def changed_people(now: pd.DataFrame, before: pd.DataFrame, by: str) -> pd.Series:
    """Count the people whose responses were added to or dropped from each group between two tables.

    Parameters
    ----------
    now, before : DataFrame
        One row per response: `survey_id`, `person`, and the grouping column.

    Returns
    -------
    Series[group -> whole number]
        Every group in either table.

    Notes
    -----
    - A person who responded again counts once, although one response was dropped and another added.
    - A person who moved from one group to another counts in both.

    Examples
    --------
    >>> before = pd.DataFrame({"survey_id": [1, 2, 3], "person": list("abc"), "role": ["user", "user", "buyer"]})
    >>> now = pd.DataFrame({"survey_id": [4, 2, 3, 5], "person": list("abcd"), "role": ["user"] * 2 + ["buyer"] * 2})
    >>> changed_people(now, before, "role").to_dict()
    {'buyer': 1, 'user': 1}
    """
    both = pd.concat([table[["survey_id", "person", by]] for table in (now, before)], ignore_index=True)
    moved = both.drop_duplicates(keep=False).drop_duplicates(["person", by]).groupby(by, observed=True).size()
    return moved.reindex(both.groupby(by, observed=True).size().index, fill_value=0)


def may_follow(now: Mapping[str, str], earlier: Iterable[Mapping[str, str]], enough: int) -> bool:
    """Whether an aggregate may be shown after earlier ones, without a difference that reveals only a few contributors.

    Parameters
    ----------
    now : Mapping
        Contributor -> digest of its contribution to the figure.
    earlier : iterable of Mapping
        The same for each figure shown earlier.
    enough : int
        Minimum number of contributors that a difference may reveal.

    Notes
    -----
    - A contributor differs if it was added, dropped, or has a different contribution.
    - Compared with each earlier figure, either no contributor differs or at least `enough` do.

    Examples
    --------
    >>> before = {"A": "1", "B": "2", "C": "3"}
    >>> may_follow(before, [before], 3), may_follow({**before, "D": "4"}, [before], 3), may_follow({}, [before], 3)
    (True, False, True)
    """
    differing = (sum(now.get(one) != was.get(one) for one in {*now, *was}) for was in earlier)
    return all(n == 0 or n >= enough for n in differing)


def _with_sums(counts: pd.Series) -> list[int]:
    each = [int(n) for n in counts]
    return [*each, sum(each)]


def _with_margins(counts: pd.DataFrame) -> list[int]:
    held = counts.to_numpy(dtype="int64")
    return [int(n) for n in (*held.ravel(), *held.sum(axis=1), *held.sum(axis=0), held.sum())]


def _hidden(edges: Sequence[Edge], weights: Sequence[Sequence[int]], fewest: int) -> list[bool]:
    """Hide small cells, then the smallest cell of each cut that reveals too few people; restore any that can be."""
    small = [any(0 < of[place] < fewest for of in weights) for place in range(len(edges))]
    hidden, covers = list(small), list[int]()
    while (more := _next(edges, hidden, weights, fewest)) is not None:
        hidden[more] = True
        covers.append(more)
    for cover in sorted(covers, key=lambda place: (-weights[0][place], place)):
        hidden[cover] = False
        hidden[cover] = _next(edges, hidden, weights, fewest) is not None
    return hidden


def _next(edges: Sequence[Edge], hidden: list[bool], weights: Sequence[Sequence[int]], fewest: int) -> int | None:
    """Return the next cell to hide; None if everything that can be derived covers enough people."""
    for of in weights:
        places = [place for place, is_hidden in enumerate(hidden) if is_hidden]
        for known in ((), *(_own(edges, of, place) for place in places if of[place] == 1)):
            net = [place for place in places if place not in known]
            for cell in (place for place in net if 0 < of[place] < fewest):
                side = _small_cut(edges, net, of, cell, fewest)
                if side is not None:
                    shown = [p for p, is_hidden in enumerate(hidden) if not is_hidden and of[p] > 0 and p not in known]
                    across = [p for p in shown if (edges[p][0] in side) != (edges[p][1] in side)]
                    return min(across, key=lambda place: (weights[0][place], place))
    return None


def _own(edges: Sequence[Edge], weights: Sequence[int], cell: int) -> tuple[int, ...]:
    """Return a single person's cell, and the totals that contain only that person."""
    own, more = {cell}, {cell}
    while more:
        ends = {edges[place][0] for place in more}, {edges[place][1] for place in more}
        single = (place for place, n in enumerate(weights) if n == 1 and place not in own)
        more = {place for place in single if edges[place][1] in ends[0] or edges[place][0] in ends[1]}
        own |= more
    return tuple(sorted(own))


def _small_cut(
    edges: Sequence[Edge], net: Sequence[int], weights: Sequence[int], cell: int, fewest: int
) -> set[int] | None:
    """Return the nodes on a cell's side of a one-directional cut with too few people; None if there is no such cut.

    The maximum flow from one end of the cell to the other equals the minimum number of people in such a cut. Flow
    against a cell is unbounded, because a cut that crosses it backwards reveals a difference, not a sum.
    """
    source, sink = edges[cell]
    room: dict[int, dict[int, float]] = {}
    for place in net:
        start, end = edges[place]
        out, back = room.setdefault(start, {}), room.setdefault(end, {})
        out[end] = out.get(end, 0) + weights[place]
        back[start] = float("inf")
    flow = 0.0
    while flow < fewest:
        came = _reached(room, source)
        if sink not in came:
            return set(came)
        path = [sink]
        while path[-1] != source:
            path.append(came[path[-1]])
        steps = list(zip(path[1:], path, strict=False))
        least = min(room[start][end] for start, end in steps)
        for start, end in steps:
            room[start][end] -= least
            room[end][start] = room[end].get(start, 0) + least
        flow += least
    return None


def _reached(room: dict[int, dict[int, float]], source: int) -> dict[int, int]:
    """Return the nodes still reachable, each with its predecessor on the path."""
    came, waiting = {source: source}, deque([source])
    while waiting:
        here = waiting.popleft()
        for there, left in room[here].items():
            if left > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    return came
