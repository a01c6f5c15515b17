"""All facts of one client, on a tiny set of frames counted by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext, scorecard
from acctlib.metrics.registry import definition
from acctlib.periods import quarter

DAY = pd.Timestamp
CLIENT = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))
INTERNAL = replace(CLIENT, edition="internal")


def revenue():
    """A retainer of 100 that became 90, and a project of 60 this quarter; media passed through."""
    rows = [
        ("2025-07-01", 100.0, "retainer"),
        ("2026-04-01", 95.0, "retainer"),
        ("2026-07-01", 90.0, "retainer"),
        ("2026-08-01", 60.0, "project"),
        ("2026-08-01", 500.0, "pass_through"),
    ]
    frame = pd.DataFrame(rows, columns=["service_date", "amount", "kind"])
    frame = frame.assign(service_date=pd.to_datetime(frame["service_date"]), currency="EUR", client_id="C")
    return frame.assign(credit_type=None)


def surveys(answers):
    """Four promoters and one detractor or fewer this year; six answers a year ago, none between."""
    now = pd.DataFrame({"nps": ([9.0] * 4 + [3.0])[:answers], "sent_date": DAY("2026-08-01")})
    silent = pd.DataFrame({"nps": [float("nan")] * 3, "sent_date": DAY("2026-08-01")})
    before = pd.DataFrame({"nps": [9.0] * 3 + [7.0] * 2 + [2.0], "sent_date": DAY("2025-08-01")})
    frame = pd.concat([now, silent, before], ignore_index=True)
    told = frame["sent_date"].where(frame["nps"].notna())
    return frame.assign(csat=(frame["nps"] / 2).round(), answered_date=told, kind="relationship", client_id="C")


def projects():
    """Two closed this year, one late; one overdue."""
    rows = [
        ("P1", "2026-05-01", "2026-05-01", 100.0, 100.0, 300.0, 10.0, 15.0),
        ("P2", "2026-05-01", "2026-06-01", 100.0, 100.0, 90.0, 10.0, 9.0),
        ("P3", "2026-08-01", None, 100.0, 100.0, 10.0, 10.0, 1.0),
    ]
    names = ["project_id", "committed_date", "accepted_date", "budget", "approved_budget", "cost"]
    frame = pd.DataFrame(rows, columns=[*names, "hours_planned", "hours_actual"])
    days = {day: pd.to_datetime(frame[day]) for day in ("committed_date", "accepted_date")}
    return frame.assign(**days, delivered_date=days["accepted_date"], client_id="C", status=None)


def frames(answers=5, **rest):
    costs = pd.DataFrame({"date": [DAY("2026-08-01")], "amount": [49.0], "client_id": ["C"]})
    return {"revenue": revenue(), "surveys": surveys(answers), "projects": projects(), "costs": costs, **rest}


FACTS = scorecard(frames(), INTERNAL)


class TestValues:
    """Internal edition, all by hand."""

    @pytest.mark.parametrize(
        ("name", "value", "n"),
        [
            ("fees", 150.0, 2),
            ("nrr", 0.90, 2),
            ("grr", 0.90, 2),
            ("growth", 0.50, 3),
            ("nps", 60.0, 5),  # (4 - 1) / 5
            ("csat", 0.80, 5),  # 9 / 2 rounds to 4
            ("response_rate", 0.625, 8),  # 5 of 8
            ("delivery_success", 0.5, 2),  # one late
            ("on_time", 1 / 3, 3),
            ("on_budget", 0.5, 2),
            ("accepted", 1.0, 2),
            ("margin", 0.80, 1),  # fees of the year 95 + 90 + 60 = 245, cost 49
            ("over_servicing", 0.20, 2),  # 24 of 20 hours
        ],
    )
    def test_every_measure_is_taken(self, name, value, n):
        assert FACTS[name].value == pytest.approx(value)
        assert FACTS[name].n == n

    def test_a_year_ago_and_a_quarter_before_come_from_the_same_measure(self):
        assert (FACTS["fees"].year_ago, FACTS["fees"].prior) == (100, 95)
        assert FACTS["nps"].year_ago == pytest.approx(100 / 3)  # (3 - 1) / 6
        assert FACTS["nps"].prior == pytest.approx(100 / 3)  # the wave of August 2025 is still within the year
        assert FACTS["nrr"].year_ago is None

    def test_every_fact_has_the_name_label_and_unit_of_its_definition(self):
        for name, held in FACTS.items():
            known = definition(name)
            assert (held.name, held.definition, held.label, held.unit) == (name, known.id, known.label, known.unit)

    def test_money_alone_has_a_currency(self):
        assert {held.unit for held in FACTS.values() if held.currency} == {"money"}
        assert {held.currency for held in FACTS.values() if held.unit == "money"} == {"EUR"}

    def test_a_fact_names_its_stretch(self):
        assert (FACTS["fees"].period, FACTS["nps"].period) == ("Q3 2026", "four quarters to Q3 2026")

    def test_inputs_are_not_changed(self):
        held, again = frames(), frames()
        scorecard(held, INTERNAL)
        for name in held:
            pd.testing.assert_frame_equal(held[name], again[name])

    def test_rows_of_the_future_change_nothing_that_was(self):
        later = revenue().assign(service_date=DAY("2026-10-01"))
        held = frames(revenue=pd.concat([revenue(), later], ignore_index=True))
        assert scorecard(held, INTERNAL) == FACTS


class TestMoved:
    """Whether a change is more than chance."""

    def test_a_change_of_invoices_is_real(self):
        assert FACTS["fees"].moved is True

    def test_27_points_on_five_answers_are_no_detectable_change(self):
        assert FACTS["nps"].moved is False

    def test_without_a_year_ago_it_cannot_be_told(self):
        assert FACTS["nrr"].moved is None

    def test_fees_that_are_the_same_have_not_moved(self):
        same = revenue().assign(amount=50.0).iloc[[0, 2]]
        assert scorecard(frames(revenue=same), INTERNAL)["fees"].moved is False


class TestTargetsAndBenchmarks:
    """What a fact is held against."""

    def test_a_target_gives_a_status(self):
        context = replace(INTERNAL, targets={"nps": 80.0, "nrr": 0.95, "fees": 1.0, "over_servicing": 0.25})
        held = scorecard(frames(), context)
        # 60 points reach 80 within their interval; 0.90 short of 0.95 has none; fees have no better way
        assert {n: held[n].status for n in context.targets} == {
            "nps": "watch", "nrr": "missed", "fees": "none", "over_servicing": "met",
        }  # fmt: skip
        assert held["nps"].target == 80

    def test_without_a_target_there_is_no_status(self):
        assert {held.status for held in FACTS.values() if held.known} == {"none"}

    def test_a_benchmark_comes_with_its_peers(self):
        held = scorecard(frames(), INTERNAL, {"nps": {"value": 41.0, "n": 9.0}})
        assert (held["nps"].benchmark, held["nps"].peers) == (41, 9)
        assert (held["nrr"].benchmark, held["nrr"].peers) == (None, None)


class TestClientEdition:
    """What may leave the house."""

    def test_internal_measures_are_absent(self):
        withheld = set(FACTS) - set(scorecard(frames(), CLIENT))
        assert withheld >= {"nrr", "grr", "growth", "margin", "over_servicing"}
        assert {definition(name, "client").class_ for name in withheld} == {"internal"}

    def test_its_own_fees_are_held_against_no_other_quarter(self):
        held, inside = scorecard(frames(), CLIENT)["fees"], FACTS["fees"]
        assert (held.definition, held.value) == ("fees_client.1", 150.0)
        assert (held.prior, held.year_ago, held.moved) == (None, None, None)
        assert (inside.prior, inside.year_ago) == (95.0, 100.0)

    def test_four_answers_are_suppressed_with_interval_status_and_change(self):
        context = replace(CLIENT, targets={"nps": 80.0})
        held = scorecard(frames(answers=4), context)
        for name in ("nps", "csat"):
            fact = held[name]
            assert (fact.value, fact.low, fact.high, fact.change, fact.moved) == (None,) * 5
            assert fact.note == "fewer than 5 answers (4 of 7), too few to show"
        assert held["nps"].status == "unknown"

    def test_five_answers_are_shown(self):
        assert scorecard(frames(), CLIENT)["nps"].value == pytest.approx(60)

    def test_the_house_sees_four(self):
        assert scorecard(frames(answers=4), INTERNAL)["nps"].value == pytest.approx(100)

    def test_a_year_ago_under_five_answers_is_suppressed_too(self):
        held = frames(surveys=surveys(5).drop(index=[9, 11]))  # of a year ago two promoters and a detractor are left
        assert scorecard(held, INTERNAL)["nps"].year_ago == pytest.approx(25)  # (2 - 1) / 4
        assert scorecard(held, CLIENT)["nps"].year_ago is None

    def test_delivery_success_is_the_firms_own_number_and_cost_against_budget_is_internal(self):
        held = scorecard(frames(), CLIENT)
        assert "on_budget" not in held
        for name in ("delivery_success", "delivery_success_agreed", "on_time", "within_fees", "accepted"):
            assert held[name] == FACTS[name]

    def test_success_does_not_give_our_cost_away(self):
        # P1 cost three times its budget, and is a success to the client
        assert scorecard(frames(), CLIENT)["delivery_success"].value == 0.5
        cheap = projects().assign(cost=1.0)
        assert scorecard(frames(projects=cheap), CLIENT) == scorecard(frames(), CLIENT)


class TestMissingTables:
    """Unknown is said, never guessed."""

    def test_revenue_alone_gives_every_fact_with_reasons(self):
        held = scorecard({"revenue": revenue()}, INTERNAL)
        assert set(held) == set(FACTS)
        said = {
            "nps": "no survey was sent",
            "csat": "no survey was sent",
            "response_rate": "no survey was sent",
            "delivery_success": "no project was closed",
            "on_time": "no project was due",
            "on_budget": "no project was closed",
            "accepted": "no project was closed",
            "margin": "no costs are recorded",
            "over_servicing": "no closed project with hours",
            "promises_kept": "no list of actions is kept",
        }
        assert {name: held[name].note for name in said} == said
        assert all(fact.note for fact in held.values() if not fact.known)
        assert {fact.status for fact in held.values() if not fact.known} == {"unknown"}

    def test_foreign_invoices_are_measured_in_the_reviews_money(self):
        rates = pd.DataFrame({"date": [DAY("2020-01-01")], "currency": ["USD"], "rate": [0.5]})
        held = scorecard(frames(revenue=revenue().assign(currency="USD"), rates=rates), INTERNAL)
        assert (held["fees"].value, held["fees"].currency) == (75, "EUR")
        assert held["growth"].value == pytest.approx(FACTS["growth"].value)
