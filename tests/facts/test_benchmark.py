"""The middle of the book, and when there is none."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import Terms, benchmarks
from acctlib.periods import quarter

DAY = pd.Timestamp
SIX = {"A": 40.0, "B": 80.0, "C": 100.0, "D": 110.0, "E": 120.0, "F": 0.0}
ORACLE = {"A": 100.0, "B": 130.0, "C": 60.0, "D": 0.0}  # research/domain.md 1.4
TERMS = Terms(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))


def revenue(closing):
    """Each client opened with 100; closing by client."""
    rows = [
        (c, day, amount) for c, now in closing.items() for day, amount in (("2025-07-01", 100.0), ("2026-07-01", now))
    ]
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(
        service_date=pd.to_datetime(frame["service_date"]), kind="retainer", currency="EUR", credit_type=None
    )


def surveys(answers):
    """Answers by client, all promoters but the first client's."""
    names = [c for c, n in answers.items() for _ in range(n)]
    frame = pd.DataFrame({"client_id": names, "sent_date": DAY("2026-08-01"), "answered_date": DAY("2026-08-02")})
    ids = [f"S{i}" for i in range(len(names))]
    return frame.assign(survey_id=ids, nps=[3.0 if c == "A" else 9.0 for c in names], kind="relationship")


def projects(closed):
    """Projects by client, on time and accepted; the first client's fees and cost twice what was agreed."""
    names = [c for c, n in closed.items() for _ in range(n)]
    frame = pd.DataFrame({"client_id": names, "project_id": [str(i) for i in range(len(names))]})
    days = dict.fromkeys(("committed_date", "delivered_date", "accepted_date"), DAY("2026-05-01"))
    cost = [200.0 if c == "A" else 100.0 for c in names]
    return frame.assign(
        **days, budget=100.0, approved_budget=100.0, fees_at_completion=cost, cost=cost, status="delivered"
    )


def each(clients, n=1):
    return dict.fromkeys(clients, n)


def found(closing=None, answers=None, closed=None, terms=TERMS, edition="client"):
    frames = {"revenue": revenue(closing or each("A", 100.0))}
    if answers is not None:
        frames["surveys"] = surveys(answers)
    if closed is not None:
        frames["projects"] = projects(closed)
    return benchmarks(frames, terms)[edition]


class TestEnoughClients:
    """Five others at least: six clients in all."""

    def test_six_clients_give_the_middle_of_retention_and_growth(self):
        held = found(SIX)
        # 0, .4, .8, 1.0, 1.1, 1.2: the mean of the middle four
        assert held["nrr"] == {"value": pytest.approx(0.825), "n": 6}
        assert held["growth"] == {"value": pytest.approx(-0.175), "n": 6}

    def test_of_an_odd_number_no_figure_is_one_clients_own(self):
        held = found({**SIX, "G": 130.0})
        # 0, .4, .8, 1.0, 1.1, 1.2, 1.3: the median would be client C's
        assert held["nrr"]["value"] == pytest.approx((0.8 + 1.0 + 1.1) / 3)

    def test_five_clients_give_none(self):
        held = found({c: now for c, now in SIX.items() if c != "F"}, each("ABCDE"), each("ABCDE"))
        assert held == {}

    def test_a_client_that_came_this_year_is_not_counted_as_a_peer(self):
        frames = {"revenue": revenue(SIX)}
        came = frames["revenue"]["client_id"].eq("F") & (frames["revenue"]["service_date"] < DAY("2026-01-01"))
        assert "nrr" not in benchmarks({"revenue": frames["revenue"][~came]}, TERMS)["client"]

    def test_a_client_whose_opening_fees_were_credited_to_nothing_is_no_peer(self):
        lines = revenue(SIX)
        lines.loc[(lines["client_id"] == "F") & (lines["service_date"] < DAY("2026-01-01")), "amount"] = 0.0
        held = benchmarks({"revenue": lines}, TERMS)
        assert "nrr" not in held["client"]
        assert held["internal"]["book_nrr"]["n"] == 5

    @pytest.mark.parametrize("name", ["nps", "delivery_success"])
    def test_six_clients_pool_their_answers_and_projects(self, name):
        held = found(answers=each("ABCDEF"), closed=each("ABCDEF"))
        assert held[name]["n"] == 6

    def test_pooled_values_are_of_all_rows(self):
        held = found(answers=each("ABCDEF", 2), closed=each("ABCDEF"))
        assert held["nps"]["value"] == pytest.approx(100 * (10 - 2) / 12)
        assert held["delivery_success"]["value"] == pytest.approx(5 / 6)

    @pytest.mark.parametrize("name", ["nps", "delivery_success"])
    def test_five_clients_with_many_rows_give_none(self, name):
        assert name not in found(answers=each("ABCDE", 50), closed=each("ABCDE", 50))

    def test_a_firm_may_ask_for_more_peers_and_never_for_fewer(self):
        strict = replace(TERMS, policy=Policy(fewest_peers=6))
        assert found(SIX, each("ABCDEF"), each("ABCDEF"), strict) == {}
        with pytest.raises(ValueError, match="fewest_peers"):
            Policy(fewest_peers=4)


class TestNoClientTooHeavy:
    """A quarter of the weight at most."""

    @pytest.mark.parametrize(("name", "kind"), [("nps", "answers"), ("delivery_success", "closed")])
    @pytest.mark.parametrize(("heavy", "shown"), [(2, True), (3, False)])
    def test_a_quarter_is_shown_and_more_is_not(self, name, kind, heavy, shown):
        # G carries 2 of 8 or 3 of 9
        assert (name in found(**{kind: {**each("ABCDEF"), "G": heavy}})) is shown

    def test_a_client_with_more_than_a_quarter_of_the_fees_leaves_no_middle(self):
        giant = revenue(each("ABCDEFG", 90.0))
        giant.loc[giant["client_id"] == "A", "amount"] *= 2
        assert benchmarks({"revenue": giant}, TERMS)["client"]["nrr"]["n"] == 7  # 2 of 8
        giant.loc[giant["client_id"] == "A", "amount"] *= 2
        assert "nrr" not in benchmarks({"revenue": giant}, TERMS)["client"]  # 4 of 10


class TestSubtraction:
    """What is new since last quarter belongs to enough clients, or there is nothing new."""

    def shown(self, when):
        answers = surveys(each("ABCDEFG"))
        answers.loc[answers["client_id"].isin(list("ABCDEF")[:when]), ["sent_date", "answered_date"]] = DAY(
            "2026-05-01"
        )
        return "nps" in benchmarks({"revenue": revenue(each("A")), "surveys": answers}, TERMS)["client"]

    def test_one_new_answer_could_be_told_from_two_quarters_scores(self):
        assert not self.shown(6)

    def test_answers_of_more_clients_than_the_fewest_peers_could_not(self):
        assert self.shown(1)

    def test_where_nothing_is_new_there_is_nothing_to_subtract(self):
        answers = surveys(each("ABCDEFG")).assign(sent_date=DAY("2026-05-01"), answered_date=DAY("2026-05-02"))
        assert "nps" in benchmarks({"revenue": revenue(each("A")), "surveys": answers}, TERMS)["client"]


class TestEditions:
    """What is for the house alone."""

    def test_the_whole_books_retention_is_the_oracles_and_internal(self):
        inside = found(ORACLE, edition="internal")
        assert (inside["book_nrr"]["value"], inside["book_nrr"]["n"]) == (pytest.approx(0.725), 4)
        assert (inside["book_grr"]["value"], inside["book_grr"]["n"]) == (pytest.approx(0.65), 4)
        assert all(
            inside[name]["low"] < inside[name]["value"] < inside[name]["high"] for name in ("book_nrr", "book_grr")
        )
        logo = inside["book_logo_retention"]
        assert (logo["value"], logo["n"]) == (0.75, 4)
        # statsmodels 0.14 proportion_confint(3, 4, method="wilson")
        assert (logo["low"], logo["high"]) == pytest.approx((0.3006, 0.9544), abs=5e-5)

    def test_the_whole_books_retention_never_reaches_a_client(self):
        assert not [name for name in found(each("ABCDEF", 90.0)) if name.startswith("book_")]

    def test_the_firm_and_the_client_are_held_against_the_same_delivery(self):
        client, inside = (found(closed=each("ABCDEF"), edition=e)["delivery_success"] for e in ("client", "internal"))
        assert client == inside == {"value": pytest.approx(5 / 6), "n": 6}

    def test_the_house_has_no_thinner_benchmark_than_the_client(self):
        inside = found(answers=each("ABCDE"), closed=each("ABCDE"), edition="internal")
        assert {"nrr", "growth", "nps", "delivery_success"}.isdisjoint(inside)

    def test_a_book_without_opening_fees_has_no_retention(self):
        young = revenue({"A": 100.0}).iloc[1:]
        assert benchmarks({"revenue": young}, TERMS) == {"client": {}, "internal": {}}


def test_foreign_invoices_count_in_the_firms_money():
    rates = pd.DataFrame({"date": [DAY("2020-01-01"), DAY("2026-01-01")], "currency": ["USD"] * 2, "rate": [1.0, 0.5]})
    lines = revenue({"A": 100.0}).assign(currency="USD")
    assert benchmarks({"revenue": lines, "rates": rates}, TERMS)["internal"]["book_nrr"]["value"] == pytest.approx(0.5)


def test_inputs_are_not_changed():
    frames = {"revenue": revenue(each("ABCDEF", 90.0)), "projects": projects(each("ABCDEF"))}
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    benchmarks(frames, TERMS)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])
