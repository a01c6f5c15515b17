"""Target bars: where each thing stands between its start and its target, on one scale."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import LOSS, WIDTH, canvas, family_for, plain_data, records, svg_of
from acctlib.display.formatter import Formatter

GAP, NUMBER = 0.01, 0.075  # of the way from start to target: before a number, and what a number takes


def targets(aims: pd.DataFrame, formatter: Formatter, brand: Brand, caption: str) -> Chart:
    """Draw the way covered of each aim as a bar, with a mark where it should stand by now.

    Parameters
    ----------
    aims : DataFrame
        One row per aim: `name`, `progress` (fraction of the way from baseline to target; may be below 0 or above 1),
        `pace` (fraction that time alone asks for; may be missing), `behind` (whether its status says so: the chart
        judges nothing by itself). Aims without progress are not drawn.
    """
    known = aims.dropna(subset=["progress"]).reset_index(drop=True)
    with canvas(brand, WIDTH, 0.45 + 0.26 * max(len(known), 2)) as (figure, axes):
        _draw(axes, known.iloc[::-1].reset_index(drop=True), formatter, brand)
        svg = svg_of(figure)
    shown = known[["name", "progress", "pace", "behind"]].astype({"behind": "float64"})
    data = plain_data(shown, progress="percent.0", pace="percent.0", behind="number.0")
    return Chart(svg, _alt(known, formatter), caption, 1.0, data)


def _draw(axes: Axes, aims: pd.DataFrame, formatter: Formatter, brand: Brand) -> None:
    for at, aim in enumerate(records(aims)):
        behind = bool(aim["behind"])
        colour = brand.color.amber if behind else brand.color.accent
        axes.barh(at, aim["progress"], height=0.5, color=colour, linewidth=0, **(LOSS if behind else {}))
        marks = [1.0, *([aim["pace"]] if pd.notna(aim["pace"]) else [])]
        axes.text(_beside(aim["progress"], marks), at, formatter.percent(aim["progress"], 0), va="center", color=colour)
        if pd.notna(aim["pace"]):
            axes.plot([aim["pace"]] * 2, [at - 0.38, at + 0.38], color=brand.color.ink, linewidth=1.4)
    axes.axvline(1, color=brand.color.muted, linewidth=0.7, linestyle=(0, (4, 3)))
    axes.axvline(0, color=brand.color.muted, linewidth=0.6)
    axes.set_yticks(
        range(len(aims)), [textwrap.fill(str(name), 34, max_lines=3, placeholder=" …") for name in aims["name"]]
    )
    for label, name in zip(axes.get_yticklabels(), aims["name"], strict=True):
        label.set_fontfamily(family_for(str(name), brand))
    axes.set_xlim(min(0, aims["progress"].min()) - 0.02, max(1.1, aims["progress"].max() + 0.12))
    axes.set_xticks([0, 1], [formatter.translate("start"), formatter.translate("target")])
    axes.set_ylim(-0.6, max(len(aims), 2) - 0.4)
    axes.spines["left"].set_visible(False)


def _beside(progress: float, marks: list[float]) -> float:
    """Where a bar's number begins: at its end, or behind the last mark that it would stand on."""
    begin = max(progress, 0) + GAP
    for mark in sorted(marks):
        if begin - GAP < mark < begin + NUMBER:
            begin = mark + GAP
    return begin


def _alt(aims: pd.DataFrame, formatter: Formatter) -> str:
    parts = "; ".join(
        formatter.translate("{name} {share} of the way", name=aim["name"], share=formatter.percent(aim["progress"], 0))
        for aim in records(aims)
    )
    return formatter.translate("Target bars. {parts}.", parts=parts)
