"""What all charts share: typeface, sizes, colours, and how a figure becomes an SVG of equal bytes."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from acctlib.display.brand.brand import Brand, font_folders
from acctlib.display.drawing.sketch import only_sketched, sketch_of

WIDTH = 6.54  # inches: the text width of a page, so that chart text prints in its own size
SIZE = 8.5  # points
# Bars of what was lost or late are striped as well: colour alone is gone in grey print.
LOSS: dict[str, Any] = {"hatch": "/////", "edgecolor": "white"}
_WEIGHTS = ("-Regular", "-Semibold", "-Bold", "[", "CJK")


@lru_cache(maxsize=1)
def known_families() -> frozenset[str]:
    """Make the kit's fonts known to matplotlib, once a process; the family names found."""
    # A fallback face without a bold cut is expected; a warning of it on stderr would fail a report.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    files = [f for folder in font_folders() for f in sorted(folder.glob("*.[to]tf")) if _wanted(f)]
    at_home = {Path(entry.fname) for entry in font_manager.fontManager.ttflist}  # matplotlib brings some itself
    for file in files:
        if file not in at_home:
            font_manager.fontManager.addfont(file)
    return frozenset(entry.name for entry in font_manager.fontManager.ttflist if Path(entry.fname) in set(files))


@lru_cache(maxsize=8)
def _characters(family: str) -> frozenset[int]:
    """Code points that a family has glyphs for."""
    font = font_manager.get_font(font_manager.findfont(family))
    return frozenset(font.get_charmap())


def family_for(text: str, brand: Brand) -> str:
    """The first family of a brand that has every character of a text, else its own.

    A label in one family is as wide where it is drawn as where it was measured; a mixed one is not.
    """
    families = [name for name in (brand.font, *brand.fallback) if name in known_families()]
    codes = {ord(character) for character in text if not character.isspace()}
    return next((name for name in families if codes <= _characters(name)), brand.font)


def _wanted(file: Path) -> bool:
    """Upright weights that charts use; where a face comes twice, the TrueType one."""
    twin = file.suffix == ".otf" and file.with_suffix(".ttf").exists()
    return not twin and "Italic" not in file.name and any(mark in file.name for mark in _WEIGHTS)


def warm_up() -> None:
    """Import and read what charts and inline figures need, once, for processes that are forked later."""
    import matplotlib.pyplot  # noqa: F401

    known_families()


def rc(brand: Brand) -> dict[str, Any]:
    """Matplotlib settings of a brand: quiet axes, text as text, ids that do not change."""
    families = [name for name in (brand.font, *brand.fallback) if name in known_families()]
    return {
        "font.family": families or ["sans-serif"],
        "font.size": SIZE,
        "text.color": brand.color.ink,
        "axes.edgecolor": brand.color.muted,
        "axes.labelcolor": brand.color.muted,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "xtick.color": brand.color.muted,
        "ytick.color": brand.color.muted,
        "xtick.labelcolor": "#374151",
        "ytick.labelcolor": "#374151",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "grid.color": brand.color.hairline,
        "grid.linewidth": 0.5,
        "hatch.linewidth": 0.7,
        "svg.fonttype": "none",
        "svg.hashsalt": "acctlib",
        "text.parse_math": False,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
    }


@contextmanager
def canvas(brand: Brand, width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure with one pair of axes, in the brand's style and nobody else's; nothing global is left behind.

    What a notebook has set for its own figures (`seaborn.set_theme()`, a style sheet) does not reach those of the kit.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(rc(brand))  # type: ignore[arg-type]
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        yield figure, figure.subplots()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as mappings, for drawing one mark after another."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def plain_data(frame: pd.DataFrame, **forms: str) -> dict[str, list[Any]]:
    """A chart's numbers as JSON knows them: days as ISO text, what is missing as nothing.

    Parameters
    ----------
    forms : str
        How a spreadsheet writes a column; see `acctlib.display.formatted_text`.
    """
    days = frame.select_dtypes("datetime").apply(lambda c: c.dt.strftime("%Y-%m-%d"))
    values = frame.assign(**{str(name): days[name] for name in days}).astype(object)
    written = {**dict.fromkeys(map(str, days), "date"), **forms}
    return {
        "columns": [str(name) for name in frame],
        "forms": [written.get(str(name), "") for name in frame],
        "rows": values.where(frame.notna(), None).to_numpy().tolist(),
    }


def svg_of(figure: Figure) -> str:
    """A figure as SVG, the same bytes for the same drawing; its words alone where only those are wanted."""
    if only_sketched():
        return sketch_of(figure)
    out = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "acctlib"}), warnings.catch_warnings():
        # The exporters name every character that no font has; here it would only be noise.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        # The layout is found here. Savefig would draw everything once before, only to find it.
        if engine := figure.get_layout_engine():
            engine.execute(figure)
            figure.set_layout_engine("none")
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()
