"""What the server of processes imports once, before it forks one for each report.

Everything that is slow and holds no client: pandas, matplotlib, IPython, papermill, exporters with
their templates, and the fonts. It opens no file of the firm and no connection.
"""

import nbformat

import acctlib.publish.report
import acctlib.publish.shell
import acctlib.review
from acctlib.display.brand import load_brand
from acctlib.display.charts.style import warm_up
from acctlib.publish.fonts import faces_for
from acctlib.publish.webfonts import font_faces

warm_up()
faces = faces_for(load_brand())
faces.missing("é東ش")  # reads which characters each font has
font_faces(faces)
nbformat.writes(nbformat.v4.new_notebook())  # compiles the schema that every notebook is held against

__all__ = ["acctlib"]
