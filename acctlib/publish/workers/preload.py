"""Imports that the process server does once, before it forks a process for each report.

Everything that is slow and contains no client data: pandas, matplotlib, IPython, papermill, exporters with
their templates, and the fonts. No file of the firm and no connection is opened, and no thread is started:
nothing is typeset here, as Typst's threads would not survive a fork.
"""

from __future__ import annotations

import gc
import warnings

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

import acctlib.publish.checks.reproduction
import acctlib.publish.kernel.shell
import acctlib.publish.workers.recount
import acctlib.publish.workers.report
import acctlib.review
from acctlib.config import Config
from acctlib.display.brand.brand import load_brand
from acctlib.display.drawing.style import warm_up
from acctlib.publish.formats.html.webfonts import font_faces
from acctlib.publish.formats.typst.fonts import faces_for
from acctlib.publish.kernel.engine import InProcessEngine
from acctlib.publish.kernel.orphans import take_in_orphans
from acctlib.publish.workers.report import EXPORTERS, exporter_for

__all__ = ["acctlib"]


def rehearse() -> None:
    """Run and validate a notebook with one empty figure, for what IPython, nbformat and matplotlib do only once."""
    nb = new_notebook(cells=[new_code_cell("import matplotlib.pyplot as plt\nplt.figure()")])
    for part in (nb, *nb.cells):
        part.metadata["papermill"] = {}
    nbformat.writes(InProcessEngine.execute_notebook(nb, "python3", progress_bar=False))


def prepare() -> None:
    """Read the fonts and templates of the kit's own brand."""
    warm_up()
    faces = faces_for(load_brand())
    faces.missing("é東ش")  # reads which characters each font covers
    font_faces(faces)
    config = Config()
    for format_ in EXPORTERS:
        exporter = exporter_for(format_, str(config.path(config.brand)))
        if format_ != "xlsx":  # it has no template
            assert exporter.template  # noqa: S101 - accessing it compiles it


take_in_orphans()
# The server reaps processes that `orphans` ends, which it did not start, and would warn of them.
warnings.filterwarnings("ignore", message="forkserver: waitpid returned unexpected pid", category=UserWarning)
prepare()
rehearse()
gc.freeze()  # forked processes' garbage collectors skip all of this, so the memory stays shared
gc.enable()
