"""The metrics stand alone: whoever takes them into another project needs pandas, numpy and four modules of ours."""

import ast
import sys
from pathlib import Path

import pytest

import acctlib

METRICS = Path(acctlib.__file__).parent / "metrics"
GROUND = {"acctlib.errors", "acctlib.phrases", "acctlib.rounding", "acctlib.periods"}


def foreign(source):
    """What a module imports beside the standard library, pandas, numpy, the ground and other metrics."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    usual = {*sys.stdlib_module_names, "pandas", "numpy"}
    return {
        name
        for name in names - GROUND
        if name.split(".")[0] not in usual and not f"{name}.".startswith("acctlib.metrics.")
    }


@pytest.mark.parametrize("file", sorted(METRICS.rglob("*.py")), ids=lambda file: file.stem)
def test_a_metric_imports_pandas_numpy_and_the_ground_alone(file):
    assert not foreign(file.read_text(encoding="utf-8"))


def test_a_wrong_import_is_seen():
    assert foreign("import scipy\nfrom acctlib.facts import Fact\nfrom acctlib.periods import label\n") == {
        "scipy",
        "acctlib.facts",
    }
