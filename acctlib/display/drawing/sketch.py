"""A chart's words without its drawing: what it would say, at a fraction of the time that it takes to draw it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from markupsafe import Markup
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

TICKS = range(1, 12)  # how many a plot of ours may have, whatever the room that is found for it
_sketched = ContextVar("_sketched", default=False)


@contextmanager
def sketches() -> Iterator[None]:
    """Charts made meanwhile are not drawn: of a drawing there are the words alone."""
    before = _sketched.set(True)
    try:
        yield
    finally:
        _sketched.reset(before)


def only_sketched() -> bool:
    """Whether charts are not to be drawn."""
    return _sketched.get()


def sketch_of(figure: Figure) -> str:
    """Every word that a figure may show when it is drawn, a line each, as an SVG without a shape.

    Notes
    -----
    - How many ticks an axis has is known when it is laid out: here are those of every number that there may be.
    """
    words = [text.get_text() for text in figure.findobj(Text)]
    words += [word for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for word in _ticks(axis)]
    lines = (line.strip() for text in words for line in text.split("\n"))
    return str(Markup("<svg>{}</svg>").format(Markup("").join(Markup("<text>{}</text>").format(s) for s in lines if s)))


def _ticks(axis: Axis) -> Iterator[str]:
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    yield from (label.get_text() for label in axis.get_ticklabels())
    if isinstance(locator, MaxNLocator):
        for number in TICKS:
            locator.set_params(nbins=number)
            yield from formatter.format_ticks(list(locator()))
