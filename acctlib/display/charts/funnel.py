"""The funnel: shares of groups of different size against the limits within which chance alone would leave them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import WIDTH, canvas, family_for, plain_data, records, svg_of
from acctlib.display.formatter import Formatter

MOST_NAMED = 10


def funnel(
    groups: pd.DataFrame, limits: pd.DataFrame, middle: float, formatter: Formatter, brand: Brand, caption: str
) -> Chart:
    """Draw each group at its size; those outside the outer limits are named, the largest of them, the others are not.

    Groups of one size and share are one mark, so that ten thousand clients are drawn as fast as ten.

    Parameters
    ----------
    groups : DataFrame
        One row per group: `name`, `n`, `share` (fraction), `outside` (bool).
    limits : DataFrame
        One row per size: `n`, `low`, `high` (95 %), `low_outer`, `high_outer` (99.8 %).
    middle : float
        The share of all groups together.
    """
    with canvas(brand, WIDTH, 2.3) as (figure, axes):
        _limits(axes, limits, middle, brand)
        _groups(axes, groups, brand)
        axes.yaxis.set_major_formatter(lambda value, _: formatter.percent(value, 0))
        axes.set_xlabel(formatter.translate("how many"))
        axes.set_ylim(-0.03, 1.03)
        svg = svg_of(figure)
    data = plain_data(groups[["name", "n", "share", "outside"]], n="number.0", share="percent.1")
    return Chart(svg, _alt(groups, middle, formatter), caption, 1.0, data)


def _limits(axes: Axes, limits: pd.DataFrame, middle: float, brand: Brand) -> None:
    at = limits["n"].to_numpy(dtype=float)
    axes.fill_between(
        at, limits["low"].to_numpy(float), limits["high"].to_numpy(float), color=brand.color.tint, linewidth=0
    )
    for side in ("low_outer", "high_outer"):
        axes.plot(at, limits[side].to_numpy(float), color=brand.color.muted, linewidth=0.7, linestyle=(0, (4, 3)))
    axes.axhline(middle, color=brand.color.ink, linewidth=0.8)


def _groups(axes: Axes, groups: pd.DataFrame, brand: Brand) -> None:
    apart = groups["outside"].astype(bool)
    for marks, marker, colour in (
        (groups[~apart], "o", brand.color.accent),
        (groups[apart], "D", brand.color.warning),
    ):
        at = marks[["n", "share"]].drop_duplicates().astype("float64")
        axes.plot(at["n"], at["share"], marker=marker, markersize=4, color=colour, linewidth=0)
    for group in records(_named(groups)):
        name = str(group["name"])
        axes.annotate(name, (group["n"], group["share"]), xytext=(5, 3), textcoords="offset points",
                      color=brand.color.warning, fontfamily=family_for(name, brand))  # fmt: skip


def _named(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups outside the outer limits that are named, the largest first."""
    return groups[groups["outside"].astype(bool)].sort_values("n", ascending=False, kind="stable").head(MOST_NAMED)


def _alt(groups: pd.DataFrame, middle: float, formatter: Formatter) -> str:
    out = _named(groups)
    names = "; ".join(f"{g['name']} {formatter.percent(g['share'], 0)} (n = {g['n']})" for g in records(out))
    if more := int(groups["outside"].sum()) - len(out):
        names = formatter.translate("{names}; and {n} more", names=names, n=more)
    one, many = "Funnel plot of {n} group around {share}.", "Funnel plot of {n} groups around {share}."
    text = formatter.count(len(groups), one, many, share=formatter.percent(middle))
    tail = (
        formatter.translate("Outside the outer limits: {names}.", names=names)
        if names
        else formatter.translate("None is outside the outer limits.")
    )
    return f"{text} {tail}"
