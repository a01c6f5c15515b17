"""Chances that are open, and what they come to."""

from datetime import date

import pandas as pd
import pytest

from acctlib.metrics.growth.pipeline import open_opportunities, pipeline_by_stage

END = date(2026, 9, 30)


def chances(*rows):
    """closed_date, won, amount, probability, stage."""
    frame = pd.DataFrame(rows, columns=["closed_date", "won", "amount", "probability", "stage"])
    return frame.assign(closed_date=pd.to_datetime(frame["closed_date"]), won=frame["won"].astype("boolean"))


@pytest.mark.parametrize(
    ("closed", "won", "left"),
    [
        (None, None, True),
        ("2026-09-30", True, False),  # on the day itself
        ("2026-10-01", False, True),  # lost later: it was open then
        ("2026-10-01", None, True),
        (None, True, False),  # won, nobody knows when
        (None, False, True),  # not won yet
    ],
)
def test_a_chance_is_open_until_the_day_it_is_decided(closed, won, left):
    assert len(open_opportunities(chances((closed, won, 1.0, 1.0, "idea")), END)) == int(left)


def test_without_an_amount_or_a_probability_the_weighted_amount_is_missing():
    found = open_opportunities(
        chances(*[(None, None, a, p, "x") for a, p in ((100, 0.25), (None, 0.5), (9, None))]), END
    )
    assert found["weighted"].fillna(-1).to_list() == [25, -1, -1]


def test_stages_add_up_to_the_whole_and_say_what_is_not_in_the_sum():
    rows = [
        (None, None, 100, 0.5, "b"),
        (None, None, 300, 0.1, "a"),
        (None, None, None, 0.1, "a"),
        (None, None, 7, 1, None),
    ]
    found = open_opportunities(chances(*rows), END)
    by = pipeline_by_stage(found)
    assert by["stage"].fillna("").to_list() == ["a", "b", ""]
    assert by["n"].to_list() == [2, 1, 1]
    assert by["unknown"].to_list() == [1, 0, 0]
    assert by["amount"].sum() == found["amount"].sum() == 407
    assert by["weighted"].sum() == pytest.approx(found["weighted"].sum()) == pytest.approx(87)


def test_a_stage_without_any_amount_has_none():
    by = pipeline_by_stage(open_opportunities(chances((None, None, None, 0.5, "a")), END))
    assert by[["amount", "weighted"]].isna().all(axis=None)


def test_the_input_is_not_changed():
    given = chances((None, None, 1.0, 1.0, "a"))
    before = given.copy(deep=True)
    pipeline_by_stage(open_opportunities(given, END))
    pd.testing.assert_frame_equal(given, before)
