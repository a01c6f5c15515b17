"""Small multiples: bars by quarter, a panel for each thing, all on one scale and from nought."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import WIDTH, canvas, family_for, svg_of
from acctlib.display.formatter import Formatter

APART = 1.3  # bars of white between two panels
LETTERS, AMOUNT = 100, 12  # letters that a line holds, and of them for an amount
EARLIER = 0.55  # how much of the colour earlier quarters keep: lighter than the last, and still seen on grey paper
FEW = 4  # quarters, up to which two dates would run together


def multiples(table: pd.DataFrame, formatter: Formatter, brand: Brand, caption: str) -> Chart:
    """Draw money by quarter for each row; the last quarter is dark, and its amount stands over its panel.

    Parameters
    ----------
    table : DataFrame[name -> label of the quarter -> money]
        One row per panel, in order; one column per quarter, oldest first. No value is missing.
    """
    with canvas(brand, WIDTH, 1.2) as (figure, axes):
        _draw(axes, table, formatter, brand)
        svg = svg_of(figure)
    rows = [[str(name), *map(float, row)] for name, row in zip(table.index, table.to_numpy(), strict=True)]
    columns = ["name", *map(str, table.columns)]
    data = {"columns": columns, "forms": ["", *[formatter.form("money")] * len(table.columns)], "rows": rows}
    return Chart(svg, _alt(table, formatter), caption, 1.0, data)


def _draw(axes: Axes, table: pd.DataFrame, formatter: Formatter, brand: Brand) -> None:
    top, low = max(float(table.max().max()), 0.0), min(float(table.min().min()), 0.0)
    span, count = (top - low) or 1.0, len(table.columns)
    ticks: list[tuple[float, str]] = []
    for panel, (name, amounts) in enumerate(table.iterrows()):
        at = [panel * (count + APART) + i for i in range(count)]
        axes.bar(at[:-1], amounts.iloc[:-1], width=0.78, color=brand.color.muted, alpha=EARLIER, linewidth=0)
        axes.bar(at[-1:], amounts.iloc[-1:], width=0.78, color=brand.color.ink, linewidth=0)
        axes.plot([at[0] - 0.5, at[-1] + 0.5], [0, 0], color=brand.color.muted, linewidth=0.6)
        title = textwrap.shorten(str(name), max(LETTERS // len(table) - AMOUNT, 8), placeholder=" …")
        above = top + 0.12 * span
        axes.text(at[0] - 0.45, above, title, fontfamily=family_for(title, brand))
        amount = formatter.compact(float(amounts.iloc[-1]))
        axes.text(at[-1] + 0.45, above, amount, ha="right", fontweight="bold", color=brand.color.ink)
        ticks += [(at[0], str(table.columns[0]))] * (count > FEW) + [(at[-1], str(table.columns[-1]))]
    axes.set_xticks([at for at, _ in ticks], [label for _, label in ticks], fontsize=7.5)
    axes.set_ylim(low, top + 0.4 * span)
    axes.set_xlim(-0.6, len(table) * (count + APART) - APART - 0.3)
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _alt(table: pd.DataFrame, formatter: Formatter) -> str:
    parts = "; ".join(
        formatter.translate(
            "{name} from {first} to {last}, at most {most}",
            name=str(name), first=formatter.compact(float(row.iloc[0])), last=formatter.compact(float(row.iloc[-1])),
            most=formatter.compact(float(row.max())),
        )
        for name, row in table.iterrows()
    )  # fmt: skip
    message = "Bars by quarter from {first} to {last}, in {n} panels of one scale. Their amounts are: {parts}."
    return formatter.translate(message, first=table.columns[0], last=table.columns[-1], n=len(table), parts=parts)
