"""The demonstration book: an invented firm with known truth, and every hard case planted in it.

Same seed, same bytes. What a client's rows are does not depend on how many clients there are. It lives
in a folder of its own, and its configuration says `demo: true`, which every page repeats.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from acctlib.book.demo import firm, money, strategy, voice, work
from acctlib.book.demo.plan import Client, client
from acctlib.book.demo.truth import truth
from acctlib.book.schema import TABLES
from acctlib.config import FILE, Config, load_config
from acctlib.errors import ConfigError
from acctlib.periods import name, quarter, span, trailing

LAST = "2026Q3"
FOLDER = Path("data/demo")
TARGETS = {"nrr": 1.05, "growth": 0.05, "nps": 40.0, "csat": 0.85, "delivery_success": 0.8, "on_time": 0.85}


def write_demo(folder: Path, clients: int = 24, quarters: int = 16, seed: int = 1, end: str = LAST) -> Path:
    """Write the tables as CSV, truth.json and acctlib.yml into a folder, whole or not at all.

    Parameters
    ----------
    folder : Path
        Made if missing; an earlier demonstration book in it is replaced, anything else is refused.
    clients, quarters, seed
        Size, and the number that decides every draw.
    end : str
        The last quarter, covered in full.

    Returns
    -------
    Path
        The folder.
    """
    target = folder.resolve()
    if target.exists() and any(target.iterdir()) and not (target / "truth.json").exists():
        raise ConfigError(f"{folder}: this folder is not empty and holds no demonstration book; name another")
    last = quarter(end)
    tables, told = _draw(clients, trailing(last, quarters).quarters, seed)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".demo-") as scratch:
        made = Path(scratch) / "demo"
        made.mkdir()
        for table, rows in tables.items():
            _write(made / f"{table}.csv", table, rows)
        (made / "truth.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (made / FILE).write_text(_configuration(tables, last), encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        made.replace(target)
    return target


def demo_config(config: Config) -> Config:
    """A configuration with data: the given one, or the demonstration book's where it names no sources.

    The book is made in `data/demo` the first time. Reports still go where the given one says.
    """
    if config.sources:
        return config
    folder = config.root / FOLDER
    if not (folder / FILE).is_file():
        write_demo(folder)
    kept = {"out": config.path(config.out), "notebooks": config.path(config.notebooks),
            "templates": config.path(config.templates), "brand": config.path(config.brand)}  # fmt: skip
    return load_config(folder / FILE).model_copy(update=kept)


def _draw(count: int, quarters: list[pd.Period], seed: int) -> tuple[dict[str, money.Rows], dict[str, Any]]:
    """Every table's rows, and the truth they were drawn from."""
    index = pd.PeriodIndex(quarters)
    cut = (index[-1] + 1).start_time
    everyone = [client(number, index, seed) for number in range(count)]
    tables: dict[str, money.Rows] = {table: [] for table in TABLES}
    for one in everyone:
        for table, rows in _rows_of(one, index, cut, seed).items():
            tables[table] += rows
    tables["people"], tables["rates"] = firm.people(), firm.rates(index, seed)
    return tables, truth(everyone, tables["revenue"], index, seed)


def _rows_of(one: Client, index: pd.PeriodIndex, cut: pd.Timestamp, seed: int) -> dict[str, money.Rows]:
    contracts, billed = money.retainers(one, index, seed)
    projects = work.projects(one, index, seed)
    milestones = work.milestones(one, projects, seed)
    lines = [
        *money.paused(one, billed, index),
        *money.extras(one, index, seed),
        *money.project_fees(one, projects, cut),
    ]
    revenue = sorted(lines, key=lambda row: (row["service_date"], row["kind"], row["service_line"], row["amount"]))
    numbered = [{**row, "invoice_id": f"I-{one.client_id}-{row['service_date']:%Y%m}"} for row in revenue]
    return {
        "clients": [_client_row(one)],
        "contracts": contracts,
        "revenue": numbered,
        "costs": money.costs(one, revenue, seed),
        "surveys": voice.surveys(one, index, projects, seed),
        "projects": projects,
        "milestones": milestones,
        "objectives": strategy.objectives(one, index, seed),
        "actions": strategy.actions(one, index, seed),
        "opportunities": strategy.opportunities(one, index, seed),
    }


def _client_row(one: Client) -> dict[str, Any]:
    merged = one.case == "a merger"
    reason = "merged" if merged else "moved in-house" if one.end is not None else ""
    return {
        "client_id": one.client_id, "name": one.name, **one.head, "currency": one.currency, "locale": one.locale,
        "start_date": one.start, "end_date": one.end, "end_reason": reason, "parent_id": "C001" if merged else "",
    }  # fmt: skip


def _write(path: Path, table: str, rows: money.Rows) -> None:
    columns = [column.name for column in TABLES[table].columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows([_text(row.get(column)) for column in columns] for row in rows)


def _text(value: Any) -> str:
    """Days as ISO, money and numbers plainly, yes and no as words."""
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _configuration(tables: dict[str, money.Rows], last: pd.Period) -> str:
    said = {
        "firm": "Northgate Agency",
        "demo": True,
        "currency": "EUR",
        "locale": "en_GB",
        "as_of": span(last).last_day,
        "targets": TARGETS,
        "sources": {table: {"file": f"{table}.csv"} for table in tables},
    }
    head = f"# The demonstration book up to {name(last)}: invented clients, invented numbers. Made by `acctlib demo`.\n"
    return head + yaml.safe_dump(said, sort_keys=False)
