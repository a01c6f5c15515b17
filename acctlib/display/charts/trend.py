"""The trend: a value over quarters with its interval, and the target it is compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import WIDTH, canvas, plain_data, records, svg_of
from acctlib.display.formatter import Formatter

LABEL = 0.1  # of the height of the plot: a line of words


def trend(
    points: pd.DataFrame, unit: str, formatter: Formatter, brand: Brand, caption: str, target: float | None = None
) -> Chart:
    """Draw a line through known values; quarters without one stay empty, never zero.

    Parameters
    ----------
    points : DataFrame
        One row per quarter, oldest first: `label`, `value`, `low`, `high`; missing where unknown.
    unit : str
        The metric's unit, as in the registry.
    """
    with canvas(brand, WIDTH / 2 - 0.15, 1.95) as (figure, axes):
        _draw(axes, points.reset_index(drop=True), unit, formatter, brand)
        if target is not None:
            label = formatter.translate("target {value}", value=formatter.value(target, unit))
            _aim(axes, points["value"].to_numpy(dtype=float), target, label, brand)
        known = points["value"].reset_index(drop=True).dropna()
        if len(known):
            _last(axes, known, target, formatter.value(float(known.iloc[-1]), unit), brand)
        svg = svg_of(figure)
    form = formatter.form(unit)
    data = plain_data(points[["label", "value", "low", "high"]], value=form, low=form, high=form)
    return Chart(svg, _alt(points, unit, formatter, target), caption, 1.0, data)


def _draw(axes: Axes, points: pd.DataFrame, unit: str, formatter: Formatter, brand: Brand) -> None:
    at = points.index.to_numpy(dtype=float)
    axes.fill_between(
        at, points["low"].astype(float), points["high"].astype(float), color=brand.color.tint, linewidth=0
    )
    axes.plot(at, points["value"].astype(float), color=brand.color.accent, linewidth=1.6, marker="o", markersize=3)
    every = max(1, round(len(points) / 4))
    shown = range(len(points) - 1, -1, -every)
    axes.set_xticks(list(shown), [points["label"].iloc[i] for i in shown])
    axes.set_xlim(-0.3, len(points) - 0.2)
    axes.yaxis.set_major_formatter(lambda value, _: formatter.value(value, unit))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)


def _last(axes: Axes, known: pd.Series, target: float | None, label: str, brand: Brand) -> None:
    """The last value that is known, with its words above it, or below where a target lies just above."""
    last, value = float(known.index[-1]), float(known.iloc[-1])
    low, high = axes.get_ylim()
    under = target is not None and 0 <= target - value < 2 * LABEL * (high - low)
    axes.plot([last], [value], marker="o", markersize=5.5, color=brand.color.accent)
    axes.annotate(label, (last, value), xytext=(5, -10 if under else 4), textcoords="offset points",
                  fontweight="bold", color=brand.color.accent)  # fmt: skip


def _aim(axes: Axes, values: np.ndarray, target: float, label: str, brand: Brand) -> None:
    """The target as a dashed line; its words stand above or below it where the curve is farthest."""
    axes.axhline(target, color=brand.color.muted, linewidth=0.7, linestyle=(0, (4, 3)))
    low, high = axes.get_ylim()
    height, last = LABEL * (high - low), len(values) - 1
    known = np.flatnonzero(~np.isnan(values))

    def clearance(place: tuple[float, float]) -> float:
        at, middle = place
        beside = np.linspace(at, at + 0.4 * last, 20)
        curve = np.interp(beside, known, values[known]) if len(known) else np.full(20, np.inf)
        inside = low <= middle - height / 2 and middle + height / 2 <= high
        return float(np.abs(curve - middle).min()) if inside else -1.0

    places = [(at * last, target + side * height * 0.75) for at in (0, 0.3, 0.55) for side in (1, -1)]
    at, middle = max(places, key=clearance)
    axes.text(at, middle, label, va="center", color=brand.color.muted, fontsize=7.5)
    axes.set_ylim(low, high)


def _alt(points: pd.DataFrame, unit: str, formatter: Formatter, target: float | None) -> str:
    parts = "; ".join(f"{p['label']} {formatter.value(p['value'], unit)}" for p in records(points))
    low, high = (formatter.value(value, unit) for value in (points["value"].min(), points["value"].max()))
    message = "Line chart over {n} quarters, between {low} and {high}. By quarter the values are: {parts}."
    text = formatter.translate(message, n=len(points), low=low, high=high, parts=parts)
    aim = formatter.translate("Target {value}.", value=formatter.value(target, unit)) if target is not None else ""
    return f"{text} {aim}".strip()
