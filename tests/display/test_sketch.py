"""A sketch says every word that the drawing would show, and none that belongs to other numbers."""

import re
from html import unescape

import pandas as pd
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from acctlib.display import Formatter, load_brand
from acctlib.display.charts import trend
from acctlib.display.drawing.sketch import sketches
from acctlib.display.drawing.style import svg_of

POINTS = pd.DataFrame(
    {"label": ["Q1", "Q2", "Q3"], "value": [10.0, 32.0, 44.0], "low": [1.0, 20, 30], "high": [20.0, 40, 60]}
)


def words(svg):
    return {
        unescape(re.sub("<[^>]*>", "", said)).strip() for said in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    }


def figure(height):
    made = Figure(figsize=(4, height), layout="constrained")
    FigureCanvasSVG(made)
    axes = made.subplots()
    axes.plot([0, 1, 2], [3.5, 912.25, 40.75])
    axes.set_title("Fees\nby & by")
    axes.annotate("the last one", (2, 40))
    return made


@pytest.mark.parametrize("height", [0.9, 2, 9])
def test_ticks_of_any_number_are_among_its_words_whatever_the_room(height):
    drawn = words(svg_of(figure(height)))
    with sketches():
        sketched = svg_of(figure(2))
    assert {"Fees", "by & by", "the last one"} <= drawn <= words(sketched)
    assert "path" not in sketched


def test_a_chart_of_other_numbers_says_other_words():
    formatter, brand = Formatter("en_GB"), load_brand()
    drawn = words(trend(POINTS, "points", formatter, brand, "c", 50.0).svg)
    with sketches():
        same = words(trend(POINTS, "points", formatter, brand, "c", 50.0).svg)
        other = words(trend(POINTS.assign(value=[10.0, 32.0, 41.0]), "points", formatter, brand, "c", 50.0).svg)
    assert drawn <= same
    assert "+44" in drawn - other


def test_charts_are_drawn_again_afterwards():
    with sketches():
        pass
    assert "<path" in svg_of(figure(2))
