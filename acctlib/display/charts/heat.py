"""The heat map: a cohort table in shades, each cell with its number; what is not over yet stays white."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand, contrast
from acctlib.display.drawing.style import WIDTH, canvas, svg_of
from acctlib.display.formatter import Formatter


def heat(shares: pd.DataFrame, sizes: pd.Series, formatter: Formatter, brand: Brand, caption: str) -> Chart:
    """Draw shares by cohort and age.

    Parameters
    ----------
    shares : DataFrame[cohort -> age -> fraction]
        One row per cohort, oldest first, labels as index; one column per age in completed quarters; missing where
        a cohort has not reached that age.
    sizes : Series[cohort -> count]
        How many began in each cohort.
    """
    height = 0.5 + 0.2 * max(len(shares), 2)
    with canvas(brand, WIDTH, height) as (figure, axes):
        _draw(axes, shares, sizes, formatter, brand)
        svg = svg_of(figure)
    rows = [[str(cohort), int(sizes[cohort]), *_plain(shares.loc[cohort])] for cohort in shares.index]
    columns = ["cohort", "n", *map(str, shares.columns)]
    forms = ["", "number.0", *("percent.0" for _ in shares.columns)]
    data = {"columns": columns, "forms": forms, "rows": rows}
    return Chart(svg, _alt(shares, sizes, formatter), caption, 1.0, data)


def _plain(row: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in row]


def _draw(axes: Axes, shares: pd.DataFrame, sizes: pd.Series, formatter: Formatter, brand: Brand) -> None:
    import seaborn as sns  # it takes most of a second, and no client's review has a heat map

    shades = LinearSegmentedColormap.from_list("share", ["#ffffff", brand.color.tint, brand.color.accent])
    # Of all colour maps only the shade of a share above one is clipped: retention of revenue can grow.
    sns.heatmap(
        shares.astype(float), annot=shares.map(lambda share: formatter.percent(share, 0)), fmt="",
        annot_kws={"size": 7},
        cmap=shades, vmin=0, vmax=1, cbar=False, linewidths=0.8, linecolor="white", ax=axes,
        yticklabels=[f"{cohort} (n = {sizes[cohort]})" for cohort in shares.index],
    )  # fmt: skip
    _ink(axes, brand)
    axes.set(xlabel="", ylabel="")
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", rotation=0)
    axes.tick_params(axis="y", rotation=0)


def _ink(axes: Axes, brand: Brand) -> None:
    """Each number in the colour that is read best on its shade; seaborn's own would be too pale on middle ones."""
    (mesh,) = axes.collections
    grounds = [to_hex(ground) for ground in mesh.get_facecolors() if ground[3]]  # type: ignore[attr-defined]
    for text, ground in zip(axes.texts, grounds, strict=True):
        text.set_color(max(("#ffffff", brand.color.ink), key=lambda color: contrast(color, ground)))


def _alt(shares: pd.DataFrame, sizes: pd.Series, formatter: Formatter) -> str:
    known = shares.apply(lambda row: row.dropna().iloc[-1] if row.notna().any() else np.nan, axis=1)
    parts = (f"{cohort} (n = {sizes[cohort]}) {formatter.percent(known[cohort], 0)}" for cohort in shares.index)
    return formatter.translate(
        "Heat map of cohorts, the last completed quarter of each: {parts}.", parts="; ".join(parts)
    )
