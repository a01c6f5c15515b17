"""Notebooks are thin, clean and named for their reader."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
BANNED = ("groupby", "merge(", "read_csv", "open(")
REVIEWS = {"client_review", "account_review"}


def cells(file, kind="code"):
    return [c for c in json.loads(file.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


def test_the_notebooks_are_there():
    assert {file.stem for file in NOTEBOOKS} == REVIEWS | {"portfolio_review", "explore"}


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.stem)
class TestEachNotebook:
    def test_it_has_no_outputs_and_no_counts(self, file):
        assert all(not c["outputs"] and c["execution_count"] is None for c in cells(file))

    def test_it_has_at_most_25_cells(self, file):
        assert len(json.loads(file.read_text(encoding="utf-8"))["cells"]) <= 25

    def test_a_code_cell_has_at_most_6_lines_and_no_logic(self, file):
        for cell in cells(file):
            text = source(cell)
            assert len(text.splitlines()) <= 6, text
            opens = "open_review(" in text or "open_portfolio(" in text
            free = opens or file.stem == "explore"  # which shows how to cut a book
            assert not [word for word in BANNED if word in text and not free], text
            tree = ast.parse(text)
            assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.For | ast.While)], text

    def test_imports_stand_in_the_first_code_cell_only(self, file):
        for cell in cells(file)[1:]:
            assert not [n for n in ast.walk(ast.parse(source(cell))) if isinstance(n, ast.Import | ast.ImportFrom)]

    def test_one_cell_holds_the_parameters(self, file):
        tagged = [c for c in cells(file) if "parameters" in c["metadata"].get("tags", [])]
        assert len(tagged) == 1
        names = [node.targets[0].id for node in ast.parse(source(tagged[0])).body]
        whole = ["supervisor", "quarter", "config"]
        assert names == (whole if file.stem == "portfolio_review" else ["client", "quarter", "edition", "config"])
