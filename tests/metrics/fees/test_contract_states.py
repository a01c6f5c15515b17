"""What contracts say of clients; each edge case of the definitions that is about them."""

import pandas as pd
import pytest

from acctlib.metrics.fees.contract_states import in_force, out_of_contract, pauses, under_notice

DAY = pd.Timestamp
AS_OF = DAY("2026-06-30")
PLAIN = {
    "client_id": "A",
    "start_date": "2025-01-01",
    "end_date": "2026-12-31",
    "status": "active",
    "annual_value": 100.0,
}


def contracts(*rows):
    frame = pd.DataFrame([{**PLAIN, "contract_id": f"K{n}", **row} for n, row in enumerate(rows)])
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("start_date", "end_date")})


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]))


class TestInForce:
    """Which contracts hold on a day."""

    @pytest.mark.parametrize(
        ("row", "holds"),
        [
            ({}, True),
            ({"end_date": "2026-06-30"}, True),
            ({"end_date": "2026-06-29"}, False),
            ({"end_date": None}, True),
            ({"start_date": "2026-07-01"}, False),
            ({"status": "draft"}, False),
            ({"status": "ended"}, False),
            ({"status": "notice"}, True),
            ({"status": None}, True),
        ],
    )
    def test_a_contract_holds_or_not(self, row, holds):
        assert (len(in_force(contracts(row), AS_OF)) == 1) is holds

    def test_without_a_status_it_is_in_force(self):
        assert len(in_force(contracts({}).drop(columns="status"), AS_OF)) == 1


class TestPauses:
    """Work that rests."""

    # Fees of any size are fees; a credit is none.
    billed = lines(("A", "2026-03-01", 10.0), ("A", "2026-04-15", 0.5), ("A", "2026-05-01", -10.0))

    def test_a_pause_begins_in_the_month_after_the_last_fees(self):
        found = pauses(contracts({"status": "paused"}), self.billed, AS_OF).loc["A"]
        assert (found["since"], found["days"]) == (DAY("2026-05-01"), 61)  # May and June, by hand

    @pytest.mark.parametrize("other", [{"status": "active"}, {"status": "notice"}])
    def test_a_client_with_work_under_another_contract_does_not_rest(self, other):
        assert pauses(contracts({"status": "paused"}, other), self.billed, AS_OF).empty

    @pytest.mark.parametrize("row", [{"status": "active"}, {"status": "paused", "end_date": "2026-05-31"}])
    def test_without_a_pause_in_force_nobody_rests(self, row):
        found = pauses(contracts(row), self.billed, AS_OF)
        assert found.empty
        assert list(found.columns) == ["since", "days", "months"]

    @pytest.mark.parametrize(
        ("end", "months"), [("2026-03-31", 3), ("2026-04-01", 4), ("2026-02-28", 2), ("2025-12-31", 0)]
    )
    def test_a_month_that_has_begun_counts(self, end, months):
        billed = pd.DataFrame({"client_id": ["A"], "service_date": pd.to_datetime(["2025-12-15"]), "amount": [10.0]})
        found = pauses(contracts({"status": "paused"}), billed, pd.Timestamp(end))
        assert found.loc["A", "months"] == months

    def test_a_client_never_billed_has_no_first_day_of_its_pause(self):
        assert pauses(contracts({"status": "paused", "client_id": "B"}), self.billed, AS_OF).empty


class TestNotice:
    """Notice given, still paying."""

    def test_a_client_leaves_where_all_its_contracts_are_under_notice(self):
        found = under_notice(contracts({"status": "notice", "end_date": "2026-09-30"}), AS_OF).loc["A"]
        assert (found["share"], found["leaves"], found["ends"]) == (1, True, DAY("2026-09-30"))

    def test_part_of_the_contracts_is_part_of_the_fees(self):
        found = under_notice(contracts({"status": "notice", "annual_value": 30.0}, {"annual_value": 70.0}), AS_OF)
        assert found.loc["A", ["share", "leaves"]].to_list() == [0.3, False]

    @pytest.mark.parametrize("values", [(None, 70.0), (0.0, 0.0)])
    def test_without_values_contracts_are_counted(self, values):
        rows = ({"status": "notice", "annual_value": values[0]}, {"annual_value": values[1]})
        assert under_notice(contracts(*rows), AS_OF).loc["A", "share"] == 0.5

    @pytest.mark.parametrize("row", [{}, {"status": "notice", "end_date": "2026-06-29"}])
    def test_without_notice_in_force_there_is_none(self, row):
        assert under_notice(contracts(row), AS_OF).empty


class TestOutOfContract:
    """The contract is over, and work goes on."""

    billed = pd.Series({"A": DAY("2026-06-01")})

    @pytest.mark.parametrize(
        ("end", "months"), [("2026-05-31", 1), ("2026-03-31", 3), ("2026-04-15", 2), ("2025-12-31", 6)]
    )
    def test_months_are_whole_ones(self, end, months):
        assert out_of_contract(contracts({"end_date": end}), self.billed, AS_OF).loc["A", "months"] == months

    @pytest.mark.parametrize(
        "rows",
        [
            ({},),
            ({"end_date": "2026-06-01"},),
            ({"end_date": "2026-03-31"}, {"start_date": "2026-04-01"}),
            ({"end_date": None},),
            ({"end_date": "2026-03-31", "client_id": "B"},),
            ({"end_date": "2026-03-31", "status": "draft"},),
        ],
        ids=["in force", "billed within the term", "renewed", "without an end", "of another", "a draft"],
    )
    def test_others_are_not_in_it(self, rows):
        assert out_of_contract(contracts(*rows), self.billed, AS_OF).empty

    def test_it_counts_from_the_last_of_the_contracts(self):
        held = contracts({"end_date": "2025-12-31"}, {"end_date": "2026-03-31"})
        assert out_of_contract(held, self.billed, AS_OF).loc["A", "since"] == DAY("2026-04-01")

    def test_a_client_that_is_not_billed_does_not_work_on(self):
        assert out_of_contract(contracts({"end_date": "2026-03-31"}), self.billed.iloc[:0], AS_OF).empty
