"""Small notebooks and jobs that need no book."""

from datetime import date

import nbformat
import pandas as pd
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.workers.report import Job

PARAMETERS = 'client = ""\nquarter = ""\nedition = "client"\nconfig = ""'
COVER = (
    "from IPython.display import display\n"
    "head = {'block': 'document', 'title': f'Name of {client}', 'facts': [{'name': 'nps', 'label': 'NPS', 'unit': 'points',"
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
            report_paths=ReportPaths(tmp_path / "reports", "2026Q3"),
            held=Slice(client, edition, frames, date(2026, 9, 30), "f" * 64),
            config=Config(root=tmp_path),
        )

    return made


KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
LETTERS = "ABCD"
HEAD = (
    "from acctlib import open_review\n"
    "review = open_review(client, quarter, edition)\n"
    "head = {'block': 'document', 'title': review.name, 'client': client, 'date': '2026-09-30', 'facts': ["
    "{'name': 'fees', 'label': 'Fees', 'unit': 'money', 'status': 'met',"
    " 'value': float(review.frames['revenue']['amount'].sum())}]}\n"
    "display({'application/vnd.acctlib.block+json': head}, raw=True)"
)
TABLE = "review.frames['actions'][['action_id', 'text']]"


@pytest.fixture
def firm(tmp_path):
    """A function that writes a firm of four clients with cheap notebooks: the path of its acctlib.yml.

    `cell` is one more cell of the client notebook; tables are given as CSV text by name.
    """

    def written(cell="", **tables):
        days = ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"]
        texts = {
            "clients": "client_id,name\n" + "".join(f"{c},Firm {c}\n" for c in LETTERS),
            "revenue": "client_id,service_date,amount,kind\n"
            + "".join(f"{c},{day},{100 + i},retainer\n" for i, c in enumerate(LETTERS) for day in days),
            "actions": "action_id,client_id,promised_on,text\n"
            + "".join(f"A{c},{c},2026-07-01,Call {c}\n" for c in LETTERS),
            **tables,
        }
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        for name, more in (("client_review", cell), ("account_review", "")):
            cells = [
                new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="parameters"),
                new_code_cell(HEAD, id="head"),
                new_markdown_cell("## Promises", id="words"),
                new_code_cell(TABLE, id="table"),
                *([new_code_cell(more, id="more")] if more else []),
            ]
            nbformat.write(new_notebook(cells=cells, metadata=KERNEL), tmp_path / "notebooks" / f"{name}.ipynb")
        said = {"firm": "Tiny", "notebooks": "notebooks", "sources": {n: {"file": f"{n}.csv"} for n in texts}}
        (tmp_path / "acctlib.yml").write_text(yaml.safe_dump(said))
        return tmp_path / "acctlib.yml"

    return written
