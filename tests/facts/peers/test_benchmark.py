"""Medians of other clients, and when there is none."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import ReviewContext, benchmarks
from acctlib.periods import quarter

DAY = pd.Timestamp
ORACLE = {"A": 100.0, "B": 130.0, "C": 60.0, "D": 0.0}  # worked by hand
NAMED = Policy(peer_benchmarks=("nps", "delivery_success"))
TERMS = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30), NAMED)
EIGHT = "ABCDEFGH"


def revenue(closing):
    """Each client opened with 100; closing by client."""
    rows = [
        (c, day, amount) for c, now in closing.items() for day, amount in (("2025-07-01", 100.0), ("2026-07-01", now))
    ]
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(
        service_date=pd.to_datetime(frame["service_date"]), kind="retainer", currency="EUR", credit_type=None
    )


def surveys(answers, detractors=()):
    """Answers by client, all promoters but for the clients named."""
    names = [c for c, n in answers.items() for _ in range(n)]
    frame = pd.DataFrame({"client_id": names, "sent_date": DAY("2026-08-01"), "answered_date": DAY("2026-08-02")})
    ids = [f"S{i}" for i in range(len(names))]
    return frame.assign(survey_id=ids, nps=[3.0 if c in detractors else 9.0 for c in names], kind="relationship")


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


def clients(names=EIGHT, **group):
    """One row per client; groups by client."""
    return pd.DataFrame({"client_id": list(names), "group": [group.get(c) for c in names], "parent_id": None})


def peers(closing=None, answers=None, closed=None, context=TERMS, earlier=(), **more):
    frames = {"revenue": revenue(closing or each("A", 100.0)), "clients": clients(), **more}
    if answers is not None:
        frames["surveys"] = surveys(answers)
    if closed is not None:
        frames["projects"] = projects(closed)
    return benchmarks(frames, context, earlier)


def found(formatter="A", edition="client", **given):
    return peers(**given).of(formatter, edition)


class TestMedian:
    """Of the other clients, the reader left out."""

    def test_the_median_is_of_the_values_of_the_others(self):
        # A grows tenfold and is the reader; B to H end at .1, .2, .4, .8, 1.0, 1.1 and 1.2 of their fees
        ends = {"A": 1000.0, "B": 10.0, "C": 20.0, "D": 40.0, "E": 80.0, "F": 100.0, "G": 110.0, "H": 120.0}
        held = found(closing=ends, edition="internal")
        assert held["nrr"] == {"value": 0.8, "n": 7}
        assert held["growth"] == {"value": -0.2, "n": 7}

    def test_of_an_even_number_it_is_half_way_between_the_middle_two(self):
        ends = dict(zip("ABCDEFGHI", (1000.0, 10.0, 20.0, 40.0, 80.0, 100.0, 110.0, 120.0, 130.0), strict=True))
        held = peers(closing=ends, clients=clients("ABCDEFGHI")).of("A", "internal")
        assert held["nrr"] == {"value": 0.9, "n": 8}  # (.8 + 1.0) / 2

    def test_a_client_that_came_this_year_is_no_peer(self):
        lines = revenue(each(EIGHT, 90.0))
        came = lines["client_id"].eq("H") & (lines["service_date"] < DAY("2026-01-01"))
        assert "nrr" not in benchmarks({"revenue": lines[~came], "clients": clients()}, TERMS).of("A", "internal")

    def test_it_is_rounded_to_what_is_printed(self):
        answers = surveys({**each(EIGHT, 6)})
        answers["nps"] = [3.0, 9.0, 9.0, 9.0, 9.0, 7.0] * 8  # 100 * (4 - 1) / 6 = 50; one passive more below
        answers.loc[answers["client_id"] != "A", "nps"] = [3.0, 9.0, 9.0, 7.0, 7.0, 7.0] * 7  # 100 / 6 = 16.67
        done = projects(each(EIGHT, 3))
        late = done.groupby("client_id").cumcount() == 0
        for day in ("delivered_date", "accepted_date"):
            done[day] = done[day].mask(late, DAY("2026-05-20"))
        held = found(surveys=answers, projects=done)
        assert held["nps"]["value"] == 17.0
        assert held["delivery_success"]["value"] == 0.67  # 2 of 3


class TestEnoughClients:
    """Seven others at least."""

    @pytest.mark.parametrize("name", ["nps", "delivery_success"])
    @pytest.mark.parametrize(("others", "shown"), [("BCDEFGH", True), ("BCDEFG", False)])
    def test_seven_others_give_a_median_and_six_give_none(self, name, others, shown):
        assert (name in found(answers=each("A" + others, 5), closed=each("A" + others))) is shown

    def test_the_reader_is_not_counted_among_them(self):
        held = found(answers=each(EIGHT, 5))
        assert held["nps"]["n"] == 7

    def test_who_has_fewer_answers_than_would_be_shown_is_no_peer(self):
        assert "nps" not in found(answers={**each(EIGHT, 5), "H": 4})

    def test_a_firm_may_ask_for_more_peers_and_never_for_fewer(self):
        strict = replace(TERMS, policy=NAMED.model_copy(update={"fewest_peers": 8}))
        assert found(answers=each(EIGHT, 5), closed=each(EIGHT), context=strict) == {}
        with pytest.raises(ValueError, match="fewest_peers"):
            Policy(fewest_peers=6)


class TestNames:
    """Only what the firm names, and only delivery and satisfaction."""

    def test_by_default_a_client_reads_no_peer_figure(self):
        held = peers(each(EIGHT, 90.0), each(EIGHT, 5), each(EIGHT), replace(TERMS, policy=Policy()))
        assert held.of("A", "client") == {}
        assert {"nrr", "growth", "nps", "delivery_success"} <= set(held.of("A", "internal"))
        assert held.shown == {}

    def test_retention_and_growth_of_others_never_reach_a_client(self):
        assert set(found(closing=each(EIGHT, 90.0), answers=each(EIGHT, 5), closed=each(EIGHT))) == {
            "nps", "delivery_success",
        }  # fmt: skip

    @pytest.mark.parametrize("name", ["nrr", "growth", "margin"])
    def test_a_firm_cannot_name_them(self, name):
        with pytest.raises(ValueError, match=f"clients are not shown a peer median of '{name}'"):
            Policy(peer_benchmarks=(name,))


class TestNoClientTooHeavy:
    """A quarter of the answers or projects at most, the reader's own left out."""

    @pytest.mark.parametrize(("heavy", "shown"), [(2, True), (3, False)])
    def test_a_quarter_is_shown_and_more_is_not(self, heavy, shown):
        # of B to H the last has 2 of 8 projects, or 3 of 9
        assert ("delivery_success" in found(closed={**each(EIGHT), "H": heavy})) is shown

    def test_a_heavy_reader_makes_nobody_else_lighter(self):
        # with the reader's 50 projects H would have 3 of 59
        assert "delivery_success" not in found(closed={**each(EIGHT), "A": 50, "H": 3})


class TestGroups:
    """Companies of one group are one contributor, and no peers of each other."""

    def test_two_of_a_group_count_once(self):
        held = found(closed=each(EIGHT), clients=clients(G="Ostara", H="Ostara"))
        assert "delivery_success" not in held  # B to F and the group: six
        assert found(closed=each(EIGHT))["delivery_success"]["n"] == 7

    def test_a_reader_is_not_held_against_its_own_group(self):
        nine = clients("ABCDEFGHI", A="Ostara", B="Ostara")
        of_a, of_b, of_c = (found(one, closed=each("ABCDEFGHI"), clients=nine) for one in "ABC")
        assert of_a == of_b
        assert (of_a["delivery_success"]["n"], of_c["delivery_success"]["n"]) == (7, 7)

    def test_a_client_merged_into_another_counts_as_that_one(self):
        merged = clients().assign(parent_id=[None] * 7 + ["G"])
        assert "delivery_success" not in found(closed=each(EIGHT), clients=merged)


class TestSubtraction:
    """Against every figure shown before: nobody differs, or enough do."""

    def last_quarter(self, moved):
        """Answers of last quarter, of which those of some clients came in this one."""
        answers = surveys(each(EIGHT, 5)).assign(sent_date=DAY("2026-05-01"), answered_date=DAY("2026-05-02"))
        now = answers["client_id"].isin(list(moved))
        for day in ("sent_date", "answered_date"):
            answers[day] = answers[day].mask(now, DAY("2026-08-01"))
        return answers

    @pytest.mark.parametrize(("moved", "shown"), [("", True), ("B", False), ("BCDEFG", False), ("BCDEFGH", True)])
    def test_a_few_new_clients_could_be_told_from_two_quarters(self, moved, shown):
        assert ("nps" in found(surveys=self.last_quarter(moved))) is shown

    def test_what_is_new_with_the_reader_tells_nothing_of_others(self):
        assert "nps" in found(surveys=self.last_quarter("A"))

    def test_a_correction_of_one_client_leaves_no_figure_in_the_reissue(self):
        first = peers(closed=each(EIGHT))
        assert "delivery_success" in first.of("A", "client")
        done = pd.concat([projects(each(EIGHT)), projects({"D": 1}).assign(project_id="late entry")])
        corrected = peers(projects=done, earlier=[first.shown])
        assert corrected.of("A", "client") == {}
        assert corrected.of("D", "client")  # to whom nobody else has changed

    def test_the_same_rows_again_give_the_same_figure(self):
        first = peers(closed=each(EIGHT))
        assert peers(closed=each(EIGHT), earlier=[first.shown]).of("A", "client") == first.of("A", "client")

    def test_a_figure_that_nobody_was_shown_is_on_no_record(self):
        assert peers(closed=each("ABCDEF")).shown == {}


class TestWholeBook:
    """What is for the house alone."""

    def test_the_whole_books_retention_is_the_oracles_and_internal(self):
        inside = found(closing=ORACLE, edition="internal")
        assert (inside["book_nrr"]["value"], inside["book_nrr"]["n"]) == (pytest.approx(0.725), 4)
        assert (inside["book_grr"]["value"], inside["book_grr"]["n"]) == (pytest.approx(0.65), 4)
        assert all(
            inside[name]["low"] < inside[name]["value"] < inside[name]["high"] for name in ("book_nrr", "book_grr")
        )
        logo = inside["book_logo_retention"]
        assert (logo["value"], logo["n"]) == (0.75, 4)
        # statsmodels 0.14 proportion_confint(3, 4, method="wilson")
        assert (logo["low"], logo["high"]) == pytest.approx((0.3006, 0.9544), abs=5e-5)

    def test_it_never_reaches_a_client(self):
        assert not [name for name in found(closing=each(EIGHT, 90.0)) if name.startswith("book_")]

    def test_a_book_without_opening_fees_has_no_retention(self):
        young = peers(revenue=revenue({"A": 100.0}).iloc[1:])
        assert (young.of("A", "client"), young.of("A", "internal")) == ({}, {})


def test_foreign_invoices_count_in_the_firms_money():
    rates = pd.DataFrame({"date": [DAY("2020-01-01"), DAY("2026-01-01")], "currency": ["USD"] * 2, "rate": [1.0, 0.5]})
    lines = revenue({"A": 100.0}).assign(currency="USD")
    inside = benchmarks({"revenue": lines, "rates": rates}, TERMS).of("A", "internal")
    assert inside["book_nrr"]["value"] == pytest.approx(0.5)


def test_inputs_are_not_changed():
    frames = {"revenue": revenue(each(EIGHT, 90.0)), "projects": projects(each(EIGHT)), "clients": clients()}
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    benchmarks(frames, TERMS)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])
