"""One word for one thing: retired words are in no text that a user reads."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Retired words (as regular expressions) and what is written instead.
RETIRED = {
    r"promised?|promises": "action, due date",
    r"first promised|day first": "original due date",
    r"agreed last": "latest agreed due date",
    r"in hand": "in progress",
    r"silent( contact| client)?s?": "non-respondent, no response",
    r"voices?": "feedback, respondents",
    r"leave to (quote|use)": "permission to quote",
    r"single pieces? of work": "project work (non-recurring)",
    r"passed through": "pass-through",
    r"invoiced in all": "total invoiced",
    r"on a year ago": "vs a year ago",
    r"middle of other clients": "peer median",
    r"how these numbers are made": "methodology and definitions",
    r"counted, it would be": "value if included",
    r"in short": "executive summary",
    r"who needs you": "accounts needing attention",
    r"the book around it": "portfolio context",
    r"(leaves?|in|for) the house": "internal, the firm",
    r"(the|a) panel": "health scorecard",
    r"detectable change": "statistically significant change",
    r"demonstration data|invented numbers": "demo data",
    r"mend(s|ed)?": "fix",
    r"stands? (nowhere|behind it|in more than)": "is, appears",
    r"is no (client|project|number|amount|date|month|quarter|workbook|pdf)": "is not a …",
    r"has no look": "cannot be rendered",
    r"rosetta": "vendor definitions compared",
    r"surroundings": "kernel environment",
}
# Not checked: history, and definitions whose wording is still to change.
UNCHECKED = ("CHANGELOG.md", "acctlib/facts/", "acctlib/metrics/", "docs/definitions.md")
WORDS = re.compile("|".join(rf"\b(?:{word})\b" for word in RETIRED), re.IGNORECASE)


def retired_in(text: str) -> list[str]:
    """The retired words of a text."""
    return [found.group() for found in WORDS.finditer(text)]


def of_python(file: Path) -> Iterator[str]:
    """Texts of code, f-strings whole; docstrings only where they are help."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and file.parent.name != "cli"}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "{}".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
        elif isinstance(node, ast.Constant) and " " in str(node.value) and id(node) not in parts:
            yield str(node.value)


def of_notebook(file: Path) -> Iterator[str]:
    """The Markdown cells."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def texts() -> Iterator[tuple[str, str]]:
    """Every text that a user may read, with its file."""
    kinds = {
        "acctlib/**/*.py": of_python, "notebooks/*.ipynb": of_notebook,
        "*.md": lambda file: [file.read_text(encoding="utf-8")], "docs/*.md": lambda file: [file.read_text("utf-8")],
        "templates/*.j2": lambda file: [file.read_text(encoding="utf-8")],
    }  # fmt: skip
    for pattern, read in kinds.items():
        for file in sorted(ROOT.glob(pattern)):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith(UNCHECKED):
                yield from ((name, text) for text in read(file))


def test_no_text_that_a_user_reads_has_a_retired_word():
    found = {f"{file}: {word!r} in {text[:80]!r}" for file, text in texts() for word in retired_in(text)}
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    ("text", "word"), [("By the day first promised", "day first promised"), ("None in hand.", "in hand")]
)
def test_a_retired_word_is_found_in_a_sentence(text, word):
    assert word.endswith(tuple(retired_in(text)))
