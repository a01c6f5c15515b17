"""Nothing heavy is imported before it is used: `acctlib --help` answers at once.

What it costs in milliseconds depends on the machine (see `benchmarks/import_time.py`); which libraries are loaded
does not.
"""

import json
import subprocess
import sys

import pytest

HEAVY = (
    "numpy", "pandas", "matplotlib", "seaborn", "duckdb", "sqlalchemy", "pandera", "pydantic", "yaml", "babel",
    "IPython", "papermill", "nbformat", "nbconvert", "jinja2", "typst", "rich", "distributed", "fsspec",
    "multiprocessing", "asyncio",
)  # fmt: skip
COMMAND = "from acctlib.cli import main\ntry:\n    main({!r})\nexcept SystemExit as ended:\n    assert not ended.code"


def loaded_by(code):
    """Heavy modules that are there after the code has run in a fresh interpreter."""
    tell = f"\nimport json, sys\nsys.stderr.write(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code + tell], capture_output=True, text=True, check=True)
    return json.loads(done.stderr)


@pytest.mark.parametrize(
    "code",
    ["import acctlib", "import acctlib\ndir(acctlib)", "import acctlib.cli", "import acctlib.errors"],
)
def test_importing_the_package_imports_nothing_heavy(code):
    assert loaded_by(code) == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["review", "--help"], ["demo", "-h"]], ids=" ".join)
def test_asking_the_command_for_help_imports_nothing_heavy(arguments):
    assert loaded_by(COMMAND.format(arguments)) == []


def test_a_configuration_is_read_without_the_libraries_of_a_report():
    assert set(loaded_by("from acctlib import Config")) <= {"pydantic", "yaml", "asyncio"}


def test_the_public_names_are_there_when_asked_for():
    names = "import acctlib\nfor name in acctlib.__all__:\n    assert getattr(acctlib, name), name"
    assert {"pandas", "pydantic"} <= set(loaded_by(names))


def test_a_name_that_is_not_there_is_an_attribute_error():
    import acctlib

    with pytest.raises(AttributeError, match="has no attribute 'no_such'"):
        _ = acctlib.no_such


def test_the_server_of_processes_builds_no_grammar_of_addresses():
    names = "import sys, acctlib.publish.workers.import_patches, nbformat, jsonschema\njsonschema.validate(1, {'type': 'integer'})"
    done = subprocess.run(
        [sys.executable, "-c", f"{names}\nprint('lark' in sys.modules, 'rfc3987_syntax' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "False"]


def test_starting_the_server_imports_little():
    assert loaded_by("import acctlib.publish.workers.forkserver") == ["multiprocessing"]


def test_no_review_of_a_client_imports_seaborn(demo_yml):
    """It takes most of a second; only a portfolio has a heat map."""
    code = (
        "import acctlib.publish.workers.report\nfrom acctlib import open_review\n"
        "review = open_review('C001', '2026Q3', 'internal', {!r})\n"
        "charts = [block for part in (review.satisfaction(), review.growth(), review.delivery(), review.objectives())\n"
        "          for block in inner_blocks(part.payload()) if block['block'] == 'chart']\nassert len(charts) > 2"
    )
    loaded = loaded_by("from acctlib.display.blocks.block import inner_blocks\n" + code.format(str(demo_yml)))
    assert "matplotlib" in loaded
    assert "seaborn" not in loaded
