"""Why fees differ."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.growth.price_volume_mix import price_volume_mix

# accountancyindex: fees and quantities of three products
BEFORE = {"A": (10_000, 1000), "B": (12_000, 800), "C": (10_000, 500)}
NOW = {"A": (11_000, 1000), "B": (10_500, 700), "C": (18_400, 800)}
LINES = st.dictionaries(
    st.sampled_from(["Brand", "Media", "Web", "Data"]),
    st.tuples(st.integers(-500, 5000), st.integers(0, 100)),
    min_size=1,
)


def period(lines):
    """Fees and hours from {service: (fees, hours)}."""
    return pd.DataFrame(lines.values(), index=list(lines), columns=["fees", "hours"], dtype="float64")


def totals(before, now):
    return price_volume_mix(period(before), period(now)).sum()


class TestPublished:
    """accountancyindex, three products."""

    def test_the_three_way_form_leaves_no_residual(self):
        found = totals(BEFORE, NOW)
        # 32,000 to 39,900 is published; the split is computed independently
        assert found.round(2).to_dict() == {
            "before": 32_000, "price": 3_400, "volume": 2_782.61, "mix": 1_717.39, "new": 0, "lost": 0, "not_split": 0,
            "now": 39_900,
        }  # fmt: skip

    def test_one_service_has_a_price_and_a_volume_and_no_mix(self):
        # pongora: 1,000 at 50, then 1,100 at 52; the cross term of 200 is price here, at the hours of now
        found = totals({"A": (50_000, 1000)}, {"A": (57_200, 1100)})
        assert found[["price", "volume", "mix"]].to_list() == pytest.approx([2_200, 5_000, 0])


class TestOneSided:
    """Services that came, went, or cannot be split."""

    def test_a_service_of_one_period_only_is_new_or_lost_and_never_a_price(self):
        found = price_volume_mix(period({"A": (100, 10), "B": (50, 5)}), period({"A": (100, 10), "C": (70, 7)}))
        assert (found.loc["C", "new"], found.loc["B", "lost"]) == (70, -50)
        assert found[["price", "volume", "mix"]].abs().to_numpy().max() == 0

    def test_hours_of_a_new_service_are_no_volume_of_the_others(self):
        found = totals({"A": (100, 10)}, {"A": (100, 10), "B": (900, 90)})
        assert (found["volume"], found["new"]) == (0, 900)

    @pytest.mark.parametrize("hours", [(float("nan"), 10), (10, float("nan")), (0, 10), (10, 0)])
    def test_a_service_without_hours_is_not_split(self, hours):
        found = totals({"A": (100, hours[0])}, {"A": (130, hours[1])})
        assert (found["not_split"], found["price"], found["volume"]) == (30, 0, 0)

    def test_a_net_credit_is_as_good_as_nothing(self):
        found = price_volume_mix(period({"A": (-20, 1), "B": (50, 5)}), period({"A": (80, 8), "B": (-10, 1)}))
        assert (found.loc["A", "new"], found.loc["B", "lost"]) == (100, -60)

    def test_credits_alone_are_not_split(self):
        assert totals({"A": (-20, 1)}, {"A": (-5, 1)})["not_split"] == 15


class TestIdentities:
    """True of all services."""

    @given(LINES, LINES)
    @settings(max_examples=60)
    def test_before_plus_the_effects_is_now_in_every_row(self, before, now):
        one, two = period(before), period(now)
        copies = one.copy(deep=True), two.copy(deep=True)
        found = price_volume_mix(one, two)
        pd.testing.assert_series_equal(
            found.drop(columns="now").sum(axis=1), found["now"], check_names=False, atol=1e-6
        )
        pd.testing.assert_frame_equal(one, copies[0])
        pd.testing.assert_frame_equal(two, copies[1])

    @given(LINES, st.integers(2, 9))
    @settings(max_examples=30)
    def test_more_of_the_same_is_volume_alone(self, lines, factor):
        worked = {service: (abs(fees) + 1, hours + 1) for service, (fees, hours) in lines.items()}
        found = totals(worked, {service: (fees * factor, hours * factor) for service, (fees, hours) in worked.items()})
        assert found["volume"] == pytest.approx(found["now"] - found["before"])
        assert found[["price", "mix"]].abs().max() < 1e-6
