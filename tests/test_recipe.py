"""The recipe of CONTRIBUTING for a metric with its section, walked in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SIGNS = 'Definition(\n        "growth", 2,'
# File -> what is looked for there, and what comes before it.
STEPS = {
    "acctlib/metrics/growth/growth.py": (
        "def line_changes(",
        'def largest_line_share(lines: pd.Series) -> float:\n    """The largest invoice line as a fraction of all."""\n'
        "    return ratio(float(lines.max()), float(lines.sum()))\n\n\n",
    ),
    "acctlib/metrics/growth/definitions.py": (
        SIGNS,
        'Definition(\n        "largest_line_share", 1, "Largest invoice line", "fraction",\n'
        '        "The largest line of the quarter divided by all fees of the quarter.", "fees of the quarter", QUARTER,\n'
        '        ("Without fees it is unknown.",), "Worked by hand", "none", "internal",\n    ),\n    ',
    ),
    "acctlib/metrics/growth/examples.py": (
        'Example("Parakeeto',
        'Example("A book of one line", "worked by hand", "largest invoice line", "one line of 100", "100 %",\n'
        '            _paid(0, 100, "largest_line_share"), "by hand"),\n    ',
    ),
    "acctlib/facts/growth/growth.py": (
        'GROWTH: tuple[Measure, ...] = reading(\n    ("revenue",),\n',
        "def largest_line(prepared: Prepared) -> Estimate:\n"
        '    """The largest invoice line of the quarter as a fraction of its fees."""\n'
        "    from acctlib.metrics.growth.growth import largest_line_share\n\n"
        "    lines = lines_of(prepared, prepared.quarter)\n"
        '    return Estimate(largest_line_share(lines["amount"]), len(lines))\n\n\n'
        'LARGEST = reading(("revenue",), Measure("largest_line_share", largest_line, sum_differs, when="part"))\n',
    ),
    "acctlib/review/client/sections/growth.py": (
        "def main_cause(",
        "def largest_line(review: ClientPage) -> Block:\n"
        '    """The largest invoice line, in words."""\n    formatter = review.formatter\n'
        '    share = formatter.percent(review.facts["largest_line_share"].value)\n'
        '    return Note(formatter.translate("The largest invoice line is {share} of all fees.", share=share))\n\n\n',
    ),
    "acctlib/review/client/review.py": (
        "    @internal_section\n    def profit(",
        "    @internal_section\n    def largest_line(self) -> Block:\n"
        '        """Internal: the largest invoice line."""\n        return growth.largest_line(self)\n\n',
    ),
    "notebooks/account_review.ipynb": ("review.opportunities(), ", "review.largest_line(), "),
    "acctlib/locale/de.po": (
        'msgid "Other services"',
        'msgid "Largest invoice line"\nmsgstr "Größte Rechnungszeile"\n\n'
        'msgid "The largest line of the quarter divided by all fees of the quarter."\n'
        'msgstr "Die größte Zeile des Quartals, geteilt durch alle Honorare des Quartals."\n\n'
        'msgid "Without fees it is unknown."\nmsgstr "Ohne Honorare ist sie unbekannt."\n\n'
        'msgid "Worked by hand"\nmsgstr "Von Hand gerechnet"\n\n#, python-brace-format\n'
        'msgid "The largest invoice line is {share} of all fees."\n'
        'msgstr "Die größte Rechnungszeile macht {share} aller Honorare aus."\n\n',
    ),
    "tests/metrics/growth/test_growth.py": (
        "import pandas as pd\n",
        "from acctlib.metrics.growth.growth import largest_line_share\n",
    ),
}
ADDED_TEST = "\n\ndef test_one_line_is_all_of_the_fees():\n    assert largest_line_share(pd.Series([100.0])) == 1\n"
LOOK = """
from pathlib import Path
import acctlib
from acctlib import load_config, open_review
from acctlib.book.demo import write_demo
assert Path(acctlib.__file__).is_relative_to(Path.cwd()), acctlib.__file__
review = open_review("C001", "2026Q3", "internal", write_demo(Path("firm"), 3, 6, seed=3) / "acctlib.yml")
print(review.facts["largest_line_share"].value)
print(review.largest_line().text)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree with the nine steps done."""
    folder = tmp_path_factory.mktemp("recipe")
    for name in ("acctlib", "notebooks", "templates", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    for name, (before, added) in STEPS.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(before) >= 1, (name, before)
        (folder / name).write_text(text.replace(before, added + before, 1), encoding="utf-8")
    facts = folder / "acctlib/facts/growth/growth.py"
    facts.write_text(facts.read_text().replace("    *CAUSES,\n)\nBOOK", "    *CAUSES,\n    *LARGEST,\n)\nBOOK", 1))
    with (folder / "tests/metrics/growth/test_growth.py").open("a", encoding="utf-8") as tests:
        tests.write(ADDED_TEST)
    return folder


def run(folder, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_recipe_lists_the_files_that_the_walk_changes_and_no_more_than_nine():
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## How to add a metric")[1].split("\n## ")[0]
    assert re.findall(r"^\d\. `(.+?)`", recipe, re.MULTILINE) == list(STEPS)
    assert len(STEPS) <= 9


def test_the_metric_is_a_fact_and_its_section_says_it(copy):
    value, text = run(copy, "-c", LOOK).splitlines()[-2:]
    assert 0 < float(value) <= 1
    assert re.fullmatch(r"The largest invoice line is \d+(\.\d)?% of all fees\.", text)


def test_it_is_verified_and_the_tests_of_the_house_pass(copy):
    assert "A book of one line" in run(copy, "-m", "acctlib", "verify", "--format", "csv")
    (copy / "docs/definitions.md").write_text(run(copy, "-m", "acctlib", "define", "--markdown"), encoding="utf-8")
    run(
        copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/test_language.py", "tests/test_notebooks.py",
        "tests/metrics/test_definitions_page.py", "tests/metrics/growth/test_growth.py",
    )  # fmt: skip
