"""Small notebooks and jobs that need no book."""

from datetime import date

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from acctlib.book.slice import Slice
from acctlib.config import Config
from acctlib.publish.places import Places
from acctlib.publish.report import Job

PARAMETERS = 'client = ""\nquarter = ""\nedition = "client"\nconfig = ""'
COVER = (
    "from IPython.display import display\n"
    "head = {'block': 'document', 'title': client, 'facts': [{'name': 'nps', 'label': 'NPS', 'unit': 'points',"
    " 'value': 44.0, 'status': 'met'}]}\n"
    "display({'application/vnd.acctlib.block+json': head}, raw=True)"
)


@pytest.fixture
def job(tmp_path):
    """A function that makes a job of a notebook with these cells after cover and heading."""

    def made(*sources, client="C1", edition="client", formats=("html",)):
        cells = [
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(COVER),
            new_markdown_cell("## Growth"),
            *(new_code_cell(source) for source in sources),
        ]
        kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
        path = tmp_path / f"small-{abs(hash(sources)) % 10_000}.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
        frames = {"clients": pd.DataFrame({"client_id": [client], "name": [f"Name of {client}"]})}
        return Job(
            client_id=client,
            name=f"Name of {client}",
            edition=edition,
            notebook=path,
            parameters={"client": client, "quarter": "2026Q3", "edition": edition},
            formats=formats,
            places=Places(tmp_path / "reports", "2026Q3"),
            held=Slice(client, edition, frames, date(2026, 9, 30), "f" * 64),
            config=Config(root=tmp_path),
        )

    return made
