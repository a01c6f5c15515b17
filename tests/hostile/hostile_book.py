"""A book in which every text, id and head is an attack on something that reads it, and its notebooks."""

import csv
import io
import json
import shutil
from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell

from acctlib.book.schema.tables import TABLES, Column, Table
from acctlib.config import kit_folder

ATTACKS = (
    '=HYPERLINK("http://evil.example/","x")', "+cmd|'/C calc'!A0", "@SUM(1+1)*cmd", "-2+3+cmd",
    '#read("/etc/passwd")', '#import "@preview/evil:1.0.0": *', "#panic()", "]}) $[{( $\\frac{$ x$", "*_` ~ \\",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script><!--", "&lt;b&gt;",
    "{{7*7}}", "{% raw %}", "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "http://evil.example/",
    "\\input{/etc/passwd}", "'; drop table clients; --", "../../etc/passwd",
)  # fmt: skip
LINK = "http://192.0.2.1/plan"  # a link that an analyst put there; a documentation address that nobody answers
EMPTY = ("parent_id", "renewal_of", "reports_to")
SAID = {"currency": "EUR", "locale": "en_GB", "calendar": "", "unit": "%"}
DAYS = {"start_date": "2025-01-06", "promised_on": "2026-07-01", "raised_on": "2026-07-01", "asked_on": "2026-07-01",
        "sent_date": "2026-07-01", "signed_date": "2025-01-02", "end_date": "2027-01-05", "accepted_date": "2026-08-20",
        "closed_date": "", "decided_date": "", "done_date": ""}  # fmt: skip
GATE = """\
import json, sys
told = open({file!r}, "a")

def watch(event, given):
    if event == "open" and "passwd" in str(given[0]) or event in {events!r} and not (event == "socket.connect" and isinstance(given[1], str | bytes)):
        told.write(json.dumps([event, repr(given)]) + "\\n")
        told.flush()

sys.addaudithook(watch)
told.write(json.dumps(["armed", client]) + "\\n")
told.flush()
"""
EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request",
          "http.client.connect", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "webbrowser.open")  # fmt: skip


def text_of(place: int) -> str:
    """All attacks in one text, the one of this place first."""
    turned = place % len(ATTACKS)
    return " ".join((*ATTACKS[turned:], *ATTACKS[:turned]))


CLIENTS = (text_of(1), text_of(0))  # in the order of a book: "+" comes before "="


class _Rows:
    """Tables of two clients, two rows each."""

    def __init__(self) -> None:
        self.made = 0

    def table(self, table: Table) -> str:
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(head(table, column) for column in table.columns)
        for whose, client in enumerate(CLIENTS):
            for row in range(1 if table.name == "clients" else 2):
                lines.writerow(self._cell(table, column, client, f"{whose}{row}") for column in table.columns)
        return out.getvalue()

    def _cell(self, table: Table, column: Column, client: str, row: str) -> str:
        if column.name == "client_id":
            return client
        if column.name in SAID or column.name in EMPTY:
            return SAID.get(column.name, "")
        if column.type == "id" or column.name == "person":
            return f"{text_of(len(column.name))} {row}"  # the same in every table: references hold
        return self._value(column, row)

    def _value(self, column: Column, row: str) -> str:
        self.made += 1
        match column.type:
            case "text":
                return text_of(self.made)
            case "money":
                return f"{1000 + 31.07 * self.made:.2f}"
            case "choice":
                return column.choices[0]
            case "date":
                return DAYS.get(column.name, "2026-08-14")
            case "flag":
                return "yes"
            case kind:
                return "5" if kind == "whole" else "0.5"


def head(table: Table, column: Column) -> str:
    """What the export calls a column: an attack as well, and another one for each."""
    return f"{text_of(len(column.name))} {table.name} {column.name}"


def write_hostile(folder: Path) -> Path:
    """Tables, configuration, commentary and notebooks; the path of the acctlib.yml."""
    rows = _Rows()
    for name, table in TABLES.items():
        if name != "rates":
            (folder / f"{name}.csv").write_text(rows.table(table), encoding="utf-8")
    sources = {
        name: {"file": f"{name}.csv", "columns": {c.name: head(table, c) for c in table.columns}}
        for name, table in TABLES.items()
        if name != "rates"
    }
    said = {"firm": text_of(2), "covered_to": "2026-09-30", "notebooks": "notebooks", "sources": sources}
    (folder / "acctlib.yml").write_text(yaml.safe_dump(said), encoding="utf-8")
    shutil.copytree(kit_folder("notebooks"), folder / "notebooks")
    for name in ("client_review", "account_review"):
        _more(folder / "notebooks" / f"{name}.ipynb", folder / "watched")
    return folder / "acctlib.yml"


def _more(path: Path, watched: Path) -> None:
    """A hook below the parameters, and an analyst's own outputs that carry the attacks at the end."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, new_code_cell(GATE.format(file=str(watched), events=EVENTS)))
    said = json.dumps(text_of(3))
    notebook.cells += [
        new_markdown_cell(
            f"## Mixed\n\n[the plan]({LINK}), [x](javascript:alert(1)) and <b onclick='alert(1)'>typed</b>"
        ),
        new_code_cell(f"import pandas as pd\nsaid = {said}\npd.DataFrame({{said: [said]}}, index=[said])"),
        new_code_cell("print(said)"),
    ]
    nbformat.write(notebook, path)
