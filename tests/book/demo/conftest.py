"""Demonstration books as a stranger would read them: CSV through the standard library, text as it stands."""

import csv
import json
from pathlib import Path

import pytest

from acctlib.book.demo import write_demo


class Read:
    """A written book: rows as dicts of text, and its truth."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self._rows = {}

    def __call__(self, table, client_id=None, **equal):
        if table not in self._rows:
            with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self._rows[table] = list(csv.DictReader(file))
        given = equal if client_id is None else {"client_id": client_id, **equal}
        return [row for row in self._rows[table] if all(row[key] == value for key, value in given.items())]

    def who(self, case):
        """The id of the client that carries a case."""
        (found,) = {row["client_id"] for row in self.truth["planted"] if row["case"] == case}
        return found


@pytest.fixture(scope="session")
def book(demo_folder):
    """24 clients over 16 quarters."""
    return Read(demo_folder)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Makes a book of any size and reads it."""

    def make(*args, **kwargs):
        return Read(write_demo(tmp_path_factory.mktemp("made") / "book", *args, **kwargs))

    return make


@pytest.fixture(scope="session")
def sixty(made):
    """60 clients over 16 quarters."""
    return made(60)
