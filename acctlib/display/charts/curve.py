"""The survival curve: how many of those who came are still there, year by year, with its interval."""

from __future__ import annotations

import pandas as pd

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import WIDTH, canvas, plain_data, svg_of
from acctlib.display.formatter import Formatter


def curve(steps: pd.DataFrame, formatter: Formatter, brand: Brand, caption: str) -> Chart:
    """Draw a step curve with its band.

    Parameters
    ----------
    steps : DataFrame
        One row per step, in order of time: `years`, `survival`, `low`, `high` (fractions).
    """
    with canvas(brand, WIDTH / 2 - 0.15, 1.95) as (figure, axes):
        at = steps["years"].to_numpy(dtype=float)
        low, high = (steps[side].to_numpy(dtype=float) for side in ("low", "high"))
        axes.fill_between(at, low, high, step="post", color=brand.color.tint, linewidth=0)
        axes.step(at, steps["survival"].to_numpy(dtype=float), where="post", color=brand.color.accent, linewidth=1.6)
        axes.yaxis.set_major_formatter(lambda value, _: formatter.percent(value, 0))
        axes.set_ylim(0, 1.02)
        axes.set_xlabel(formatter.translate("years"))
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure)
    data = plain_data(
        steps[["years", "survival", "low", "high"]], survival="percent.1", low="percent.1", high="percent.1"
    )
    return Chart(svg, _alt(steps, formatter), caption, 1.0, data)


def _alt(steps: pd.DataFrame, formatter: Formatter) -> str:
    last = steps.iloc[-1]
    return formatter.translate(
        "Step curve: after {years} years {share} are still clients.",
        years=formatter.number(last["years"], 1), share=formatter.percent(last["survival"], 0),
    )  # fmt: skip
