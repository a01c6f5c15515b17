"""Imports point one way, and heavy libraries are imported where they belong."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "acctlib"
ORDER = [
    "notebook_frames",
    "errors",
    "words",
    "rounding",
    "periods",
    "coverage",
    "config_parts",
    "config",
    "metrics",
    "facts",
    "display",
    "review",
    "publish",
    "cli",
    "__main__",
]
BESIDE = {"book": {"errors", "words", "rounding", "periods", "coverage", "config", "book"}}
USERS_OF_BOOK = {"review", "publish", "cli", "book"}
AT_HOME = {
    "duckdb": {"book"},
    "pandera": {"book"},
    "sqlalchemy": {"book"},
    "matplotlib": {"display"},
    "seaborn": {"display"},
    "papermill": {"publish"},
    "nbconvert": {"publish"},
    "nbformat": {"publish"},
    "typst": {"publish"},
    "babel": {"display"},
    "icalendar": {"display"},
    "filelock": {"publish"},
    "pikepdf": {"publish"},
    "pypdfium2": {"publish"},
    "xlsxwriter": {"publish"},
    "psutil": {"publish"},
    "distributed": {"publish"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_module_imports_only_from_the_left(file):
    here = room(file)
    if here == "__init__":
        return
    for name in imports(file):
        parts = name.split(".")
        if parts[0] != "acctlib" or len(parts) < 2:
            continue
        there = parts[1]
        if here == "book":
            assert there in BESIDE["book"], f"{file.name} imports {name}"
        elif there == "book":
            assert here in USERS_OF_BOOK, f"{file.name} imports {name}"
        else:
            assert ORDER.index(there) <= ORDER.index(here), f"{file.name} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_heavy_library_is_imported_at_home_only(file):
    for name in imports(file):
        homes = AT_HOME.get(name.split(".")[0])
        assert homes is None or room(file) in homes, f"{file.name} imports {name}"


def test_the_rule_sees_a_wrong_import(tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text("import duckdb\nfrom acctlib.publish import run\n")
    assert imports(file) == {"duckdb", "acctlib.publish"}
