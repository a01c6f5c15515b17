"""The demonstration book: an invented firm with known truth, and every hard case planted in it.

Same seed, same bytes. What a client's rows are does not depend on how many clients there are. It lives
in a folder of its own, and its configuration says `demo: true`, which every page repeats.
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
DIGESTS = "files"  # in it: each file of the book and its SHA-256, which tells whether somebody has edited it
TARGETS = {
    "nrr": 1.05, "growth": 0.05, "nps": 40.0, "csat": 0.85,
    "delivery_success": {"target": 0.8, "agreed_with_client": True}, "on_time": 0.85,
}  # fmt: skip
# What the kit puts beside the tables, and can make again.
OURS = {FILE, TRUTH, ".acctlib", "reports", *(f"{table}.csv" for table in (*TABLES, *RENAMED["table"]))}


def write_demo(folder: Path, clients: int = 24, quarters: int = 16, seed: int = 1, end: str = LAST) -> Path:
    """Write the tables as CSV, truth.json and acctlib.yml into a folder, whole or not at all.

    Parameters
    ----------
    folder : Path
        Made if missing; an earlier demonstration book in it is replaced, with the reports made from it.
    clients, quarters, seed : int
        Size, and the number that decides every draw.
    end : str
        The last quarter, covered in full.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ConfigError
        The folder holds anything that is not of a demonstration book, or a file of one that somebody has edited since;
        or a size is less than 1.

    Notes
    -----
    - The same arguments give the same bytes.
    - The rows of a client are the same in a book of any number of clients.
    - The first clients carry the hard cases, in the order of `planted.ORDER`; the others are ordinary.
      A case that needs more quarters than there are is left out.
    - Memory does not grow with the number of clients, but for their latent truth.
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
    """A configuration with data: the given one, or the demonstration book's where it names no sources.

    The book is made in `data/demo` the first time. Reports still go where the given one says, and its
    notebooks, templates and brand hold.
    """
    if config.sources:
        return config
    folder = config.root / FOLDER
    if not (folder / FILE).is_file():
        write_demo(folder)
    kept = {key: config.path(getattr(config, key)) for key in ("out", "notebooks", "templates", "brand", "commentary")}
    return load_config(folder / FILE).model_copy(update=kept)


def _free(folder: Path) -> Path:
    """The folder, resolved, if nothing in it would be lost but an earlier demonstration book."""
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
    """Files of a demonstration book that are not as it was made; all of them where it does not say how it was."""
    try:
        made = dict(json.loads((folder / TRUTH).read_text(encoding="utf-8"))[DIGESTS])
    except (OSError, ValueError, KeyError, TypeError):
        made = {}
    files = sorted(name for name in OURS - {TRUTH} if (folder / name).is_file())
    return [name for name in files if _digest(folder / name) != made.get(name)] or ([] if made else [TRUTH])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _put_in_place(made: Path, target: Path, before: Path) -> None:
    """Move everything in `made` into the target and what stood there aside; on a failure it is all put back.

    The folder itself stays, for somebody may stand in it.
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
