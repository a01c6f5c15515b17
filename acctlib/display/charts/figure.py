"""An analyst's own figure or frame as a block, so that it comes out as well as ours."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas.io.formats.style import Styler

from acctlib.display.blocks.block import Block
from acctlib.display.blocks.chart import Chart
from acctlib.display.blocks.frame import frame_of
from acctlib.display.drawing.style import svg_of
from acctlib.errors import ReviewError


def block_of(thing: Any, caption: str = "", alt: str = "") -> Block:
    """A figure, axes, seaborn grid or DataFrame as a block of a review.

    Parameters
    ----------
    thing : Figure, Axes, anything with a `figure`, DataFrame, Series or Styler
        What to show. An index that only counts the rows is left out.
    alt : str
        What a figure shows, in words, for those who cannot see it; required for figures.
    """
    if isinstance(thing, pd.DataFrame | pd.Series | Styler):
        return frame_of(thing, caption, counted=False)
    figure = thing if isinstance(thing, Figure) else getattr(thing, "figure", None)
    if isinstance(thing, Axes):
        figure = thing.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ReviewError(f"block_of: a {type(thing).__name__} cannot be shown; give a figure or a DataFrame")
    if not alt:
        raise ReviewError("block_of: a figure needs alt='…', one sentence that says what it shows")
    return Chart(svg_of(figure), alt, caption)
