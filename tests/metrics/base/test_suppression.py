"""Hidden groups stay hidden: attacked with linear algebra, bounds and an earlier table."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from acctlib.metrics.base.suppression import TOTAL, changed_people, hidden_cells, hidden_groups

FEWEST = 5
SHAPES = st.sampled_from([(1, 4), (2, 2), (2, 3), (3, 3), (2, 4)])
SMALL = st.integers(0, 9) | st.sampled_from([0, 1, 1, 2, 30])


@st.composite
def tables(draw, cells=SMALL):
    rows, columns = draw(SHAPES)
    return pd.DataFrame(
        draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    )


def equations(hidden):
    """What a reader knows of the cells that are not shown: one row for each line whose total is shown.

    Written from the table alone, not from the net that the kit walks: a column for each cell, 1 where the line has it.
    """
    rows, columns = hidden.shape[0] - 1, hidden.shape[1] - 1
    held, told = np.arange(rows * columns).reshape(rows, columns), []
    lines = [(held[r], hidden.iloc[r, -1]) for r in range(rows)] + [
        (held[:, c], hidden.iloc[-1, c]) for c in range(columns)
    ]
    for line, unknown in [*lines, (held.ravel(), hidden.iloc[-1, -1])]:
        if not unknown:
            told.append(np.isin(np.arange(rows * columns), line).astype(float))
    return np.array(told).reshape(-1, rows * columns)


def free(known, unknown):
    """Ways in which the unknown cells can change together without changing what is known: a null space."""
    part = known[:, unknown]
    if not part.size:
        return np.eye(len(unknown))
    _, sizes, ways = np.linalg.svd(part)
    return ways[(sizes > 1e-9).sum() :].T


def told_sets(known, unknown):
    """Every set of hidden cells whose sum can be had, by trying all of them."""
    ways = free(known, unknown)
    for chosen in product((0, 1), repeat=len(unknown)):
        if any(chosen) and np.allclose(np.array(chosen) @ ways, 0, atol=1e-9):
            yield unknown[np.array(chosen, dtype=bool)]


def flat(hidden):
    return np.flatnonzero(hidden.to_numpy()[:-1, :-1].ravel())


class TestAttacks:
    """A reader with the whole table, totals included, and a computer."""

    @given(tables())
    @settings(max_examples=150)
    def test_nothing_that_can_be_added_or_subtracted_is_of_too_few(self, counts):
        hidden, n = hidden_cells(counts, FEWEST), counts.to_numpy().ravel()
        for cells in told_sets(equations(hidden), flat(hidden)):
            assert n[cells].sum() >= FEWEST

    @given(tables())
    @settings(max_examples=100)
    def test_nor_for_a_person_who_is_alone_in_a_cell_and_knows_it(self, counts):
        hidden, n = hidden_cells(counts, FEWEST), counts.to_numpy().ravel()
        for alone in np.flatnonzero(n == 1):
            others = flat(hidden)[flat(hidden) != alone]
            for cells in told_sets(equations(hidden), others):
                assert n[cells].sum() >= FEWEST

    @given(tables())
    @settings(max_examples=60)
    def test_no_small_cell_is_bounded_to_one_number(self, counts):
        # scipy's linear programme: the least and the most that each hidden cell can be, none being below zero
        hidden, n = hidden_cells(counts, FEWEST), counts.to_numpy().ravel().astype(float)
        known, unknown = equations(hidden)[:, flat(hidden)], flat(hidden)
        sums = known @ n[unknown]
        for place in range(len(unknown)):
            aim = np.eye(len(unknown))[place]
            ends = [
                linprog(sign * aim, A_eq=known if len(known) else None, b_eq=sums if len(known) else None)
                for sign in (1, -1)
            ]
            low, high = (end.fun if end.status == 0 else np.inf for end in ends)
            assert abs(high) - low >= 2 - 1e-6

    @given(tables())
    @settings(max_examples=100)
    def test_least_squares_finds_no_small_cell(self, counts):
        hidden, n = hidden_cells(counts, FEWEST), counts.to_numpy().ravel().astype(float)
        unknown = flat(hidden)
        ways = free(equations(hidden), unknown)
        for place in np.flatnonzero((n[unknown] > 0) & (n[unknown] < FEWEST)):
            assert np.abs(ways[place]).max() > 1e-9  # a row of zeros is a cell that is found whatever the others are

    @given(st.data(), tables())
    @settings(max_examples=100)
    def test_the_table_before_gives_away_nobody_who_came_or_went(self, data, counts):
        moved = [[data.draw(st.integers(0, 8)) for _ in counts.columns] for _ in counts.index]
        changed = pd.DataFrame(moved)
        hidden, moves = hidden_cells(counts, FEWEST, changed), changed.to_numpy().ravel()
        shown = np.setdiff1d(np.arange(moves.size), flat(hidden))
        assert not ((moves[shown] > 0) & (moves[shown] < FEWEST)).any()
        for cells in told_sets(equations(hidden), flat(hidden)):
            assert moves[cells].sum() == 0 or moves[cells].sum() >= FEWEST

    def test_the_attack_succeeds_on_a_table_that_hides_small_cells_only(self):
        counts = pd.DataFrame([[3, 9], [8, 7]])
        naive = pd.DataFrame([[True, False, False], [False] * 3, [False] * 3])
        assert [counts.to_numpy().ravel()[cells].sum() for cells in told_sets(equations(naive), flat(naive))] == [3]


class TestGroups:
    """A list of groups with its total."""

    def hidden(self, *counts, **more):
        found = hidden_groups(pd.Series(counts), FEWEST, **more)
        return [bool(x) for x in found]

    def test_a_list_without_small_groups_hides_nothing(self):
        assert self.hidden(5, 9, 20) == [False] * 4

    def test_the_next_smallest_group_is_hidden_with_a_small_one(self):
        assert self.hidden(3, 9, 6) == [True, False, True, False]

    def test_two_small_groups_of_enough_people_hide_each_other(self):
        assert self.hidden(3, 4, 9) == [True, True, False, False]

    def test_two_small_groups_of_too_few_people_need_a_third(self):
        assert self.hidden(2, 2, 9, 12) == [True, True, True, False, False]

    def test_one_person_who_knows_the_own_answer_is_counted_out(self):
        assert self.hidden(2, 3, 9) == [True, True, False, False]
        assert self.hidden(1, 4, 9) == [True, True, True, False]  # 1 and 4 are five, but the one would know the four

    def test_a_group_of_nobody_is_shown_and_protects_nobody(self):
        assert self.hidden(0, 3, 9) == [False, True, True, False]

    def test_a_total_of_too_few_is_hidden_with_all_of_it(self):
        assert self.hidden(0, 3, 1) == [False, True, True, True]

    def test_a_group_that_few_joined_is_hidden_where_the_table_before_is_known(self):
        more = {"changed": pd.Series([3, 0, 8, 9])}
        assert self.hidden(9, 9, 12, 15) == [False] * 5
        assert self.hidden(9, 9, 12, 15, **more) == [True, False, True, False, False]  # 3 and 8 are enough

    def test_a_group_that_none_joined_cannot_cover_one_that_few_joined(self):
        assert self.hidden(9, 9, changed=pd.Series([3, 0])) == [True, False, True]  # the total differs by those three

    def test_nothing_is_of_nothing(self):
        assert self.hidden() == [False]

    @given(st.lists(st.integers(0, 30), max_size=7), st.integers(1, 8))
    @settings(max_examples=80)
    def test_no_shown_number_is_of_too_few_and_the_order_of_groups_does_not_matter(self, counts, fewest):
        held = pd.Series(counts, dtype="int64")
        found = hidden_groups(held, fewest)
        shown = [*held[~found.iloc[:-1].to_numpy()], *([] if found[TOTAL] else [held.sum()])]
        assert all(n == 0 or n >= fewest for n in shown)
        back = hidden_groups(held[::-1], fewest)
        assert sorted(held[found.iloc[:-1].to_numpy()]) == sorted(held[::-1][back.iloc[:-1].to_numpy()])

    def test_inputs_are_not_changed(self):
        counts = pd.Series([3, 9])
        hidden_groups(counts)
        assert counts.to_list() == [3, 9]


class TestCells:
    """A table with totals both ways."""

    def test_one_small_cell_takes_three_others_with_it(self):
        hidden = hidden_cells(pd.DataFrame([[3, 9, 8], [7, 6, 9], [8, 9, 7]]))
        assert int(hidden.to_numpy().sum()) == 4  # the least there is: a rectangle with the cell as a corner
        assert hidden.iloc[0, 0]

    def test_small_totals_are_hidden_too(self):
        hidden = hidden_cells(pd.DataFrame([[1, 2], [20, 30]], index=["a", "b"]))
        assert hidden.loc["a", TOTAL]
        assert hidden.loc["b", TOTAL]  # the sum of all less this one would be the three
        assert not hidden.loc[TOTAL, TOTAL]

    def test_a_table_of_one_row_is_hidden_as_a_list_is(self):
        counts = [3, 9, 6]
        assert hidden_cells(pd.DataFrame([counts])).iloc[0].to_list() == hidden_groups(pd.Series(counts)).to_list()

    def test_a_table_of_many_people_is_shown_in_full(self):
        assert not hidden_cells(pd.DataFrame([[10, 20], [30, 40]])).to_numpy().any()


class TestChangedPeople:
    """Who came in and who fell out."""

    before = pd.DataFrame({"survey_id": [1, 2, 3], "person": list("xyz"), "role": ["a", "a", "b"]})

    def changed(self, **columns):
        return changed_people(pd.DataFrame(columns), self.before, "role").to_dict()

    def test_a_person_who_changed_group_counts_in_both(self):
        assert self.changed(survey_id=[1, 2, 3], person=list("xyz"), role=["a", "b", "b"]) == {"a": 1, "b": 1}

    def test_a_group_that_nobody_joined_or_left_has_zero(self):
        assert changed_people(self.before, self.before, "role").to_dict() == {"a": 0, "b": 0}

    def test_a_group_that_nobody_is_in_has_no_row(self):
        held = self.before.assign(role=pd.Categorical(self.before["role"], ["a", "b", "c"]))
        assert changed_people(held, held, "role").to_dict() == {"a": 0, "b": 0}

    def test_a_person_who_answered_again_is_one(self):
        assert self.changed(survey_id=[7, 2, 3], person=list("xyz"), role=["a", "a", "b"]) == {"a": 1, "b": 0}

    def test_a_group_that_is_new_counts_all_of_it_and_one_that_is_gone_too(self):
        assert self.changed(survey_id=[1, 2, 4, 5], person=list("xyvw"), role=["a", "a", "c", "c"]) == {
            "a": 0,
            "b": 1,
            "c": 2,
        }


@pytest.mark.parametrize("fewest", [3, 5, 10])
def test_the_firm_decides_how_few_are_too_few(fewest):
    assert hidden_groups(pd.Series([4, 9, 30]), fewest).sum() == {3: 0, 5: 2, 10: 2}[fewest]
