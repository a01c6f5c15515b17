"""Intervals, held against published cases and against statsmodels."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from acctlib.metrics.base.intervals import (
    adjusted_wald_nps,
    finite_population,
    newcombe_difference,
    nps_difference,
    wilson,
    z_score,
)

SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COUNTS = st.tuples(*[st.integers(0, 60)] * 3).filter(any)


def splits(total):
    """All (promoters, passives, detractors) of so many people."""
    return [(p, total - p - d, d) for p in range(total + 1) for d in range(total + 1 - p)]


def coverage(promoters, passives, detractors, asked):
    """How likely the interval of some of these people holds the score of all of them."""
    everyone = promoters + passives + detractors
    score = 100 * (promoters - detractors) / everyone
    likely = 0.0
    for p, m, d in splits(asked):
        low, high = adjusted_wald_nps((p, m, d), population=everyone)
        if low - 1e-9 <= score <= high + 1e-9:
            likely += math.comb(promoters, p) * math.comb(passives, m) * math.comb(detractors, d)
    return likely / math.comb(everyone, asked)


class TestWilson:
    """A share."""

    @pytest.mark.parametrize(
        ("case", "low", "high"),
        [
            # Newcombe 1998, table of the score method
            ((81, 263), 0.2553, 0.3662),
            ((15, 148), 0.0624, 0.1605),
            ((0, 20), 0.0000, 0.1611),
            ((1, 29), 0.0061, 0.1718),
        ],
    )
    def test_the_cases_of_newcombe_hold(self, case, low, high):
        assert wilson(*case) == pytest.approx((low, high), abs=5e-5)

    @pytest.mark.parametrize(
        ("case", "low", "high"),
        # Wilson 1927 and Delighted, to the printed digit
        [((7, 8), 0.529, 0.978), ((42, 50), 0.715, 0.917), ((74, 107), 0.599, 0.771)],
    )
    def test_the_cases_of_delivery_and_satisfaction_hold(self, case, low, high):
        assert wilson(*case) == pytest.approx((low, high), abs=5e-4)

    def test_no_success_of_twenty_reaches_sixteen_percent(self):
        low, high = wilson(0, 20)
        assert low == pytest.approx(0, abs=1e-12)
        assert round(high, 2) == 0.16

    def test_a_whole_population_that_answered_has_no_width(self):
        assert wilson(12, 14, population=14) == pytest.approx((12 / 14, 12 / 14))

    @given(SHARES, st.integers(1, 300))
    @settings(max_examples=50)
    def test_a_known_population_is_as_good_as_more_answers(self, case, silent):
        # statsmodels, given n / factor^2 answers with the same share
        successes, n = case
        more = n / finite_population(n, n + silent) ** 2
        found = proportion_confint(successes / n * more, more, method="wilson")
        assert wilson(*case, population=n + silent) == pytest.approx(found, abs=1e-9)

    @pytest.mark.parametrize("n", [0, -1])
    def test_nothing_counted_has_no_interval(self, n):
        assert all(math.isnan(x) for x in wilson(0, n))

    @given(SHARES, st.sampled_from([0.8, 0.95, 0.99]))
    @settings(max_examples=50)
    def test_statsmodels_finds_the_same(self, case, confidence):
        assert wilson(*case, confidence) == pytest.approx(
            proportion_confint(*case, alpha=1 - confidence, method="wilson"), abs=1e-9
        )

    @given(SHARES)
    @settings(max_examples=50)
    def test_the_share_lies_inside_and_the_interval_inside_0_and_1(self, case):
        low, high = wilson(*case)
        assert 0 <= low <= case[0] / case[1] + 1e-12
        assert case[0] / case[1] - 1e-12 <= high <= 1

    @given(SHARES)
    @settings(max_examples=50)
    def test_failures_have_the_mirrored_interval(self, case):
        low, high = wilson(*case)
        assert wilson(case[1] - case[0], case[1]) == pytest.approx((1 - high, 1 - low), abs=1e-12)


class TestNewcombeDifference:
    """Two independent shares."""

    def test_the_case_of_newcombe_holds(self):
        # Newcombe 1998, 56/70 - 48/80, method 10
        assert newcombe_difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)

    @given(SHARES, SHARES)
    @settings(max_examples=50)
    def test_statsmodels_finds_the_same(self, one, two):
        found = confint_proportions_2indep(*one, *two, method="newcomb", compare="diff")
        assert newcombe_difference(*one, *two) == pytest.approx(found, abs=1e-9)

    @given(SHARES, SHARES)
    @settings(max_examples=50)
    def test_the_other_way_round_it_is_mirrored(self, one, two):
        low, high = newcombe_difference(*one, *two)
        assert newcombe_difference(*two, *one) == pytest.approx((-high, -low), abs=1e-12)

    @pytest.mark.parametrize("case", [(0, 0, 1, 2), (1, 2, 0, 0)])
    def test_either_side_empty_has_no_interval(self, case):
        assert all(math.isnan(x) for x in newcombe_difference(*case))


class TestAdjustedWald:
    """A Net Promoter Score."""

    @pytest.mark.parametrize(
        ("counts", "low", "high"),
        [
            # computed independently from the formula of Rocks 2016
            ((9, 0, 2), 8.0, 92.0),
            ((15, 9, 12), -19.0, 34.4),
            ((44, 8, 28), -0.5, 39.1),
            ((5, 0, 0), 17.5, 100.0),
            ((3, 1, 1), -29.8, 79.8),
        ],
    )
    def test_the_worked_cases_hold(self, counts, low, high):
        assert adjusted_wald_nps(counts) == pytest.approx((low, high), abs=0.05)

    def test_its_centre_is_not_the_score(self):
        # 9 promoters, 2 detractors: score 63.6; the centre is 100 x 7/14 = 50, by hand
        low, high = adjusted_wald_nps((9, 0, 2))
        assert (low + high) / 2 == pytest.approx(50)

    def test_all_promoters_still_have_a_width_where_plain_wald_has_none(self):
        low, high = adjusted_wald_nps((5, 0, 0))
        assert high - low > 50

    @pytest.mark.parametrize(
        ("counts", "score"), [((1, 0, 0), 100), ((0, 0, 1), -100), ((3, 0, 0), 100), ((0, 1, 0), 0)]
    )
    def test_it_holds_the_score_that_it_stands_beside_however_few_answered(self, counts, score):
        low, high = adjusted_wald_nps(counts)
        assert low <= score <= high

    def test_a_whole_population_that_answered_is_its_score_without_width(self):
        low, high = adjusted_wald_nps((9, 0, 2), population=11)
        assert low == high == pytest.approx(100 * 7 / 11)

    def test_a_known_population_is_as_good_as_more_answers(self):
        # 11 of 14: factor^2 = 3/13, by hand; the pseudo-answers weigh 9/13, half width 1.96 x .4804 x .2288
        low, high = adjusted_wald_nps((9, 0, 2), population=14)
        assert (low, high) == pytest.approx((38.3, 81.4), abs=0.05)

    @pytest.mark.parametrize(("population", "asked"), [(10, 8), (14, 11), (20, 5)])
    def test_it_covers_the_score_of_a_small_population_95_times_in_100(self, population, asked):
        # every population of that size, every way of drawing from it: exact, nothing simulated
        covered = [coverage(*split, asked) for split in splits(population)]
        assert sum(covered) / len(covered) == pytest.approx(0.95, abs=0.01)

    def test_nobody_has_no_interval(self):
        assert all(math.isnan(x) for x in adjusted_wald_nps((0, 0, 0)))

    @given(COUNTS)
    @settings(max_examples=50)
    def test_it_stays_on_the_scale_and_mirrors_with_promoters_and_detractors(self, counts):
        low, high = adjusted_wald_nps(counts)
        assert -100 <= low <= high <= 100
        assert adjusted_wald_nps(counts[::-1]) == pytest.approx((-high, -low), abs=1e-9)


class TestNpsDifference:
    """Two Net Promoter Scores."""

    def test_independent_groups_add_their_variances(self):
        # from the worked cases: centres 7.69 and 50, half widths 26.7 and 42.0
        low, high = nps_difference((15, 9, 12), (9, 0, 2))
        assert (low + high) / 2 == pytest.approx(7.69 - 50, abs=0.01)
        assert (high - low) / 2 == pytest.approx(math.hypot(26.7, 42.0), abs=0.1)

    def test_the_same_counts_differ_by_nothing(self):
        low, high = nps_difference((15, 9, 12), (15, 9, 12))
        assert low == pytest.approx(-high)

    @pytest.mark.parametrize("pair", [((0, 0, 0), (1, 1, 1)), ((1, 1, 1), (0, 0, 0))])
    def test_either_side_empty_has_no_interval(self, pair):
        assert all(math.isnan(x) for x in nps_difference(*pair))


class TestFactors:
    """Quantile and finite population."""

    def test_95_percent_is_1_96(self):
        assert (round(z_score(), 6), round(z_score(0.99), 6)) == (1.959964, 2.575829)  # tables of the normal

    @pytest.mark.parametrize(
        ("n", "population", "factor"),
        [(12, None, 1), (12, 14, math.sqrt(2 / 13)), (14, 14, 0), (0, 14, math.sqrt(14 / 13)), (1, 1, 0), (0, 1, 1)],
    )
    def test_the_factor_is_the_share_that_did_not_answer(self, n, population, factor):
        assert finite_population(n, population) == pytest.approx(factor)

    def test_more_answers_than_contacts_is_no_error_of_the_root(self):
        assert finite_population(15, 14) == 0
