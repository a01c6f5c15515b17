"""An analyst's own figure or frame as a block, so that it comes out as well as ours."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from acctlib.display.block import Block
from acctlib.display.blocks import Cell, Chart, Col, Table
from acctlib.display.charts.style import svg_of
from acctlib.display.numbers import Reader, known
from acctlib.errors import ReviewError


def block_of(thing: Any, caption: str = "", alt: str = "", reader: Reader | None = None) -> Block:
    """A figure, axes, seaborn grid or DataFrame as a block of a review.

    Parameters
    ----------
    thing : Figure, Axes, anything with a `figure`, or DataFrame
        What to show.
    alt : str
        What a figure shows, in words, for those who cannot see it; required for figures.
    """
    if isinstance(thing, pd.DataFrame):
        return _table(thing, caption, reader or Reader())
    figure = thing if isinstance(thing, Figure) else getattr(thing, "figure", None)
    if isinstance(thing, Axes):
        figure = thing.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ReviewError(f"block_of: a {type(thing).__name__} cannot be shown; give a figure or a DataFrame")
    if not alt:
        raise ReviewError("block_of: a figure needs alt='…', one sentence that says what it shows")
    return Chart(svg_of(figure), alt, caption)


def _table(frame: pd.DataFrame, caption: str, reader: Reader) -> Table:
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) and not pd.api.types.is_bool_dtype(frame[c]) for c in frame]
    columns = tuple(
        Col(str(name), "right" if side else "left") for name, side in zip(frame.columns, numeric, strict=True)
    )
    rows = tuple(
        tuple(_cell(value, side, reader) for value, side in zip(row, numeric, strict=True))
        for row in frame.itertuples(index=False, name=None)
    )
    return Table(columns, rows, caption)


def _cell(value: Any, numeric: bool, reader: Reader) -> Cell:
    if numeric:
        return Cell(reader.number(value, 2), float(value) if known(value) else None)
    if isinstance(value, pd.Timestamp):
        return Cell(reader.day(value), value.date().isoformat())
    return Cell("" if pd.isna(value) else str(value))
