"""Store DataFrames' data in notebook outputs, alongside the HTML that pandas writes.

The HTML is truncated and untyped; pages and workbooks are made from the data. Nothing heavy is imported until a
frame is displayed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

FRAMES = {
    # The modules that pandas 2 and pandas 3 report for their types.
    ("pandas.core.frame", "DataFrame"),
    ("pandas", "DataFrame"),
    ("pandas.core.series", "Series"),
    ("pandas", "Series"),
    ("pandas.io.formats.style", "Styler"),
}


def keep_frames(shell: Any) -> None:
    """Make an IPython shell store the data of every frame that it displays from now on."""
    for module, name in sorted(FRAMES):
        shell.display_formatter.mimebundle_formatter.for_type_by_name(module, name, _bundle)


def keep_frames_here() -> None:
    """Do the same for the current notebook, if the code is running in one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        keep_frames(shell)


def _bundle(frame: Any, include: Any = None, exclude: Any = None) -> dict[str, Any]:
    """A frame's data, which the notebook stores in addition to pandas' own output."""
    mime = import_module("acctlib.display.blocks.block").MIME
    return {mime: import_module("acctlib.display.blocks.frame").frame_of(frame).payload()}
