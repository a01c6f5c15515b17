"""Satisfaction over the book: one vote a client, whose fees were heard, who is silent, who fell."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from acctlib.config import Policy
from acctlib.facts import ReviewContext, book_scorecard
from acctlib.facts.base.mergers import restated
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.satisfaction.book_satisfaction import (
    BOOK_SATISFACTION,
    changes_of,
    clients_fell,
    effective_clients_heard,
    nps_by_client,
    nps_by_fees,
    revenue_coverage,
    silent_clients,
    silent_two_waves,
    voices_of,
)
from acctlib.facts.satisfaction.satisfaction import POOLED
from acctlib.metrics.base.intervals import adjusted_wald_nps, z_score
from acctlib.metrics.registry import definition
from acctlib.periods import quarter, year_ago

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
TAKE = {measure.name: measure.compute for measure in BOOK_SATISFACTION}
STATES = ("clients_heard", "clients_silent", "clients_not_asked")
# A many contacts and content, B one unhappy sponsor that pays most, C silent, D never asked, E a net credit
FEES = {"A": 100, "B": 500, "C": 300, "D": 100, "E": -50}
SAID = {"A": (9, 10, 9, 9), "B": (3,), "C": (None, None), "E": (10,)}


def money(fees=FEES, day="2026-07-15"):
    rows = pd.DataFrame({"client_id": [*fees], "amount": [float(x) for x in fees.values()]})
    return rows.assign(service_date=pd.Timestamp(day), kind="retainer", currency="EUR", credit_type=None)


def surveys(said=SAID, sent="2026-08-01", kind="relationship"):
    rows = [(client, score) for client, scores in said.items() for score in scores]
    told = pd.DataFrame(rows, columns=["client_id", "nps"]).astype({"nps": "float64"})
    days = pd.Series(pd.Timestamp(sent) + pd.Timedelta(4, "D"), index=told.index).where(told["nps"].notna())
    ids = [f"{sent}-{client}-{place}" for place, client in enumerate(told["client_id"])]
    return told.assign(csat=told["nps"] / 2, sent_date=pd.Timestamp(sent), answered_date=days, kind=kind, survey_id=ids)


def frames(*waves, fees=FEES, **tables):
    held = pd.concat(waves or (surveys(),), ignore_index=True)
    return {"revenue": money(fees), "surveys": held, **tables}


class TestCoverage:
    """Whose fees were heard."""

    def test_of_the_fees_of_clients_asked_those_that_answered_pay_their_part(self):
        found = revenue_coverage(Prepared(frames(), TERMS))
        assert found.value == pytest.approx(600 / 900)  # A and B of A, B and C; D was not asked
        assert (found.n, found.asked) == (2, 3)

    def test_a_net_credit_is_left_out_and_its_effect_is_told(self):
        (left,) = revenue_coverage(Prepared(frames(), TERMS)).left_out
        assert (left.n, left.effect) == (1, pytest.approx(550 / 850 - 600 / 900))

    def test_of_paying_clients_each_is_heard_or_silent_or_never_asked(self):
        found = [TAKE[name](Prepared(frames(), TERMS)) for name in STATES]
        assert [x.value for x in found] == [0.5, 0.25, 0.25]
        assert {x.n for x in found} == {4}

    def test_the_effect_of_clients_without_fees_is_told(self):
        (left,) = TAKE["clients_heard"](Prepared(frames(), TERMS)).left_out
        assert (left.n, left.effect) == (1, pytest.approx(3 / 5 - 2 / 4))

    def test_an_answer_after_the_end_of_the_data_is_silence(self):
        late = replace(TERMS, covered_to=date(2026, 8, 4))
        assert revenue_coverage(Prepared(frames(), late)).value == 0

    def test_fees_of_a_merged_client_and_its_answers_go_to_the_survivor(self):
        clients = pd.DataFrame({"client_id": list("ABCDE"), "name": list("ABCDE")})
        merged = clients.assign(
            parent_id=[None, None, "A", None, None],
            end_date=pd.to_datetime([None, None, "2026-06-30", None, None]),
            end_reason=[None, None, "merged", None, None],
        )
        told = voices_of(Prepared(restated(frames(clients=merged), TERMS), TERMS))
        assert "C" not in told.index
        assert told.loc["A", ["fees", "asked", "answers"]].to_list() == [400, 6, 4]


class TestRollUp:
    """One vote a client, and votes by fees."""

    def test_four_content_contacts_of_one_client_are_one_vote(self):
        found = nps_by_client(Prepared(frames(), TERMS))
        assert found.value == pytest.approx(100 / 3)  # A and E promoters, B detractor
        assert (found.n, found.asked, found.counts) == (3, 4, (2, 0, 1))
        assert (found.low, found.high) == pytest.approx(adjusted_wald_nps((2, 0, 1)))
        assert TAKE["nps"](Prepared(frames(), TERMS)).value == pytest.approx(100 * 4 / 6)  # six answers, for comparison

    def test_roles_of_a_client_weigh_alike(self):
        held = surveys({"A": (9, 9, 9, 3)}).assign(role=["user", "user", "user", "sponsor"])
        assert voices_of(Prepared(frames(held), TERMS)).loc["A", "score"] == 6

    def test_votes_by_fees_follow_the_money(self):
        found = nps_by_fees(Prepared(frames(), TERMS))
        assert found.value == pytest.approx(100 * (100 - 500) / 600)
        assert found.n == 2
        assert found.left_out[0].n == 1

    def test_the_interval_by_fees_is_that_of_the_effective_clients(self):
        said = {"A": (9,), "B": (8,), "C": (3,), "D": (10,), "E": (7,)}
        fees = {"A": 500, "B": 300, "C": 100, "D": 50, "E": 50}
        found, worth = nps_by_fees(Prepared(frames(surveys(said), fees=fees), TERMS)), 1000**2 / 355_000
        assert effective_clients_heard(Prepared(frames(surveys(said), fees=fees), TERMS)).value == pytest.approx(
            2.82, abs=0.005
        )
        shares = (0.55, 0.35, 0.1)  # by hand: promoters A and D, passives B and E, detractor C
        assert found.value == pytest.approx(45)
        assert (found.low, found.high) == pytest.approx(adjusted_wald_nps([worth * share for share in shares]))

    @pytest.mark.parametrize("seed", range(5))
    def test_score_and_variance_by_fees_are_those_of_statsmodels(self, seed):
        # DescrStatsW with weights that add up to Kish's n: its mean is the score, and its standard deviation that of
        # one vote; the interval of the kit is this with three pseudo-answers, so both agree where answers are many.
        random = np.random.default_rng(seed)
        ids = [f"K{n}" for n in range(4000)]
        fees = dict(zip(ids, random.lognormal(3, 1, len(ids)).round(2), strict=True))
        said = {client: (int(score),) for client, score in zip(ids, random.integers(0, 11, len(ids)), strict=True)}
        found = nps_by_fees(Prepared(frames(surveys(said), fees=fees), TERMS))
        paid = np.array([*fees.values()])
        votes = np.array([100 * ((s[0] >= 9) - (s[0] < 7)) for s in said.values()])
        worth = paid.sum() ** 2 / (paid**2).sum()
        oracle = DescrStatsW(votes, weights=paid * worth / paid.sum(), ddof=0)
        assert found.value == pytest.approx(oracle.mean)
        half = z_score() * oracle.std / np.sqrt(worth)
        assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.01)

    def test_clients_of_equal_fees_have_equal_votes(self):
        held = frames(fees=dict.fromkeys("ABCDE", 10))
        assert nps_by_fees(Prepared(held, TERMS)).value == pytest.approx(nps_by_client(Prepared(held, TERMS)).value)
        assert effective_clients_heard(Prepared(held, TERMS)).value == pytest.approx(3)


class TestSilence:
    """Clients that do not answer."""

    def test_two_waves_without_an_answer_are_counted(self):
        held = frames(surveys(), surveys({"C": (None,), "B": (None,)}, sent="2026-02-01"))
        found = silent_two_waves(Prepared(held, TERMS))
        assert (found.value, found.n) == (1, 2)  # C; B answered in the later one; A was asked once

    def test_a_client_silent_once_is_not_on_the_list(self):
        held = frames(surveys(), surveys({"C": (9,)}, sent="2026-02-01"))
        assert silent_two_waves(Prepared(held, TERMS)).value == 0

    def test_a_quarter_in_which_the_client_was_not_asked_is_no_wave(self):
        held = frames(surveys(), surveys({"C": (None,)}, sent="2025-08-01"), surveys({"A": (9,)}, sent="2026-05-01"))
        assert silent_clients(Prepared(held, TERMS)).loc["C"].to_list() == [2, True]

    def test_an_earlier_answer_does_not_break_the_silence_of_the_last_two(self):
        waves = surveys({"C": (9,)}, sent="2025-08-01"), surveys({"C": (None,)}, sent="2026-02-01")
        assert silent_two_waves(Prepared(frames(surveys(), *waves), TERMS)).value == 1

    def test_a_client_that_no_longer_pays_is_not_waited_for(self):
        held = frames(surveys(), surveys({"C": (None,)}, sent="2026-02-01"), fees={"A": 10})
        assert silent_two_waves(Prepared(held, TERMS)).value is None

    def test_nobody_asked_twice_is_unknown_and_not_zero(self):
        found = silent_two_waves(Prepared(frames(), TERMS))
        assert (found.value, found.note) == (None, "no client was surveyed in at least two of the last eight quarters")


class TestFell:
    """Clients whose answers are worse than a year ago."""

    many, few = {"A": (10,) * 8, "B": (9,), "F": (8,)}, {"A": (3,) * 8, "B": (3,), "F": (7,)}

    def test_a_fall_beyond_chance_counts_and_one_on_one_contact_is_told_apart(self):
        held = frames(surveys(self.few), surveys(self.many, sent="2025-08-01"))
        found = clients_fell(Prepared(held, TERMS))
        assert (found.value, found.n) == (1, 3)
        assert found.note == "1 more is two points or more lower on too few answers to tell"
        assert changes_of(Prepared(held, TERMS))["state"].to_dict() == {
            "A": "fell",
            "B": "too few answers",
            "F": "same",
        }

    def test_without_an_answer_in_both_years_it_is_unknown(self):
        found = clients_fell(Prepared(frames(), TERMS))
        assert (found.value, found.note) == (None, "no client answered in both years")


class TestNothing:
    """Named outcomes."""

    @pytest.mark.parametrize("name", TAKE)
    def test_without_surveys_there_is_a_reason_and_no_number(self, name):
        found = TAKE[name](Prepared({"revenue": money()}, TERMS))
        assert (found.value, found.note) == (None, "no survey was sent")

    @pytest.mark.parametrize("name", TAKE)
    def test_all_silent_has_no_score(self, name):
        found = TAKE[name](Prepared(frames(surveys({"A": (None,), "B": (None,)})), TERMS))
        zero = {"response_rate", "revenue_coverage", "clients_heard"}
        assert (found.value == 0) if name in zero else (found.value is None or name in STATES)
        assert found.value is not None or found.note

    def test_all_silent_says_how_many(self):
        assert (
            nps_by_client(Prepared(frames(surveys({"A": (None,), "B": (None,)})), TERMS)).note
            == "none of 2 clients asked answered"
        )

    def test_clients_with_credits_only_are_no_share_of_anything(self):
        held = frames(fees=dict.fromkeys("ABCE", -5))
        assert TAKE["clients_heard"](Prepared(held, TERMS)).note == "no client paid fees in these four quarters"
        assert revenue_coverage(Prepared(held, TERMS)).note == "no client that was asked paid fees"
        assert nps_by_fees(Prepared(held, TERMS)).note == "no client that answered paid fees"

    def test_one_respondent_and_all_promoters_keep_a_wide_interval(self):
        found = nps_by_client(Prepared(frames(surveys({"A": (10,)})), TERMS))
        assert (found.value, found.n) == (100, 1)
        assert found.high - found.low > 50

    def test_a_contact_asked_four_times_is_one(self):
        twice = surveys({"A": (3,)}, sent="2026-02-01"), surveys({"A": (9,)})
        held = frames(*(wave.assign(respondent="Anna") for wave in twice))
        told = voices_of(Prepared(held, TERMS)).loc["A"]
        assert (told["asked"], told["answers"], told["score"]) == (1, 1, 9)

    def test_answers_to_other_questions_are_neither_pooled_nor_compared(self):
        held = frames(
            surveys(TestFell.few).assign(instrument="b"),
            surveys(TestFell.many, sent="2025-08-01").assign(instrument="a"),
        )
        found = clients_fell(Prepared(held, TERMS))
        assert (found.value, found.note) == (None, "not comparable: question changed in Q3 2026")
        assert nps_by_client(Prepared(held, TERMS)).series == nps_by_fees(Prepared(held, TERMS)).series == "b"
        mixed = frames(
            surveys({"A": (9,)}).assign(instrument="b"), surveys({"A": (1,)}, sent="2026-02-01").assign(instrument="a")
        )
        assert voices_of(Prepared(mixed, TERMS)).loc["A", "score"] == 9

    def test_where_every_client_is_asked_chance_is_smaller(self):
        census = replace(TERMS, policy=Policy(census=True))
        wide, narrow = nps_by_client(Prepared(frames(), TERMS)), nps_by_client(Prepared(frames(), census))
        assert narrow.value == wide.value
        assert narrow.high - narrow.low < wide.high - wide.low

    def test_transactional_answers_are_never_mixed_in(self):
        held = frames(surveys(), surveys({"A": (0,) * 9}, kind="transactional"))
        assert nps_by_client(Prepared(held, TERMS)) == nps_by_client(Prepared(frames(), TERMS))


class TestAsFacts:
    """In the scorecard of the book."""

    def test_every_measure_is_a_fact_with_an_internal_definition(self):
        facts = book_scorecard({"revenue": money(), "surveys": surveys()}, TERMS)
        assert set(TAKE) <= set(facts)
        own = [m.name for m in BOOK_SATISFACTION if m not in POOLED]
        assert len(own) == 9
        assert {definition(name).class_ for name in own} == {"internal"}

    def test_what_was_made_for_one_quarter_is_not_taken_for_another(self):
        now = Prepared(frames(surveys(), surveys({"A": (1,)}, sent="2025-08-01")), TERMS)
        assert nps_by_client(now).value != -100
        assert nps_by_client(now.at(year_ago(TERMS.quarter))).value == -100

    def test_the_order_of_rows_does_not_matter_and_nothing_is_changed(self):
        held = frames(surveys(TestFell.few), surveys(TestFell.many, sent="2025-08-01"))
        kept = held["surveys"].copy(deep=True)
        turned = {**held, "surveys": held["surveys"][::-1]}
        for take in TAKE.values():
            assert take(Prepared(held, TERMS)) == take(Prepared(turned, TERMS))
        pd.testing.assert_frame_equal(held["surveys"], kept)
