"""The bridge: from one total to the next by named steps that add up."""

from __future__ import annotations

import math
import textwrap

import pandas as pd
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import LOSS, WIDTH, canvas, family_for, plain_data, records, svg_of
from acctlib.display.formatter import Formatter


def bridge(steps: pd.DataFrame, formatter: Formatter, brand: Brand, caption: str) -> Chart:
    """Draw totals as full bars and steps as floating ones, each with its amount.

    Parameters
    ----------
    steps : DataFrame
        One row per bar, in order: `step` (label), `amount` (money, signed), `total` (bool). The
        first and the last row are totals; the first plus all steps is the last.

    Notes
    -----
    - Each label is its own amount rounded, whatever the others are; the caption says by how much they then miss
      the total, where they do.
    """
    bars = steps.assign(
        top=steps["amount"].where(
            steps["total"], steps["amount"].where(~steps["total"], 0).cumsum() + steps["amount"].iloc[0]
        )
    )
    bars = bars.assign(base=(bars["top"] - bars["amount"]).where(~bars["total"], 0.0), label=_labels(bars, formatter))
    with canvas(brand, WIDTH, 2.0) as (figure, axes):
        _draw(axes, bars, brand)
        svg = svg_of(figure)
    note = f"{caption} {_off(bars, formatter)}".strip()
    return Chart(
        svg, _alt(bars, formatter), note, 1.0, plain_data(steps[["step", "amount"]], amount=formatter.form("money"))
    )


def _labels(bars: pd.DataFrame, formatter: Formatter) -> list[str]:
    """What stands on each bar: its own amount, rounded."""
    return [formatter.step(float(bar["amount"]), signed=not bar["total"]) for bar in records(bars)]


def _off(bars: pd.DataFrame, formatter: Formatter) -> str:
    """By how much the labels miss the total: nothing where their sum prints as the total does."""
    *parts, last = (formatter.step_shown(float(bar["amount"]), signed=not bar["total"]) for bar in records(bars))
    reached = math.fsum(parts)
    if formatter.step(reached, signed=False) == formatter.step(last, signed=False):
        return ""
    return formatter.off_total(reached - last, None if abs(reached - last) < 1 else 0)


def _draw(axes: Axes, bars: pd.DataFrame, brand: Brand) -> None:
    span = max(bars["top"].max(), bars["base"].max(), 0) - min(bars["top"].min(), bars["base"].min(), 0) or 1.0
    for at, bar in enumerate(records(bars)):
        amount, top, total = bar["amount"], bar["top"], bar["total"]
        colour = brand.color.ink if total else brand.color.accent if amount >= 0 else brand.color.warning
        loss = {} if total or amount >= 0 else LOSS
        axes.bar(at, amount, bottom=bar["base"], width=0.58, color=colour, linewidth=0, **loss)
        axes.text(at, max(top, bar["base"]) + span * 0.02, bar["label"], ha="center", va="bottom", color=colour,
                  fontweight="bold" if total else "normal")  # fmt: skip
        if at + 1 < len(bars):
            axes.plot([at + 0.29, at + 0.71], [top, top], color=brand.color.muted, linewidth=0.5)
    axes.axhline(0, color=brand.color.muted, linewidth=0.6)
    axes.set_xticks(range(len(bars)), [textwrap.fill(str(s), 14, max_lines=4, placeholder=" …") for s in bars["step"]])
    for tick, name in zip(axes.get_xticklabels(), bars["step"], strict=True):
        tick.set_fontfamily(family_for(str(name), brand))
    axes.set_yticks([])
    axes.margins(y=0.12)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _alt(bars: pd.DataFrame, formatter: Formatter) -> str:
    first, *steps, last = (f"{row['step']} {row['label']}" for row in records(bars))
    if not steps:
        return formatter.translate(
            "Bridge chart from {first} to {last}, with no step between them.", first=first, last=last
        )
    message = "Bridge chart from {first} to {last}. The steps between them are: {steps}."
    return formatter.translate(message, first=first, last=last, steps="; ".join(steps))
