"""False alarms and recall of the search for what a client must not read.

    python benchmarks/leaks.py [--clients 1000] [--only false-alarms|recall]

Two tables, which stand in SECURITY.md. **False alarms**: comments and Markdown cells as analysts write them, a comment
for each client, in which nothing is leaked; every finding is one too many. **Recall**: leaks of known kinds, each in a
comment of its own; a finding that names the leak counts, one for another reason does not.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leak_books import ordinary_words_book, telling_book
from leak_seeds import Seed, seeds
from leak_texts import CELLS, comment
from measure import table

from acctlib import load_config, open_book
from acctlib.book.demo import write_demo
from acctlib.book.store.store import Book
from acctlib.publish.checks.search.search import Search
from acctlib.publish.paths.account import Run

COMMENTS = 300


@dataclass(frozen=True)
class Alarms:
    """What the search made of innocent texts."""

    texts: int
    findings: list[str]
    notes: int
    seconds: float


def innocent(book: Book, seed: int = 1) -> Iterator[tuple[str, list[Run]]]:
    """client_id and typed words: each client has a comment, and all have the same Markdown cells."""
    draw = random.Random(seed)
    clients = book.clients().set_index("client_id")
    contacts = book.frame("contacts") if "contacts" in book.tables else None
    staff = sorted(set(clients["manager"].dropna()) | set(clients["supervisor"].dropna()))
    cells = [Run(text, f"cell {number}, paragraph") for number, text in enumerate(CELLS, 1)]
    for client_id, name in clients["name"].items():
        people = [] if contacts is None else contacts.loc[contacts["client_id"] == client_id, "name"].dropna().tolist()
        yield str(client_id), [*cells, Run(comment(draw, name, people, staff), "commentary")]


def false_alarms(book: Book, seed: int = 1) -> Alarms:
    """Findings in texts in which nothing is leaked."""
    search, found, notes, texts, begun = Search(book), [], 0, 0, time.process_time()
    for client_id, runs in innocent(book, seed):
        findings, said = search.look(book.slice(client_id, "client"), [("comment", run) for run in runs])
        found += [f"{client_id}: {finding.text}" for finding in findings]
        notes, texts = notes + len(said), texts + len(runs)
    return Alarms(texts, found, notes, time.process_time() - begun)


def recall(book: Book, kinds: list[Seed]) -> Iterator[tuple[Seed, str]]:
    """Each seeded leak, and what came of it: found, noted or missed."""
    search = Search(book)
    for seed in kinds:
        findings, notes = search.look(book.slice(seed.client_id, "client"), [("comment", Run(seed.text, "commentary"))])
        named = [seed.names in finding.what or "more clients'" in finding.what for finding in findings]
        yield seed, "found" if any(named) else "noted" if any(seed.names in note.what for note in notes) else "missed"


def recall_rows(results: list[tuple[Seed, str]]) -> list[tuple[object, ...]]:
    """Kind by kind: leaks, found, noted, missed."""
    kinds = dict.fromkeys(seed.kind for seed, _ in results)
    said = {kind: [came for seed, came in results if seed.kind == kind] for kind in kinds}
    return [(kind, len(c), *(c.count(word) for word in ("found", "noted", "missed"))) for kind, c in said.items()]


def main() -> None:
    """Print both tables."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--clients", type=int, default=1000)
    ask.add_argument("--only", choices=("false-alarms", "recall"))
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        books = {
            f"demonstration book, {asked.clients} clients": write_demo(Path(folder) / "demo", asked.clients, 6, seed=3),
            "300 clients named like words, ids of 1 to 7 digits": ordinary_words_book(Path(folder) / "words"),
        }
        if asked.only != "recall":
            _print_false_alarms(books)
        if asked.only != "false-alarms":
            _print_recall(telling_book(Path(folder) / "telling"), list(books.values())[1])


def _print_false_alarms(books: dict[str, Path]) -> None:
    rows, told = [], []
    for name, folder in books.items():
        with open_book(load_config(folder / "acctlib.yml")) as book:
            alarms = false_alarms(book)
        rows.append((name, alarms.texts, len(alarms.findings), alarms.notes, f"{alarms.seconds:.1f}"))
        told += alarms.findings
    table("| book | texts | false alarms | notes | CPU seconds |\n|---|--:|--:|--:|--:|", rows)
    print(*told, sep="\n")


def _print_recall(telling: Path, named_like_words: Path) -> None:
    results: list[tuple[Seed, str]] = []
    for folder, words in ((telling, False), (named_like_words, True)):
        with open_book(load_config(folder / "acctlib.yml")) as book:
            results += recall(book, seeds(book, words=words))
    table("| kind of leak | leaks | found | noted | missed |\n|---|--:|--:|--:|--:|", recall_rows(results))
    print(*(f"{came}: {seed.kind}: {seed.text!r}" for seed, came in results if came != "found"), sep="\n")


if __name__ == "__main__":
    main()
