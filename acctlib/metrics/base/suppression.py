"""Small groups hidden so that they stay hidden: no sum, no difference and no earlier table gives them back.

A table of answers by group is a net: what flows into a line (its cells) flows out of it (its total). A hidden cell
can be had by adding and subtracting lines exactly where a cut through the net crosses hidden cells in one direction
only; what is then known is the sum of the cells it crosses. So each such cut must hold enough people.

What it does not protect against
--------------------------------
- Two people who tell each other their answers, or a whole group that does: one person alone is allowed for.
- What somebody knows from elsewhere, and guesses: all of six people gave a ten, so each of them did.
- Tables of more than two groupings at once, and two tables of different groupings that are themselves crossed.
- Sums of money where one client pays nearly all of a cell; that takes a rule of dominance (see `facts.benchmark`).
- More than one earlier table: a table is held against the one before it. (Peer figures: against those on record.)

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
    """Which groups of a list with a total are hidden: the small ones, and what would give them back.

    Parameters
    ----------
    counts : Series[group -> whole number]
        People who answered, each in one group. The total is reckoned, and taken to be shown.
    fewest : int
        The fewest people of whom something may be said.
    changed : Series[group -> whole number], optional
        People whose answer came in or fell out since the table before; all of that is taken to be known.

    Returns
    -------
    Series[group and `total` -> bool]

    Notes
    -----
    - A group of nobody hides nobody and is shown.
    - Hidden groups hold `fewest` people between them, and one more where one of them is a single person, who knows
      the own answer.
    - A group that few have joined or left since is hidden: two tables would give those few.
    - A total of fewer is hidden with all that it is made of.

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
    """Which cells of a table with totals of rows and columns are hidden, the totals among them.

    Parameters
    ----------
    counts : DataFrame
        People who answered, each in one cell; as in `hidden_groups`.

    Returns
    -------
    DataFrame[bool]
        The table with a row and a column `total` more.

    Examples
    --------
    >>> table = pd.DataFrame([[3, 9, 8], [7, 6, 9], [8, 9, 7]])
    >>> hidden_cells(table).to_numpy()[:3, :3].tolist()
    [[True, False, True], [False, False, False], [True, False, True]]
    """
    rows, columns = counts.shape
    across, down = range(rows), range(rows, rows + columns)  # a node for each line; the last two are the totals'
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
    """How many people's answers came into each group or fell out of it between two tables.

    Parameters
    ----------
    now, before : DataFrame
        One row per answer: `survey_id`, `person`, and the column of the groups.

    Returns
    -------
    Series[group -> whole number]
        Every group of either table.

    Notes
    -----
    - A person who answered again is one person, though one answer fell out and another came in.
    - A person who has moved from one group to another counts in both.

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
    """Whether a figure over many may be shown after others: beside none of them it tells of only a few.

    Parameters
    ----------
    now : Mapping
        Contributor -> digest of what it contributes to the figure.
    earlier : iterable of Mapping
        The same for each figure that was shown before.
    enough : int
        The fewest contributors of whom a difference may tell.

    Notes
    -----
    - A contributor differs that came, left, or contributes something else.
    - Nobody differs, or enough do.

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
    """Hide what is small, then the smallest cell of each cut that tells too few; show again what need not be hidden."""
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
    """The next cell to hide; None where all that can be told is of enough people."""
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
    """A cell of one person, and the totals that are of this person alone."""
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
    """The nodes on a cell's side of a cut that crosses hidden cells one way and holds too few; None without one.

    The most that can flow from one end of the cell to the other is the least that such a cut holds; what flows against
    a cell has no bound, because a cut that it crosses backwards tells a difference and nobody's sum.
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
    """Nodes that can still be reached, each with the one before it on the way."""
    came, waiting = {source: source}, deque([source])
    while waiting:
        here = waiting.popleft()
        for there, left in room[here].items():
            if left > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    return came
