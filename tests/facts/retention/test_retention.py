"""Facts about retention; each edge case of the definitions has its test here or beside its function."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import ReviewContext, book_scorecard, scorecard
from acctlib.facts.base.measures import Estimate, interval_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.contracts import future_churn
from acctlib.facts.retention.movements import STEPS
from acctlib.metrics.registry import definition
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
# Worked by hand: opening and closing; F was billed in an earlier year
ORACLE = {"A": (100, 100), "B": (100, 130), "C": (100, 60), "D": (100, 0), "E": (0, 50), "F": (0, 70)}
OLD = {"client_id": "A", "contract_id": "old", "end_date": "2026-06-30"}
PLAIN = {"start_date": "2024-01-01", "end_date": "2027-12-31", "status": "active", "annual_value": 400.0,
         "renewal_of": None, "signed_date": None, "currency": "EUR"}  # fmt: skip


def revenue(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(
        service_date=pd.to_datetime(frame["service_date"]), amount=frame["amount"].astype("float64"), kind="retainer",
        currency="EUR", credit_type=None,
    )  # fmt: skip


def ledger(ends, day="2025-07-01", now="2026-07-01"):
    """Invoice lines of a ledger, a year apart."""
    return [
        (c, when, amount) for c, both in ends.items() for when, amount in zip((day, now), both, strict=True) if amount
    ]


def clients(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "parent_id", "end_date"])
    return frame.assign(end_date=pd.to_datetime(frame["end_date"]), start_date=pd.Timestamp("2020-01-01"),
                        name="Name of " + frame["client_id"])  # fmt: skip


def contracts(*rows):
    frame = pd.DataFrame([{**PLAIN, "contract_id": f"K{n}", **row} for n, row in enumerate(rows)])
    return frame.assign(**{d: pd.to_datetime(frame[d]) for d in ("start_date", "end_date", "signed_date")})


def book(lines, context=TERMS, **tables):
    return book_scorecard({"revenue": revenue(*lines), **tables}, context)


@pytest.fixture(scope="module")
def oracle():
    return book([*ledger(ORACLE), ("F", "2024-01-01", 10)], clients=clients(*((c, None, None) for c in ORACLE)))


class TestOracleBook:
    """The oracle ledger, from invoice lines to facts."""

    @pytest.mark.parametrize(("name", "value"), [("nrr", 0.725), ("grr", 0.65), ("logo_retention", 0.75)])
    def test_its_numbers_with_the_clients_they_rest_on_and_an_interval(self, oracle, name, value):
        fact = oracle[name]
        assert (fact.value, fact.n) == (pytest.approx(value), 4)
        assert fact.low < fact.value < fact.high

    def test_its_movements(self, oracle):
        found = {step: oracle[f"movement_{step}"].value for step in STEPS}
        assert found == {"opening": 400, "new": 50, "reactivation": 70, "expansion": 30, "contraction": -40,
                         "churn": -100, "currency": 0, "closing": 410}  # fmt: skip
        assert [oracle[f"movement_{s}"].n for s in ("opening", "new", "churn", "closing")] == [4, 1, 1, 5]

    def test_without_the_client_that_moves_it_most_it_is_290_of_300_and_says_which(self, oracle):
        fact = oracle["nrr_without_largest"]
        assert (fact.value, fact.n) == (pytest.approx(290 / 300), 3)
        assert fact.note == "without Name of D"
        assert definition("nrr_without_largest").class_ == "internal"
        (gone,) = fact.left_out
        assert fact.value + gone.effect == pytest.approx(0.725)

    def test_one_exchange_rate_changes_nothing_where_there_is_one_currency(self, oracle):
        assert oracle["nrr_constant_currency"].value == pytest.approx(0.725)

    def test_every_fact_of_the_area_is_unknown_with_a_reason_or_has_a_number_and_its_n(self, oracle):
        assert all(
            f.n is not None and (f.known or f.note) for f in oracle.values() if f.name.startswith(("nrr", "grr"))
        )


class TestWindows:
    """The same formula over other stretches."""

    def test_on_the_quarter_before(self):
        found = book(ledger({"A": (100, 130), "B": (100, 0)}, "2026-04-01"))
        assert [found[f"{m}_quarter"].value for m in ("nrr", "grr", "logo_retention")] == [0.65, 0.5, 0.5]
        assert found["nrr"].note == "no recurring fees in Q3 2025 to compare with"

    def test_four_quarters_on_four(self):
        days = pd.period_range("2024Q4", "2026Q3", freq="Q-DEC").start_time
        lines = [("A", day, 100) for day in days] + [("B", day, 50) for day in days[:6]]
        found = book(lines)
        assert found["nrr_year"].value == pytest.approx((400 + 100) / 600)
        assert found["logo_retention_year"].value == 1  # B has fees in the last four quarters
        assert found["nrr_year"].period == "four quarters to Q3 2026"

    def test_who_joined_within_the_four_quarters_before_is_in_no_cohort_of_them(self):
        # A pays 100 in all eight quarters; B joins in the third at 50: with it (400 + 200) / (400 + 100) = 120 %
        days = pd.period_range("2024Q4", "2026Q3", freq="Q-DEC").start_time
        found = book([*(("A", day, 100) for day in days), *(("B", day, 50) for day in days[2:])])
        for name in ("nrr_year", "grr_year", "logo_retention_year"):
            assert (found[name].value, found[name].n) == (1.0, 1)

    def test_without_fees_in_the_first_of_the_four_quarters_there_is_no_opening(self):
        found = book([("A", "2025-01-01", 100), ("A", "2026-07-01", 100)])["nrr_year"]
        why = "no recurring fees in Q4 2024, the first of the four quarters to compare with"
        assert (found.value, found.note) == (None, why)

    def test_a_client_that_joined_within_them_is_told_why_in_its_own_review(self):
        days = pd.period_range("2025Q2", "2026Q3", freq="Q-DEC").start_time
        found = scorecard({"revenue": revenue(*(("B", day, 50) for day in days))}, TERMS)["nrr_year"]
        assert (found.value, found.note.split(",")[0]) == (None, "no recurring fees in Q4 2024")

    def test_a_quarterly_rate_is_repeated_under_a_name_that_says_so(self):
        ends = {f"C{n}": (100, 0 if n == 0 else 100) for n in range(20)}
        fact = book(ledger(ends, "2026-04-01"))["logo_retention_if_repeated"]
        assert fact.value == pytest.approx(0.8145, abs=5e-5)  # 95 % a quarter, worked by hand
        assert "if this one repeated" in fact.label


class TestEdges:
    """The edge cases of retention, one by one."""

    @pytest.mark.parametrize(
        ("lines", "why"),
        [
            ([], "no recurring fees in Q3 2025 to compare with"),
            ([("A", "2025-07-01", -5)], "recurring fees in Q3 2025 were below zero, after credits"),
        ],
        ids=["no client", "a credit"],
    )
    def test_an_empty_cohort_is_unknown_with_a_reason(self, lines, why):
        found = book([*lines, ("B", "2026-07-01", 100)])
        for name in ("nrr", "grr", "logo_retention", "nrr_without_largest", "nrr_constant_currency", "nrr_committed"):
            assert (found[name].value, found[name].note) == (None, why)

    def test_a_joiner_that_left_has_a_line_of_its_own_and_lowers_no_retention(self):
        found = book(
            [*ledger({"A": (100, 100)}), ("J", "2025-10-01", 50), ("K", "2026-01-01", 50), ("K", "2026-07-01", 50)]
        )
        assert (found["joiners_lost"].value, found["joiners_lost"].n) == (1, 2)
        assert found["logo_retention"].value == 1
        (gone,) = found["logo_retention"].left_out
        assert (gone.n, gone.effect) == (1, pytest.approx(-0.5))

    @pytest.mark.parametrize(
        ("last", "end", "months"),
        [
            ("2023-12-01", "2024-03-31", 3),  # January to March of a leap year: 91 days
            ("2026-06-01", "2026-09-30", 3),  # July to September: 92 days
            ("2026-05-01", "2026-09-30", 4),
        ],
    )
    def test_a_pause_of_a_whole_quarter_is_no_loss_and_a_fourth_month_is(self, last, end, months):
        context = replace(TERMS, quarter=quarter(f"{end[:4]}Q{int(end[5:7]) // 3}"), covered_to=date.fromisoformat(end))
        year_ago = str(context.quarter.start_time.date() - pd.DateOffset(years=1))[:10]
        lines = [("A", year_ago, 100), ("A", end, 100), ("P", year_ago, 100), ("P", last, 30)]
        held = contracts({"client_id": "P", "status": "paused", "start_date": "2020-01-01"})
        found = book(lines, context, contracts=held)["logo_retention"]
        assert (found.value, found.n) == ((1.0 if months <= 3 else 0.5), 2)
        assert (found.note == "1 client on a pause of up to 3 months counts as retained") is (months <= 3)

    @pytest.mark.parametrize(("days", "retained"), [(92, 1), (91, 0.5)])
    def test_a_pause_counts_as_retained_for_so_many_days(self, days, retained):
        # last fees in June: the pause has lasted 92 days on 30 September
        lines = [*ledger({"A": (100, 100), "P": (100, 0)}), ("P", "2026-06-01", 30)]
        context = replace(TERMS, policy=Policy(pause_days=days))
        found = book(lines, context, contracts=contracts({"client_id": "P", "status": "paused"}))
        assert found["logo_retention"].value == retained
        assert ("on a pause of up to 92 days" in found["logo_retention"].note) == (retained == 1)
        assert found["nrr"].value == 0.5

    def test_notice_given_is_active_and_future_churn_in_the_committed_view(self):
        lines = ledger({"A": (100, 100), "N": (100, 100)})
        notice = contracts({"client_id": "N", "status": "notice", "end_date": "2026-12-31"}, {"client_id": "A"})
        found = book(lines, contracts=notice)
        assert (found["logo_retention"].value, found["nrr"].value, found["nrr_committed"].value) == (1, 1, 0.5)
        assert (found["notice_clients"].value, found["notice_fees"].value) == (1, 100)
        listed = future_churn(Prepared({"revenue": revenue(*lines), "contracts": notice}, TERMS))
        assert listed.loc["N", ["fees", "ends"]].to_list() == [100, pd.Timestamp("2026-12-31")]

    def test_a_lapsed_contract_with_work_going_on_is_active_and_not_renewed_in_time(self):
        lapsed = contracts({"client_id": "A", "end_date": "2026-04-30"})
        found = book(ledger({"A": (100, 100)}, now="2026-09-01"), contracts=lapsed)
        assert found["logo_retention"].value == 1
        assert (found["out_of_contract"].value, found["months_out_of_contract"].value) == (1, 5)
        assert (found["on_time_renewal"].value, found["renewal_rate"].value) == (0, 0)

    def test_a_merged_client_is_no_churn_and_its_fees_move_to_the_survivor(self):
        people = clients(("A", "B", "2026-01-01"), ("B", None, None))
        found = book([("A", "2025-07-01", 100), ("B", "2025-07-01", 50), ("B", "2026-07-01", 150)], clients=people)
        assert [found[m].value for m in ("nrr", "grr", "logo_retention")] == [1, 1, 1]
        assert (found["logo_retention"].n, found["movement_churn"].value, found["movement_expansion"].value) == (
            1,
            0,
            0,
        )

    def test_who_came_within_the_year_is_new_and_not_returned(self):
        found = book([*ledger({"A": (100, 100), "N": (0, 30)}), ("N", "2026-01-01", 30)])
        assert (found["movement_new"].value, found["movement_reactivation"].value) == (30, 0)

    def test_before_the_merger_the_same_book_has_two_clients(self):
        people = clients(("A", "B", "2026-11-01"), ("B", None, None))
        assert book(ledger({"A": (100, 100), "B": (50, 50)}), clients=people)["logo_retention"].n == 2

    def test_project_clients_are_held_by_activity_and_never_mixed_with_contracts(self):
        held = revenue(("P", "2025-02-01", 10), ("P", "2026-02-01", 10), ("Q", "2025-02-01", 10), ("R", "2025-02-01", 9),
                       ("R", "2026-02-01", 9)).assign(kind=["project"] * 3 + ["retainer"] * 2)  # fmt: skip
        found = book_scorecard({"revenue": held}, TERMS)
        assert (found["activity_retention"].value, found["activity_retention"].n) == (0.5, 2)
        assert found["logo_retention_year"].n == 1 or found["logo_retention_year"].value is None

    def test_a_goodwill_credit_lowers_nothing_that_recurs(self):
        lines = revenue(*ledger({"A": (100, 100)}), ("A", "2026-07-02", -30)).assign(
            credit_type=[None, None, "goodwill"]
        )
        assert book_scorecard({"revenue": lines}, TERMS)["nrr"].value == 1

    def test_a_client_with_credits_only_has_left(self):
        assert book(ledger({"A": (100, 100), "G": (100, -10)}))["logo_retention"].value == 0.5


class TestCurrency:
    """Movements at one rate, currency on its own line."""

    rates = pd.DataFrame(
        {"date": pd.to_datetime(["2025-01-01", "2026-07-01"]), "currency": "USD", "rate": [1.10, 1.00], "source": "x"}
    )

    def test_a_client_that_grew_by_a_tenth_is_level_as_reported_and_currency_says_why(self):
        # Worked by hand: 100 at 1.10, then 110 at 1.00
        held = revenue(*ledger({"A": (100, 110), "B": (50, 50)})).assign(currency=["USD", "USD", "EUR", "EUR"])
        found = book_scorecard({"revenue": held, "rates": self.rates}, TERMS)
        assert found["movement_expansion"].value == pytest.approx(11)
        assert found["movement_currency"].value == pytest.approx(-11)
        assert found["nrr"].value == pytest.approx(1)
        assert found["nrr_constant_currency"].value == pytest.approx(171 / 160)

    def test_the_bridge_adds_up_to_the_cent(self):
        held = revenue(*ledger({"A": (33.33, 71.07), "B": (12.01, 0), "C": (0, 5.55), "D": (7.77, 3.21)}))
        held = held.assign(currency=["USD"] * (len(held) - 2) + ["EUR"] * 2)
        found = book_scorecard({"revenue": held, "rates": self.rates}, TERMS)
        steps = [found[f"movement_{step}"].value for step in STEPS]
        assert round(sum(steps[:-1]) - steps[-1], 2) == 0
        assert steps[STEPS.index("currency")] != 0

    def test_a_rate_that_begins_after_the_earlier_quarter_leaves_no_bridge_and_says_so(self):
        held = revenue(*ledger({"A": (100, 100)}), ("B", "2026-07-05", 9)).assign(currency=["EUR", "EUR", "USD"])
        found = book_scorecard({"revenue": held, "rates": self.rates.iloc[1:]}, TERMS)
        assert (found["movement_new"].value, found["movement_new"].note) == (None, "an exchange rate is missing")
        assert found["nrr"].value == 1


class TestRenewals:
    """Contracts due in the last four quarters."""

    def found(self, *rows, context=TERMS, **tables):
        return book([("A", "2026-07-01", 1)], context, contracts=contracts(*rows), **tables)

    def test_by_count_by_value_net_and_in_time(self):
        new = {"client_id": "A", "renewal_of": "old", "annual_value": 500.0, "signed_date": "2026-07-10"}
        found = self.found(OLD, new, {"client_id": "B", "end_date": "2026-01-31", "annual_value": 100.0})
        values = [
            found[n].value for n in ("renewal_rate", "renewal_rate_by_value", "net_renewal_rate", "on_time_renewal")
        ]
        assert values == [0.5, 400 / 500, 1.0, 0.0]
        assert (found["renewal_rate"].n, found["renewal_rate"].low > 0) == (2, True)

    def test_open_contracts_are_left_out_and_told(self):
        found = self.found(OLD, {"client_id": "B", "end_date": "2026-09-15"})
        assert (found["renewal_rate"].n, found["renewal_rate"].value) == (1, 0)
        assert [(rows.n, rows.why) for rows in found["renewal_rate"].left_out] == [
            (1, "contracts due that are still open")
        ]
        strict = self.found(OLD, {"client_id": "B", "end_date": "2026-09-15"},
                            context=replace(TERMS, policy=Policy(renewal_grace_days=0)))  # fmt: skip
        assert strict["renewal_rate"].n == 2

    def test_two_currencies_are_weighed_in_one_money(self):
        rates = pd.DataFrame({"date": pd.to_datetime(["2020-01-01"]), "currency": "USD", "rate": [0.5]})
        rows = (OLD, {"client_id": "B", "contract_id": "B", "end_date": "2026-06-30", "currency": "USD"},
                {"client_id": "B", "renewal_of": "B", "currency": "USD", "signed_date": "2026-06-01"})  # fmt: skip
        assert self.found(*rows, rates=rates)["net_renewal_rate"].value == pytest.approx(200 / 600)

    def test_a_value_without_a_rate_is_left_out_and_told(self):
        found = self.found(OLD, {"client_id": "B", "end_date": "2026-06-30", "currency": "USD"})["net_renewal_rate"]
        assert (found.value, found.n) == (0, 1)
        assert [rows.why for rows in found.left_out] == ["contracts without a value, before or after"]

    def test_without_contracts_or_any_due_it_is_unknown_and_says_so(self):
        assert book([("A", "2026-07-01", 1)])["renewal_rate"].note == "contracts are not kept"
        assert self.found({"client_id": "A"})["net_renewal_rate"].note == "no contract fell due"


class TestTenure:
    """How long clients stay."""

    def found(self, *rows):
        frame = pd.DataFrame(rows, columns=["client_id", "start_date", "end_date"])
        dated = frame.assign(**{d: pd.to_datetime(frame[d]) for d in ("start_date", "end_date")})
        return book([("A", "2020-01-01", 1)], clients=dated)

    def test_a_median_that_nobody_reached_is_longer_than_observed(self):
        fact = self.found(("A", "2020-01-01", None), ("B", "2020-01-01", "2021-01-01"), ("C", "2020-01-01", None))
        assert fact["tenure_median"].value is None
        assert fact["tenure_median"].note.startswith("longer than observed")

    def test_years_within_the_first_three_and_why_the_average_age_is_another_number(self):
        fact = self.found(("A", "2020-01-01", None), ("B", "2020-01-01", "2021-01-01"))["tenure"]
        assert (fact.value, fact.n, fact.unit) == (pytest.approx(2.0, abs=0.01), 2, "years")  # 3 and 1, by hand
        assert "average age" in fact.note

    def test_without_first_days_it_is_unknown(self):
        assert book([("A", "2026-07-01", 1)])["tenure"].note == "the days on which relationships began are not kept"

    def test_where_nobody_left_within_three_years_there_is_no_interval_and_it_says_so(self):
        fact = self.found(("A", "2020-01-01", None), ("B", "2020-01-01", None))["tenure"]
        assert (fact.value, fact.low, fact.high) == (3, None, None)
        assert fact.note == "none of 2 left within three years: how many may, is not known"

    def test_where_nobody_was_seen_for_three_years_it_is_unknown(self):
        assert self.found(("A", "2026-01-01", None))["tenure"].note == "nobody was seen for three years"


class TestOneClient:
    """One client's own facts."""

    def test_its_n_is_invoice_lines_and_clients_are_never_counted(self):
        frames = {
            "revenue": revenue(*ledger({"A": (100, 130)}), ("A", "2026-04-01", 65)),
            "clients": clients(("A", None, None)),
        }
        found = scorecard(frames, TERMS)
        assert (found["nrr"].value, found["nrr"].n, found["nrr_quarter"].value) == (1.3, 2, 2)
        assert "logo_retention" not in found
        assert found["months_out_of_contract"].note == "contracts are not kept"

    def test_a_client_reads_no_retention_of_its_own(self):
        frames = {"revenue": revenue(*ledger({"A": (100, 130)}))}
        names = set(scorecard(frames, replace(TERMS, edition="client")))
        assert not names & {"nrr", "grr", "nrr_quarter", "nrr_year", "months_out_of_contract"}


class TestDifference:
    """A change of a rate of money is one where the interval of the difference leaves out zero."""

    @pytest.mark.parametrize(
        ("before", "differs"),
        [((0.5, 0.4, 0.6), True), ((0.8, 0.7, 0.9), False), ((None, None, None), None), ((0.5, None, None), None)],
    )
    def test_it_is_judged_from_both_intervals(self, before, differs):
        value, low, high = before
        now = Estimate(0.9, 10, low=0.8, high=1.0)
        assert interval_differs(now, Estimate(value, 10, low=low, high=high)) is differs
        assert interval_differs(Estimate(value, 10, low=low, high=high), now) is differs
