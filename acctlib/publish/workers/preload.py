"""What the process server imports once, before it forks a process for each report.

Everything that is slow and holds no client: pandas, matplotlib, IPython, papermill, exporters with
their templates, and the fonts. It opens no file of the firm and no connection, and starts no thread:
Typst sets nothing here, for its threads would not live on in a fork.
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
    """Run a notebook of one empty figure and validate it: what IPython, nbformat and matplotlib do but once."""
    nb = new_notebook(cells=[new_code_cell("import matplotlib.pyplot as plt\nplt.figure()")])
    for part in (nb, *nb.cells):
        part.metadata["papermill"] = {}
    nbformat.writes(InProcessEngine.execute_notebook(nb, "python3", progress_bar=False))


def prepare() -> None:
    """Read fonts and templates, of the kit's own brand."""
    warm_up()
    faces = faces_for(load_brand())
    faces.missing("é東ش")  # reads which characters each font has
    font_faces(faces)
    config = Config()
    for format_ in EXPORTERS:
        exporter = exporter_for(format_, str(config.path(config.brand)))
        if format_ != "xlsx":  # it has no template
            assert exporter.template  # noqa: S101 - asked for: compiled


take_in_orphans()
# What `orphans` ends here, the server collects without having started it, and would warn of.
warnings.filterwarnings("ignore", message="forkserver: waitpid returned unexpected pid", category=UserWarning)
prepare()
rehearse()
gc.freeze()  # collectors of forked processes leave all of this alone, and so the memory stays shared
gc.enable()
