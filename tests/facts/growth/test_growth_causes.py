"""Facts about what is behind the growth of fees."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.coverage import Coverage, Days
from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import account_of
from acctlib.facts.growth.growth import fees, growth
from acctlib.facts.growth.growth_causes import (
    constant_currency_growth,
    currency_effect,
    effective_clients,
    fee_concentration,
    ramp_of_starts,
    recurring_share,
    top_share,
    top_three_share,
)
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q1"), "internal", "USD", "USD", date(2026, 3, 31))
RATES = pd.DataFrame(
    {"date": pd.to_datetime(["2025-01-01", "2026-01-01"]), "currency": ["EUR", "EUR"], "rate": [1.10, 1.00]}
)


def frames(*rows, **rest):
    """Invoice lines: day, amount, kind, currency, client, service; prepared as the scorecard does."""
    columns = ["service_date", "amount", "kind", "currency", "client_id", "service_line"]
    revenue = pd.DataFrame(list(rows), columns=columns).assign(credit_type=None)
    revenue = revenue.assign(service_date=pd.to_datetime(revenue["service_date"]))
    return {"revenue": revenue, "rates": RATES, **rest}


def line(day, amount, kind="retainer", currency="USD", client="C", service="Media"):
    return (day, float(amount), kind, currency, client, service)


class TestOneExchangeRate:
    """Growth with the exchange rates of a year ago."""

    held = (line("2025-02-01", 100, currency="EUR"), line("2026-02-01", 110, currency="EUR"))

    def test_100_eur_at_110_to_110_eur_at_100_is_level_as_reported_and_ten_percent_at_one_rate(self):
        # By hand: 110 USD to 110 USD as reported; 110 EUR x 1.10 = 121 USD at the rate of a year ago.
        held = frames(*self.held)
        assert growth(Prepared(held, TERMS)).value == pytest.approx(0, abs=1e-12)
        assert constant_currency_growth(Prepared(held, TERMS)).value == pytest.approx(0.10)
        assert currency_effect(Prepared(held, TERMS)).value == pytest.approx(-11)

    def test_growth_at_one_rate_and_the_currency_effect_add_up_to_the_change_to_the_cent(self):
        held = frames(*self.held, line("2025-03-01", 33.33), line("2026-03-01", 77.77, "project"))
        then = fees(Prepared(held, TERMS.at(quarter("2025Q1")))).value
        parts = (
            constant_currency_growth(Prepared(held, TERMS)).value * then + currency_effect(Prepared(held, TERMS)).value
        )
        assert round(parts, 2) == round(fees(Prepared(held, TERMS)).value - then, 2)

    def test_two_currencies_in_one_service_are_each_taken_at_its_own_rate(self):
        held = frames(*self.held, line("2025-02-01", 100), line("2026-02-01", 100))
        assert constant_currency_growth(Prepared(held, TERMS)).value == pytest.approx(221 / 210 - 1)

    def test_with_one_currency_there_is_no_effect_and_both_growths_are_one(self):
        held = frames(line("2025-02-01", 100), line("2026-02-01", 120))
        assert currency_effect(Prepared(held, TERMS)).value == 0
        assert constant_currency_growth(Prepared(held, TERMS)).value == growth(Prepared(held, TERMS)).value

    def test_a_rate_that_began_later_than_a_year_ago_makes_both_unknown(self):
        late = RATES.assign(date=pd.to_datetime(["2025-03-01", "2026-01-01"]))
        held = frames(line("2025-02-01", 100), line("2026-02-01", 110, currency="EUR"), rates=late)
        found = constant_currency_growth(Prepared(held, TERMS)), currency_effect(Prepared(held, TERMS))
        assert [(each.value, each.note) for each in found] == [(None, "an exchange rate is missing")] * 2

    @pytest.mark.parametrize(
        ("before", "why"),
        [
            ([], "no fees in Q1 2025 to compare with"),
            ([line("2025-02-01", -5)], "fees in Q1 2025 were below zero, after credits"),
        ],
        ids=["none", "a credit"],
    )
    def test_without_fees_a_year_ago_both_are_unknown_and_say_so(self, before, why):
        held = frames(line("2026-02-01", 110, currency="EUR"), *before)
        for measure in (constant_currency_growth, currency_effect):
            assert (measure(Prepared(held, TERMS)).value, measure(Prepared(held, TERMS)).note) == (
                None, why,
            )  # fmt: skip


class TestRecurringShare:
    """What recurs of all fees."""

    def test_it_is_the_recurring_fees_among_all_that_are_ours_to_keep(self):
        held = frames(
            line("2026-01-01", 20), line("2026-02-01", 10), line("2026-02-01", 10, "project"),
            line("2026-02-01", 900, "pass_through"),
        )  # fmt: skip
        assert (recurring_share(Prepared(held, TERMS)).value, recurring_share(Prepared(held, TERMS)).n) == (0.75, 3)

    def test_a_client_with_credits_only_has_none(self):
        found = recurring_share(Prepared(frames(line("2026-01-01", -30)), TERMS))
        assert (found.value, found.note) == (None, "no fees in this quarter")

    @pytest.mark.parametrize("kind", ["project", "retainer"])
    def test_a_net_credit_on_either_side_makes_it_unknown_and_never_more_than_all(self, kind):
        other = "retainer" if kind == "project" else "project"
        found = recurring_share(Prepared(frames(line("2026-01-01", 100, other), line("2026-01-01", -20, kind)), TERMS))
        assert (found.value, found.note) == (None, "a net credit is no part of the fees")

    def test_goodwill_is_given_once_and_in_neither_part(self):
        held = frames(line("2026-01-01", 100), line("2026-01-01", -10))
        given = held["revenue"].assign(credit_type=[None, "goodwill"])
        assert recurring_share(Prepared({**held, "revenue": given}, TERMS)).value == 1


class TestRamp:
    """Work that began inside the quarter a year ago."""

    contracts = pd.DataFrame(
        {"client_id": ["C"], "service_line": ["Media"], "start_date": pd.to_datetime(["2025-02-15"])}
    )
    billed = (line("2025-02-15", 45_000), line("2026-01-01", 100_000), line("2026-01-01", 5_000, service="Brand"))

    def test_30k_a_month_from_15_february_ramps_by_45k(self):
        # By hand: 45 of 90 days were served; of the 55k more, 45k make the quarter full. Brand is new, no ramp.
        assert ramp_of_starts(Prepared(frames(*self.billed, contracts=self.contracts), TERMS)).value == 45_000

    def test_what_was_invoiced_before_the_oldest_contract_on_file_has_no_ramp(self):
        # an export of the contracts in force: the oldest starts on 15 February, the service was invoiced since 2022
        before = frames(line("2022-05-01", 90_000), *self.billed, contracts=self.contracts)
        assert ramp_of_starts(Prepared(before, TERMS)).value == 0
        assert account_of(Prepared(before, TERMS)).steps.set_index("step").loc[
            ["expansion", "ramp"], "amount"
        ].to_list() == [
            55_000,
            0,
        ]

    def test_what_was_invoiced_in_the_first_quarter_of_the_data_has_no_ramp(self):
        begun = replace(TERMS, coverage=Coverage({"revenue": Days(date(2025, 1, 10), TERMS.covered_to)}))
        assert ramp_of_starts(Prepared(frames(*self.billed, contracts=self.contracts), begun)).value == 0
        earlier = replace(TERMS, coverage=Coverage({"revenue": Days(date(2024, 10, 1), TERMS.covered_to)}))
        assert ramp_of_starts(Prepared(frames(*self.billed, contracts=self.contracts), earlier)).value == 45_000

    def test_the_invoice_counts_where_it_is_earlier_than_the_contract(self):
        # invoiced from 1 February, agreed from 15 February: 59 of 90 days, 45,000 x 90 / 59 - 45,000
        early = frames(line("2025-02-01", 45_000), self.billed[1], contracts=self.contracts)
        assert ramp_of_starts(Prepared(early, TERMS)).value == pytest.approx(45_000 * 90 / 59 - 45_000, abs=0.01)

    def test_a_credit_begins_nothing(self):
        held = frames(line("2024-12-01", -10), *self.billed, contracts=self.contracts)
        assert ramp_of_starts(Prepared(held, TERMS)).value == 45_000

    def test_a_renewal_is_no_start(self):
        older = pd.concat([self.contracts, self.contracts.assign(start_date=pd.Timestamp("2024-01-01"))])
        assert ramp_of_starts(Prepared(frames(*self.billed, contracts=older), TERMS)).value == 0

    def test_without_contracts_it_is_unknown_and_says_so(self):
        found = ramp_of_starts(Prepared(frames(*self.billed), TERMS))
        assert (found.value, found.note) == (None, "when each service began is unknown")

    def test_without_recurring_fees_a_year_ago_it_is_unknown_and_says_so(self):
        found = ramp_of_starts(Prepared(frames(*self.billed[1:], contracts=self.contracts), TERMS))
        assert (found.value, found.note) == (None, "no recurring fees in Q1 2025 to compare with")


class TestConcentration:
    """Shares of 20, 30 and 50 (QuickBooks: 3,800 points)."""

    held = frames(
        *(line("2026-01-01", amount, client=client) for client, amount in zip("ABC", (20, 30, 50), strict=True))
    )

    def test_index_effective_clients_and_shares(self):
        assert fee_concentration(Prepared(self.held, TERMS)).value == pytest.approx(3800)
        assert effective_clients(Prepared(self.held, TERMS)).value == pytest.approx(2.63, abs=0.005)
        assert (top_share(Prepared(self.held, TERMS)).value, top_three_share(Prepared(self.held, TERMS)).value) == (
            0.5,
            1,
        )

    def test_a_client_with_a_net_credit_is_left_out_and_counted(self):
        held = frames(line("2026-01-01", 20, client="A"), line("2026-01-01", -5, client="B"))
        found = top_share(Prepared(held, TERMS))
        assert (found.value, found.n) == (1, 1)
        assert [(left.why, left.n) for left in found.left_out] == [("clients with a net credit", 1)]

    def test_credits_only_is_unknown_and_says_so(self):
        found = fee_concentration(Prepared(frames(line("2026-01-01", -5)), TERMS))
        assert (found.value, found.n, found.note) == (None, 0, "no client paid fees in these four quarters")
