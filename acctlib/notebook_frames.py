"""DataFrames of a notebook keep their data beside the HTML that pandas writes of them.

The HTML is shortened and knows no types; the data is what pages and workbooks are made of. Nothing heavy is imported
before a frame is shown.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

FRAMES = {
    # Where pandas 2 and pandas 3 say that their types live.
    ("pandas.core.frame", "DataFrame"),
    ("pandas", "DataFrame"),
    ("pandas.core.series", "Series"),
    ("pandas", "Series"),
    ("pandas.io.formats.style", "Styler"),
}


def keep_frames(shell: Any) -> None:
    """From now on a shell keeps the data of every frame that it shows."""
    for module, name in sorted(FRAMES):
        shell.display_formatter.mimebundle_formatter.for_type_by_name(module, name, _bundle)


def keep_frames_here() -> None:
    """The same for the notebook that this is, if it is one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        keep_frames(shell)


def _bundle(frame: Any, include: Any = None, exclude: Any = None) -> dict[str, Any]:
    """What a notebook keeps of a frame besides what pandas writes."""
    mime = import_module("acctlib.display.blocks.block").MIME
    return {mime: import_module("acctlib.display.blocks.frame").frame_of(frame).payload()}
