"""Figures that an analyst draws come out as vector drawings with text that can be found."""

from __future__ import annotations

import sys


def prefer_svg() -> None:
    """Ask the notebook's inline figures for SVG; without a notebook, nothing happens.

    Matplotlib is not imported for it: the wish is left where it will look.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    shell.config.InlineBackend.figure_formats = {"svg"}
    inline = sys.modules.get("matplotlib_inline.config")
    if inline and inline.InlineBackend.initialized():
        inline.InlineBackend.instance().figure_formats = {"svg"}
