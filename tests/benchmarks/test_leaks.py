"""The benchmark of the search, small: no false alarm, and no full name missed; SECURITY.md has the kinds that it has."""

import importlib
import re
import sys
from pathlib import Path

import pytest

from acctlib import load_config, open_book

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
CLIENTS = 30


@pytest.fixture(scope="module")
def leaks():
    """The script, with the modules that stand beside it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        yield importlib.import_module("leaks")
    for name in [name for name in sys.modules if name.startswith("leak") or name == "measure"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def books(leaks, tmp_path_factory):
    """A book of names, and one of words."""
    folder = tmp_path_factory.mktemp("leaks")
    made = (
        leaks.telling_book(folder / "telling", clients=CLIENTS, quarters=4),
        leaks.ordinary_words_book(folder / "words", clients=CLIENTS, quarters=4),
    )
    with (
        open_book(load_config(made[0] / "acctlib.yml")) as names,
        open_book(load_config(made[1] / "acctlib.yml")) as words,
    ):
        yield names, words


@pytest.fixture(scope="module")
def results(leaks, books):
    """What came of every seeded leak."""
    return [one for book, words in zip(books, (False, True), strict=True)
            for one in leaks.recall(book, leaks.seeds(book, words=words, each=4))]  # fmt: skip


@pytest.mark.parametrize("book", [0, 1], ids=["names", "words"])
def test_innocent_comments_and_cells_raise_no_alarm(leaks, books, book):
    alarms = leaks.false_alarms(books[book])
    assert alarms.texts > 10 * CLIENTS
    assert alarms.findings == []
    assert book == 0 or alarms.notes > CLIENTS  # there the names are words that stand everywhere


def test_no_full_name_is_missed_in_any_spelling(results):
    full = [(seed, came) for seed, came in results if seed.kind.startswith("full name")]
    assert len(full) == 44
    assert [seed.text for seed, came in full if came != "found"] == []


@pytest.mark.parametrize(
    "kind",
    ["id with letters", "contact of another client", "internal text of another client",
     "name that is a word, with its legal form", "name that is a word, with its id"],
)  # fmt: skip
def test_what_tells_by_itself_is_found(results, kind):
    assert {came for seed, came in results if seed.kind == kind} == {"found"}


def test_a_name_that_is_a_word_is_never_a_finding_alone(results):
    assert "found" not in {came for seed, came in results if seed.kind == "name that is a word, alone"}


def test_security_md_has_a_row_for_each_kind(leaks, results):
    rows = re.findall(r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", SECURITY, re.MULTILINE)
    assert [row[0] for row in rows] == [row[0] for row in leaks.recall_rows(results)]
    assert sum(int(row[1]) for row in rows) >= 200
    assert all(row[1] == row[2] for row in rows if row[0].startswith("full name"))
