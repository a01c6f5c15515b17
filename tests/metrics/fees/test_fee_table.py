"""Fees by client and quarter."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.fees.fee_table import fee_table, fees_of, surviving, survivors
from acctlib.metrics.fees.fees import by_client
from acctlib.periods import Span, quarter, trailing

DAY = pd.Timestamp
DAYS = pd.date_range("2025-01-01", "2026-06-30", freq="D")
LINES = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, len(DAYS) - 1), st.integers(-9_000, 9_000)),
    min_size=1,
    max_size=40,
)


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]), amount=frame["amount"].astype("float64"))


class TestTable:
    """One pass over the lines."""

    @given(LINES, st.sampled_from(["Q-DEC", "Q-MAR"]))
    @settings(max_examples=40)
    def test_every_quarter_is_what_a_sum_over_its_lines_gives(self, rows, freq):
        held = lines(*((c, DAYS[at], cents / 100) for c, at, cents in rows))
        table = fee_table(held, freq)
        for column in table:
            asked = by_client(held, column)
            assert table[column].to_dict() == pytest.approx(asked.reindex(table.index, fill_value=0.0).to_dict())

    def test_a_credit_counts_in_the_quarter_of_the_service_it_corrects(self):
        # Worked by hand: by issue date it would be a fake contraction and a fake expansion
        held = lines(("A", "2026-01-15", 100), ("A", "2026-04-15", 100), ("A", "2026-01-15", -40))
        assert fee_table(held, "Q-DEC").loc["A"].to_list() == [60, 100]

    def test_a_quarter_between_two_lines_is_there_with_nothing(self):
        assert fee_table(lines(("A", "2025-01-01", 1), ("A", "2025-07-01", 1)), "Q-DEC").loc["A"].to_list() == [1, 0, 1]

    def test_lines_of_nobody_are_in_no_row(self):
        assert fee_table(lines((None, "2025-01-01", 1), ("A", "2025-01-01", 2)), "Q-DEC").index.to_list() == ["A"]

    def test_no_line_has_an_empty_table(self):
        table = fee_table(lines(), "Q-DEC")
        assert table.empty
        assert fees_of(table, quarter("2026Q1")).empty

    def test_categories_and_row_order_do_not_matter_and_inputs_stay(self):
        held = lines(("B", "2025-01-01", 1), ("A", "2025-04-01", 2))
        before = held.copy(deep=True)
        as_category = held.assign(client_id=held["client_id"].astype("category"))[::-1]
        pd.testing.assert_frame_equal(fee_table(as_category, "Q-DEC"), fee_table(held, "Q-DEC"), check_index_type=False)
        pd.testing.assert_frame_equal(held, before)

    def test_a_stretch_is_the_sum_of_its_quarters_within_the_data(self):
        table = fee_table(lines(("A", "2025-01-01", 1), ("A", "2025-04-01", 2)), "Q-DEC")
        assert fees_of(table, trailing(quarter("2025Q2"), 4))["A"] == 3
        assert fees_of(table, Span(quarter("2030Q1"), quarter("2030Q2")))["A"] == 0


def clients(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "parent_id", "end_date"])
    return frame.assign(end_date=pd.to_datetime(frame["end_date"]))


class TestMergers:
    """A merged client is no churn."""

    def test_a_chain_is_followed_to_its_end(self):
        rows = [(f"C{n}", f"C{n + 1}", "2025-01-01") for n in range(9)]
        assert set(survivors(clients(*rows), DAY("2026-01-01"))) == {"C9"}

    def test_a_circle_stays_as_it_is(self):
        rows = (("A", "B", "2025-01-01"), ("B", "C", "2025-01-01"), ("C", "A", "2025-01-01"))
        assert survivors(clients(*rows), DAY("2026-01-01")).empty

    @pytest.mark.parametrize(("end", "merged"), [(None, False), ("2025-06-30", True), ("2025-07-01", False)])
    def test_a_member_of_a_group_that_has_not_ended_is_not_merged(self, end, merged):
        assert (len(survivors(clients(("A", "B", end)), DAY("2025-06-30"))) == 1) is merged

    def test_without_parents_nobody_is_merged(self):
        assert survivors(pd.DataFrame({"client_id": ["A"]}), DAY("2025-06-30")).empty

    def test_who_is_not_merged_stays(self):
        assert surviving(pd.Index(["A", "C"]), pd.Series({"A": "B"})).tolist() == ["B", "C"]
