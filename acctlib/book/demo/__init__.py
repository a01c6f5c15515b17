"""The demonstration book: a fictitious firm with known ground truth and every difficult case planted in it.

The same seed gives the same bytes, and a client's rows do not depend on the number of clients. The book has
a folder of its own, and its configuration sets `demo: true`, which every page states.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import yaml

from acctlib.book.demo.calendar import Calendar, after, calendar
from acctlib.book.demo.firm import people, rates
from acctlib.book.demo.plan import client
from acctlib.book.demo.rows import client_rows
from acctlib.book.demo.tables import writing
from acctlib.book.demo.truth import Truth
from acctlib.book.schema.tables import TABLES
from acctlib.compat import RENAMED
from acctlib.config import FILE, Config, load_config
from acctlib.errors import ConfigError

LAST = "2026Q3"
FOLDER = Path("data/demo")
TRUTH = "truth.json"
DIGESTS = "files"  # key for each file's SHA-256, which shows whether the file has been edited
TARGETS = {
    "nrr": 1.05, "growth": 0.05, "nps": 40.0, "csat": 0.85,
    "delivery_success": {"target": 0.8, "agreed_with_client": True}, "on_time": 0.85,
}  # fmt: skip
# Files that the kit adds to the tables, and can recreate.
OURS = {FILE, TRUTH, ".acctlib", "reports", *(f"{table}.csv" for table in (*TABLES, *RENAMED["table"]))}


def write_demo(folder: Path, clients: int = 24, quarters: int = 16, seed: int = 1, end: str = LAST) -> Path:
    """Write the tables as CSV, truth.json and acctlib.yml to a folder, all or nothing.

    Parameters
    ----------
    folder : Path
        Created if missing; an earlier demonstration book in it is replaced, along with the reports made from it.
    clients, quarters, seed : int
        Size of the book, and the random seed.
    end : str
        The last quarter, covered in full.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ConfigError
        The folder contains anything other than a demonstration book, or a file of one that has been edited since; or a
        size is less than 1, or the seed negative.

    Notes
    -----
    - The same arguments give the same bytes.
    - A client's rows are the same whatever the number of clients in the book.
    - The first clients have the difficult cases, in the order of `planted.ORDER`; the others are ordinary.
      A case that needs more quarters than the book has is left out.
    - Memory use does not grow with the number of clients, except for their latent parameters.
    """
    target = _free(folder)
    if min(clients, quarters) < 1 or seed < 0:
        raise ConfigError(f"{clients} clients, {quarters} quarters, seed {seed}: at least 1, 1 and 0 are needed")
    covered = calendar(end, quarters)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".demo-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _write(made, clients, covered, seed)
        _put_in_place(made, target, Path(scratch) / "before")
    return target


def demo_config(config: Config) -> Config:
    """Return a configuration with data: the given one, or the demonstration book's if it names no sources.

    The book is created in `data/demo` on first use. The given configuration's report folder, notebooks,
    templates, brand and commentary still apply.
    """
    if config.sources:
        return config
    folder = config.root / FOLDER
    if not (folder / FILE).is_file():
        write_demo(folder)
    kept = {key: config.path(getattr(config, key)) for key in ("out", "notebooks", "templates", "brand", "commentary")}
    return load_config(folder / FILE).model_copy(update=kept)


def _free(folder: Path) -> Path:
    """Return the resolved folder, if overwriting it would lose nothing but an earlier demonstration book."""
    target = folder.resolve()
    if target.exists() and not target.is_dir():
        raise ConfigError(f"{folder}: this is a file; name a folder")
    held = {entry.name for entry in target.iterdir()} if target.exists() else set()
    if held and TRUTH not in held:
        raise ConfigError(f"{folder}: this folder is not empty and has no demo book in it; give another")
    if strange := sorted(held - OURS):
        raise ConfigError(f"{folder}: {strange[0]} is not part of the demo book and would be lost; move it first")
    if edited := _edited(target) if held else []:
        raise ConfigError(
            f"{folder}: {edited[0]} has been edited and would be lost; move it first, or name another folder"
        )
    return target


def _edited(folder: Path) -> list[str]:
    """Files of a demonstration book that have been edited; all of them if their original hashes are not recorded."""
    try:
        made = dict(json.loads((folder / TRUTH).read_text(encoding="utf-8"))[DIGESTS])
    except (OSError, ValueError, KeyError, TypeError):
        made = {}
    files = sorted(name for name in OURS - {TRUTH} if (folder / name).is_file())
    return [name for name in files if _digest(folder / name) != made.get(name)] or ([] if made else [TRUTH])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _put_in_place(made: Path, target: Path, before: Path) -> None:
    """Move the target's contents aside and everything in `made` into it; on failure, everything is moved back.

    The folder itself is kept, because it may be someone's working folder.
    """
    target.mkdir(exist_ok=True)
    before.mkdir()
    try:
        _move_all(target, before)
        _move_all(made, target)
    except OSError:
        _move_all(target, made)
        _move_all(before, target)
        raise


def _move_all(source: Path, target: Path) -> None:
    for entry in sorted(source.iterdir()):
        entry.rename(target / entry.name)


def _write(folder: Path, clients: int, covered: Calendar, seed: int) -> None:
    truth = Truth(covered, seed)
    with writing(folder) as write:

        def add(table: str, rows: list[dict[str, Any]]) -> None:
            write(table, rows)
            truth.count(table, rows)

        for number in range(clients):
            one = client(number, covered, seed)
            truth.add(one)
            for table, rows in client_rows(one, covered).items():
                add(table, rows)
        add("people", people())
        add("rates", rates(covered, seed))
    (folder / FILE).write_bytes(_configuration(covered).encode())
    digests = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    said = json.dumps({**truth.told(), DIGESTS: digests}, indent=1, ensure_ascii=False)
    (folder / TRUTH).write_bytes(f"{said}\n".encode())


def _configuration(covered: Calendar) -> str:
    said = {
        "firm": "Northgate Agency",
        "demo": True,
        "currency": "EUR",
        "locale": "en_GB",
        "covered_from": covered.begin,
        "covered_to": after(covered.cut, -1),
        "targets": TARGETS,
        "sources": {table: {"file": f"{table}.csv"} for table in TABLES},
        "book": ".acctlib/book.duckdb",
        "out": "reports",
    }
    head = f"# The demo book up to {covered.names[-1]}: fictitious clients and figures. Made by `acctlib demo`.\n"
    return head + yaml.safe_dump(said, sort_keys=False)
