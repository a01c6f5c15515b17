"""Charts: equal bytes, text as text, parts that add up, words for those who cannot see them."""

import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import seaborn

from acctlib.display import Formatter, load_brand
from acctlib.display.brand.brand import contrast
from acctlib.display.charts import bridge, curve, funnel, heat, multiples, targets, timeline, trend
from acctlib.display.drawing.style import family_for

READER, BRAND = Formatter(), load_brand()
STEPS = pd.DataFrame(
    {
        "step": ["Q3 2025", "Expansion", "Ended work", "Q3 2026"],
        "amount": [400.0, 90.0, -40.0, 450.0],
        "total": [True, False, False, True],
    }
)
POINTS = pd.DataFrame(
    {"label": ["Q1", "Q2", "Q3"], "value": [10.0, None, 30.0], "low": [0.0, None, 20.0], "high": [20.0, None, 40.0]}
)
WORK = pd.DataFrame(
    {
        "name": ["Relaunch <b>", "شركة", "東方"],
        "start": pd.to_datetime(["2026-07-01"] * 3),
        "planned": pd.to_datetime(["2026-08-01", None, "2026-09-01"]),
        "actual": pd.to_datetime(["2026-08-20", "2026-09-25", "2026-09-01"]),
        "late": [True, False, False],
    }
)
CUT = (pd.Timestamp("2026-07-01"), pd.Timestamp("2026-10-01"))


def drawn(svg):
    return re.sub(r"<[^>]+>", " ", svg)


def test_the_same_numbers_give_the_same_bytes():
    assert bridge(STEPS, READER, BRAND, "c").svg == bridge(STEPS, READER, BRAND, "c").svg


def test_text_in_a_chart_is_text():
    assert "Expansion" in drawn(bridge(STEPS, READER, BRAND, "c").svg)


def test_a_bridge_says_every_step_in_words_and_keeps_its_data():
    chart = bridge(STEPS, READER, BRAND, "c")
    assert chart.alt == (
        "Bridge chart from Q3 2025 €400 to Q3 2026 €450. The steps between them are: Expansion +€90; Ended work −€40."
    )
    amounts = [row[1] for row in chart.data["rows"]]
    assert sum(amounts[:-1]) == amounts[-1]


def test_labels_of_a_bridge_that_miss_their_total_say_by_how_much():
    # By hand: 120.4 + 0.4 x 3 is 121.6; as printed 120 + 0.40 x 3 is 121.20, and 122 stands at the end.
    steps = pd.DataFrame({"step": ["then", "a", "b", "c", "now"], "amount": [120.4, 0.4, 0.4, 0.4, 121.6],
                          "total": [True, False, False, False, True]})  # fmt: skip
    chart = bridge(steps, READER, BRAND, "Fees.")
    assert chart.caption == "Fees. Each amount is rounded by itself; as printed they add up to within €0.80."
    assert bridge(STEPS, READER, BRAND, "Fees.").caption == "Fees."


def test_a_quarter_without_a_score_is_a_gap_and_not_zero():
    chart = trend(POINTS, "points", READER, BRAND, "c", target=20)
    assert chart.alt == (
        "Line chart over 3 quarters, between +10 and +30. By quarter the values are: Q1 +10; Q2 unknown; Q3 +30. "
        "Target +20."
    )
    assert chart.data["rows"][1] == ["Q2", None, None, None]


def test_a_timeline_names_what_is_late():
    chart = timeline(WORK, READER, BRAND, "c", CUT)
    assert "Relaunch <b> to 20 Aug 2026, committed for 1 Aug 2026, late" in chart.alt
    assert "&lt;b&gt;" in chart.svg


def test_a_label_is_set_in_a_face_that_has_all_its_characters():
    assert family_for("شركة", BRAND) == "DejaVu Sans"
    assert family_for("Café", BRAND) == "Source Sans Pro"


def test_a_chart_leaves_nothing_behind_in_matplotlib():
    before = dict(mpl.rcParams)
    trend(POINTS, "points", READER, BRAND, "c")
    assert dict(mpl.rcParams) == before


COHORTS = pd.DataFrame({0: [1.0, 1.0], 1: [0.75, None]}, index=["Q2 2026", "Q3 2026"])
SIZES = pd.Series([8, 3], index=COHORTS.index)


@pytest.mark.parametrize("chart", ["trend", "bridge", "heat"])
def test_a_theme_that_a_notebook_sets_for_its_own_figures_does_not_change_the_kits(chart):
    draw = {
        "trend": lambda: trend(POINTS, "points", READER, BRAND, "c"),
        "bridge": lambda: bridge(STEPS, READER, BRAND, "c"),
        "heat": lambda: heat(COHORTS, SIZES, READER, BRAND, "c"),
    }[chart]
    before = draw().svg
    with mpl.rc_context():
        seaborn.set_theme("poster", "darkgrid", "rocket", "serif", 2, rc={"lines.linewidth": 9, "axes.titlesize": 30})
        assert draw().svg == before


def test_the_numbers_of_a_heat_map_are_read_on_every_shade():
    """Of white and ink the better one reaches 3.6 to 1 on the worst shade between them; seaborn's choice 2.3 to 1."""
    shares = pd.DataFrame([[i / 20 for i in range(21)]], index=["Q1"])
    chart = heat(shares, pd.Series([20], index=["Q1"]), READER, BRAND, "c")
    inks = re.findall(r"fill: (#[0-9a-f]{6})[^>]*>\d+%<", chart.svg)
    grounds = re.findall("fill: (#[0-9a-f]{6}); stroke: #ffffff", chart.svg)
    assert len(inks) == len(grounds) == 21
    assert min(contrast(ink, ground) for ink, ground in zip(inks, grounds, strict=True)) > 3.5


def test_a_heat_map_leaves_cells_that_are_not_over_empty_and_says_n():
    chart = heat(COHORTS, SIZES, READER, BRAND, "c")
    assert chart.data["rows"] == [["Q2 2026", 8, 1.0, 0.75], ["Q3 2026", 3, 1.0, None]]
    assert "Q3 2026 (n = 3)" in drawn(chart.svg)
    assert drawn(chart.svg).count("%") == 3
    assert (
        chart.alt
        == "Heat map of cohorts, the last completed quarter of each: Q2 2026 (n = 8) 75%; Q3 2026 (n = 3) 100%."
    )


def test_a_funnel_names_only_what_chance_does_not_explain():
    limits = pd.DataFrame(
        {"n": [5, 30], "low": [0.4, 0.7], "high": [1.0, 0.9], "low_outer": [0.2, 0.6], "high_outer": [1.0, 1.0]}
    )
    groups = pd.DataFrame(
        {"name": ["L. Brandt", "M. Ito"], "n": [20, 25], "share": [0.2, 0.8], "outside": [True, False]}
    )
    chart = funnel(groups, limits, 0.8, READER, BRAND, "c")
    assert "L. Brandt" in drawn(chart.svg)
    assert "M. Ito" not in drawn(chart.svg)
    assert chart.alt == "Funnel plot of 2 groups around 80.0%. Outside the outer limits: L. Brandt 20% (n = 20)."
    calm = funnel(groups.assign(outside=False), limits, 0.8, READER, BRAND, "c")
    assert calm.alt.endswith("None is outside the outer limits.")


def test_a_curve_says_where_it_ends():
    steps = pd.DataFrame({"years": [0.0, 2.5], "survival": [1.0, 0.6], "low": [1.0, 0.4], "high": [1.0, 0.8]})
    assert curve(steps, READER, BRAND, "c").alt == "Step curve: after 2.5 years 60% are still clients."


def test_target_bars_stripe_what_is_behind_its_pace_and_leave_out_what_is_unknown():
    aims = pd.DataFrame({"name": ["A", "B", "C"], "progress": [0.45, 0.9, None], "pace": [0.5, 0.5, 0.5],
                         "behind": [True, False, True]})  # fmt: skip
    chart = targets(aims, READER, BRAND, "c")
    assert chart.alt == "Target bars. A 45% of the way; B 90% of the way."
    assert chart.svg.count("<pattern") == 1
    assert targets(aims.iloc[1:], READER, BRAND, "c").svg.count("<pattern") == 0
    # Within the leeway it is on track in the table: the bar, short of its mark, is not drawn as behind.
    assert targets(aims.assign(behind=False), READER, BRAND, "c").svg.count("<pattern") == 0


def test_a_loss_in_a_bridge_is_striped_and_a_gain_is_not():
    assert bridge(STEPS, READER, BRAND, "c").svg.count("<pattern") == 1
    assert bridge(STEPS[STEPS["amount"] > 0], READER, BRAND, "c").svg.count("<pattern") == 0


def test_ten_thousand_groups_are_few_marks_and_few_names():
    groups = pd.DataFrame({"name": [f"Client {n}" for n in range(10_000)], "n": [n % 12 + 1 for n in range(10_000)]})
    groups = groups.assign(share=0.5, outside=groups.index % 100 == 0)
    limits = pd.DataFrame({"n": [1, 12], "low": 0.1, "high": 0.9, "low_outer": 0.0, "high_outer": 1.0})
    chart = funnel(groups, limits, 0.5, READER, BRAND, "c")
    assert len(chart.svg) < 60_000
    assert chart.svg.count("Client ") == 10
    assert chart.alt.count("Client ") == 10
    assert "and 90 more" in chart.alt
    assert len(chart.data["rows"]) == 10_000


def place_of(text, svg):
    """Where a text begins on its base line, in points."""
    found = re.search(rf"translate\(([\d.]+) ([\d.]+)\)[^>]*>(?:<[^>]*>)*{re.escape(text)}<", svg) or re.search(
        rf'x="([\d.]+)" y="([\d.]+)"[^>]*>(?:<[^>]*>)*{re.escape(text)}<', svg
    )
    return float(found[1]), float(found[2])


def curves_of(svg, colour):
    """Lines of a colour, each as its points."""
    paths = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: none;[^"]*stroke: {colour}', svg)
    return [[tuple(map(float, point)) for point in re.findall(r"[ML] ([\d.]+) ([\d.]+)", path)] for path in paths]


@pytest.mark.parametrize("values", [
    [50, 50, 34, 100, 83, 83, 66, 50], [40] * 8, [0, 10, 20, 30, 40, 50, 60, 70], [80, 60, 42, 41, 41, 42, 60, 80], [41, -90, 41, -90, 41, 100, 100, 39],
])  # fmt: skip
def test_the_words_of_a_target_do_not_stand_on_the_curve(values):
    points = pd.DataFrame({"label": [f"Q{n}" for n in range(8)], "value": values}).assign(
        low=lambda p: p["value"] - 30, high=lambda p: p["value"] + 30
    )
    svg = trend(points.astype({"value": float}), "points", READER, BRAND, "c", target=40).svg
    (x, base), width, height = place_of("target +40", svg), 38, 6
    (curve,) = [line for line in curves_of(svg, BRAND.color.accent) if len(line) == 8]
    at = np.linspace(x, x + width, 50)
    heights = np.interp(at, *zip(*curve, strict=True))
    assert not ((heights > base - height) & (heights < base)).any()


@pytest.mark.parametrize("progress", [0.5, 0.68, 0.7, 0.72, 0.95, 1.0, 1.04])
def test_a_number_of_a_target_bar_stands_on_no_mark(progress):
    aims = pd.DataFrame({"name": ["A"], "progress": [progress], "pace": [0.71], "behind": False})
    svg = targets(aims, READER, BRAND, "c").svg
    x, _ = place_of(f"{progress:.0%}", svg)
    marks = [
        line[0][0]
        for colour in (BRAND.color.ink, BRAND.color.muted)
        for line in curves_of(svg, colour)
        if len(line) == 2 and line[0][0] == line[1][0] and line[0][1] != line[1][1]
    ]
    assert len(marks) == 3  # the pace, the target and the start
    assert not [mark for mark in marks if x - 1 < mark < x + 18]


@pytest.mark.parametrize("last", [10, 25, 29, 35, 38, 40, 41, 50, 70])
def test_the_last_value_does_not_stand_on_the_target(last):
    points = POINTS.assign(value=[10.0, 20.0, float(last)], low=-50.0, high=100.0)
    svg = trend(points, "points", READER, BRAND, "c", target=40).svg
    (_, base) = place_of(f"+{last}", svg)
    level = [line[0][1] for line in curves_of(svg, BRAND.color.muted) if len(line) == 2 and line[0][1] == line[1][1]]
    aim, axis = sorted(level)
    assert aim < axis
    assert not base - 6 < aim < base


YEARS = pd.DataFrame(
    [[10.0, 20.0, 30.0, 25.0, 40.0], [5.0, 0.0, -5.0, 5.0, 12.0]],
    index=["Media <b>", "شركة"],
    columns=["Q3 25", "Q4 25", "Q1 26", "Q2 26", "Q3 26"],
)


def test_small_multiples_say_the_last_amount_of_each_panel_and_all_of_them_in_words():
    made = multiples(YEARS, READER, BRAND, "c")
    assert made.alt == (
        "Bars by quarter from Q3 25 to Q3 26, in 2 panels of one scale. "
        "Their amounts are: Media <b> from €10 to €40, at most €40; شركة from €5 to €12, at most €12."
    )
    assert {"€40", "€12"} <= set(drawn(made.svg).split())
    assert made.data["rows"][1] == ["شركة", 5.0, 0.0, -5.0, 5.0, 12.0]
    assert multiples(YEARS, READER, BRAND, "c").svg == made.svg


def bars_of(svg, colour):
    """Height and foot of every filled bar of a colour, in points."""
    found = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: {colour}', svg)
    heights = [[float(y) for _, y in re.findall(r"[ML] ([\d.]+) ([\d.]+)", path)] for path in found]
    return [(max(ys) - min(ys), max(ys)) for ys in heights]


def test_bars_of_all_panels_have_one_scale_and_begin_at_nought():
    svg = multiples(YEARS, READER, BRAND, "c").svg
    (big, foot), (small, other) = bars_of(svg, BRAND.color.ink)
    assert big / small == pytest.approx(40 / 12, rel=1e-3)
    assert foot == pytest.approx(other)  # both on the line of nought
    earlier = [height for height, _ in bars_of(svg, BRAND.color.muted)]
    assert [round(height / big * 40, 1) for height in earlier] == [10, 20, 30, 25, 5, 0, 5, 5]


def test_a_long_name_of_a_panel_does_not_run_into_its_amount():
    four = pd.DataFrame(
        [[1.0] * 8] * 4, index=["A service line with a very long name"] * 4, columns=[f"Q{i}" for i in range(8)]
    )
    assert "A service …" in drawn(multiples(four, READER, BRAND, "c").svg)
