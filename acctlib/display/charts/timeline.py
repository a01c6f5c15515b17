"""The timeline: what was planned and what came, project by project."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from acctlib.display.blocks.chart import Chart
from acctlib.display.brand.brand import Brand
from acctlib.display.drawing.style import LOSS, WIDTH, canvas, family_for, plain_data, records, svg_of
from acctlib.display.formatter import Formatter


def timeline(
    work: pd.DataFrame, formatter: Formatter, brand: Brand, caption: str, cut: tuple[pd.Timestamp, pd.Timestamp]
) -> Chart:
    """Draw each project's plan in light and its actual course in colour.

    Parameters
    ----------
    work : DataFrame
        One row per project: `name`, `start`, `planned` (end as committed; may be missing), `actual`
        (end, or today's cut-off for work in hand), `late` (True, False, or missing).
    cut : (Timestamp, Timestamp)
        First and last day of the axis; bars are drawn from and to it at most.
    """
    with canvas(brand, WIDTH, 0.6 + 0.27 * max(len(work), 2)) as (figure, axes):
        _draw(axes, work.iloc[::-1].reset_index(drop=True), brand, cut)
        _days(axes, formatter, cut)
        svg = svg_of(figure)
    return Chart(svg, _alt(work, formatter), caption, 1.0, plain_data(work[["name", "start", "planned", "actual"]]))


def _draw(axes: Axes, work: pd.DataFrame, brand: Brand, cut: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    first, last = (mdates.date2num(day) for day in cut)  # type: ignore[no-untyped-call]
    for at, bar in enumerate(records(work)):
        start = max(_num(bar["start"]), first)
        colour = brand.color.warning if bar["late"] is True else brand.color.accent
        if pd.notna(bar["planned"]):
            axes.barh(at, max(min(_num(bar["planned"]), last) - start, 0.6), left=start, height=0.66,
                      color=brand.color.hairline)  # fmt: skip
        late = LOSS if bar["late"] is True else {}
        width = max(min(_num(bar["actual"]), last) - start, 0.6)
        axes.barh(at, width, left=start, height=0.3, color=colour, linewidth=0, **late)
    axes.set_yticks(range(len(work)), [textwrap.fill(name, 34, max_lines=3, placeholder=" …") for name in work["name"]])
    for label, name in zip(axes.get_yticklabels(), work["name"], strict=True):
        label.set_fontfamily(family_for(name, brand))
    axes.set_xlim(first, last)
    axes.set_ylim(-0.6, max(len(work), 2) - 0.4)
    axes.spines["left"].set_visible(False)


def _days(axes: Axes, formatter: Formatter, cut: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    """Month starts on the axis, at most seven of them."""
    months = pd.date_range(cut[0], cut[1], freq="MS")
    shown = months[:: max(1, -(-len(months) // 7))]
    axes.set_xticks([_num(day) for day in shown], [formatter.day(day, year=False) for day in shown])


def _num(day: object) -> float:
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _alt(work: pd.DataFrame, formatter: Formatter) -> str:
    return formatter.translate("Timeline. {parts}.", parts="; ".join(_said(bar, formatter) for bar in records(work)))


def _said(bar: dict[str, Any], formatter: Formatter) -> str:
    plan = (
        formatter.translate(", committed for {day}", day=formatter.day(bar["planned"]))
        if pd.notna(bar["planned"])
        else ""
    )
    until = formatter.translate("{name} to {day}", name=bar["name"], day=formatter.day(bar["actual"]))
    return f"{until}{plan}{formatter.translate(', late') if bar['late'] is True else ''}"
