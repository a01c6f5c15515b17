"""The whole book at once: our metrics and facts beside hand-written DuckDB SQL for the same numbers, in one run.

    make bench                                                          # 10,000 clients, a million invoice lines
    python benchmarks/whole_book.py --clients 100000 --lines 10000000   # the size that the kit promises

Both sides read the same database, each in a process of its own, in turn, several times; the median is what counts.
All numbers are compared before any time is printed. `read` is from the file to typed frames, as the book does it;
SQL needs no such step. `metrics` is one quarter by our public functions; `facts` is a quarter, a quarter before and a
year before, as the scorecard of a whole book takes them. Last, one client's facts from a book that is open.
"""

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from acctlib.book.demo import write_demo
from acctlib.book.store.store import open_book
from acctlib.book.store.table_reader import read_table
from acctlib.config import load_config
from acctlib.facts import ReviewContext, scorecard
from acctlib.facts.base.money import with_categories
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.scorecard import BOOK_MEASURES, facts_of
from acctlib.metrics.delivery.delivery import closed_within, due_within, outcomes
from acctlib.metrics.fees.fees import by_client, fee_income, recurring_fees
from acctlib.metrics.growth.growth import existing_growth
from acctlib.metrics.retention.retention import (
    gross_revenue_retention,
    logo_retention,
    movement_bridge,
    net_revenue_retention,
    revenue_movements,
)
from acctlib.metrics.satisfaction.satisfaction import answered, csat, net_promoter_score, response_rate, wave
from acctlib.periods import bounds, previous, quarter, trailing_four, within, year_ago

QUARTER, LAST = quarter("2026Q3"), date(2026, 9, 30)
TERMS = ReviewContext(QUARTER, "internal", "EUR", "EUR", LAST)
READ = ("revenue", "surveys", "projects")
FACTS = ("fees", "nrr", "grr", "nps", "csat", "response_rate", "delivery_success", "on_time")
SQL = (Path(__file__).parent / "whole_book.sql").read_text(encoding="utf-8")
DRAW = (Path(__file__).parent / "whole_book_draw.sql").read_text(encoding="utf-8")
Numbers = dict[str, float | None]


def draw(path: Path, clients: int, lines: int) -> None:
    """A random book of three years in one database file."""
    with duckdb.connect(str(path)) as db:
        db.execute("set threads = 1")  # one thread: the same draws each time
        db.execute("select setseed(0.42)")
        for statement in DRAW.format(clients=clients, lines=lines).split(";"):
            db.execute(statement)


def read(path: Path) -> dict[str, pd.DataFrame]:
    """The tables as typed frames, by the book's own reader."""
    with duckdb.connect(str(path), read_only=True) as db:
        return {table: read_table(db, table, ordered=False) for table in READ}


def metrics(frames: dict[str, pd.DataFrame]) -> Numbers:
    """One quarter, by the public functions of `acctlib.metrics`."""
    revenue = frames["revenue"][["client_id", "service_date", "amount", "kind", "credit_type"]]
    lines = [within(revenue, period, on="service_date") for period in (year_ago(QUARTER), QUARTER)]
    periods = (year_ago(QUARTER), QUARTER)
    before, now = (by_client(fee_income(rows), period) for rows, period in zip(lines, periods, strict=True))
    opening, closing = (by_client(recurring_fees(rows), period) for rows, period in zip(lines, periods, strict=True))
    known = recurring_fees(revenue[revenue["service_date"] < QUARTER.start_time])["client_id"].unique()
    bridge = movement_bridge(revenue_movements(opening, closing, pd.Index(known)))
    asked = wave(frames["surveys"], trailing_four(QUARTER))
    given = answered(asked)
    found = outcomes(frames["projects"], LAST)
    return {
        "fees": float(now.sum()),
        "growth": existing_growth(before, now),
        "logo": logo_retention(opening, closing),
        "grr": gross_revenue_retention(opening, closing),
        "nrr": net_revenue_retention(opening, closing),
        **{str(step): float(amount) for step, amount in bridge.items()},
        "nps": net_promoter_score(given["nps"]),
        "csat": csat(given["csat"]),
        "response_rate": response_rate(asked),
        "delivery_success": float(closed_within(found, trailing_four(QUARTER))["success"].mean()),
        "on_time": float(due_within(found, trailing_four(QUARTER))["on_time"].mean()),
    }


def facts(frames: dict[str, pd.DataFrame]) -> Numbers:
    """Three quarters, by the measures of a scorecard of the whole book."""
    chosen = tuple(measure for measure in BOOK_MEASURES if measure.name in FACTS)
    found = facts_of(chosen, Prepared(with_categories(frames), TERMS), {})
    return {
        f"{name} {when}": getattr(fact, when) for name, fact in found.items() for when in ("value", "prior", "year_ago")
    }


def sql(db: duckdb.DuckDBPyConnection, period: pd.Period) -> Numbers:
    """One quarter, by hand-written SQL."""
    (start, end), (opened, closed) = bounds(period), bounds(year_ago(period))
    since = bounds(trailing_four(period))[0]
    days = {"start": start, "end": end, "opened": opened, "closed": closed, "since": since}
    given = {name: day.to_pydatetime() for name, day in days.items()}
    found: Numbers = {}
    for statement in SQL.split(";"):
        rows = db.execute(statement, {name: day for name, day in given.items() if f"${name}" in statement})
        names = [column[0] for column in rows.description]
        found.update(zip(names, rows.fetchone() or (), strict=True))
    return {name: None if value is None else float(value) for name, value in found.items()}


def ours(path: Path) -> dict[str, object]:
    """Our side, timed."""
    taken: dict[str, float] = {}

    def timed(step: str, call: Callable[..., Any], *given: object) -> Any:
        begun = time.perf_counter()
        made = call(*given)
        taken[step] = time.perf_counter() - begun
        return made

    frames = timed("read", read, path)
    one, three = timed("metrics", metrics, frames), timed("facts", facts, frames)
    return {"seconds": taken, "numbers": {**one, **three}}


def theirs(path: Path) -> dict[str, object]:
    """The side of SQL, timed."""
    with duckdb.connect(str(path), read_only=True) as db:
        begun = time.perf_counter()
        one = sql(db, QUARTER)
        metered = time.perf_counter()
        each = {when: sql(db, period) for when, period in
                (("value", QUARTER), ("prior", previous(QUARTER)), ("year_ago", year_ago(QUARTER)))}  # fmt: skip
        ended = time.perf_counter()
    three = {f"{name} {when}": numbers[name] for name in FACTS for when, numbers in each.items()}
    return {"seconds": {"metrics": metered - begun, "facts": ended - metered}, "numbers": {**one, **three}}


def in_a_process(side: str, path: Path) -> dict[str, dict[str, float]]:
    """One side in a process of its own: what it found, and the most memory it held, in GB."""
    command = [sys.executable, __file__, "--side", side, "--book", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, dict[str, float]] = json.loads(told)
    return found


def compare(ours: Mapping[str, float | None], theirs: Mapping[str, float | None]) -> None:
    """Every number of ours is one of theirs, to nine digits; movements add up."""
    for name, value in ours.items():
        other = theirs[name]
        same = value is other is None or (
            value is not None and other is not None and math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)
        )
        if not same:
            raise SystemExit(f"{name}: ours is {value}, SQL finds {other}")


def one_client(runs: int) -> dict[str, float]:
    """Milliseconds for one client of the demonstration book, from a book that is open."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_demo(Path(scratch) / "demo")
        with open_book(load_config(folder / "acctlib.yml")) as book:
            book.slice("C001", "internal")  # digests of all clients are made once for a book
            taken: dict[str, list[float]] = {"slice": [], "facts": []}
            for client in book.client_ids()[:runs]:
                begun = time.perf_counter()
                held = book.slice(client, "internal")
                cut = time.perf_counter()
                scorecard(held.frames, TERMS)
                taken["slice"].append(cut - begun)
                taken["facts"].append(time.perf_counter() - cut)
    return {step: 1000 * statistics.median(each) for step, each in taken.items()}


def main() -> None:
    """Draw a book, run both sides in turn, compare, and print times, ratios and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--side", choices=["ours", "sql"], help=argparse.SUPPRESS)
    parser.add_argument("--book", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        found = {"ours": ours, "sql": theirs}[options.side](options.book)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({**found, "memory": {"peak": peak}}))
        return
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "book.duckdb"
        draw(path, options.clients, options.lines)
        print(f"{options.clients:,} clients, {options.lines:,} invoice lines, {path.stat().st_size / 1e6:,.0f} MB")
        sides: dict[str, list[dict[str, dict[str, float]]]] = {"ours": [], "sql": []}
        for _ in range(options.runs):
            for side, told in sides.items():
                told.append(in_a_process(side, path))
    for mine, other in zip(sides["ours"], sides["sql"], strict=True):
        compare(mine["numbers"], other["numbers"])
    print(f"{len(sides['ours'][0]['numbers'])} numbers are the same on both sides")
    report(sides)


def report(sides: dict[str, list[dict[str, dict[str, float]]]]) -> None:
    """Median seconds of each step, ratio to SQL, and peak memory."""
    middle = {(side, step): statistics.median(run["seconds"][step] for run in told)
              for side, told in sides.items() for step in told[0]["seconds"]}  # fmt: skip
    print(f"{'':16}{'ours':>9}{'SQL':>9}{'times':>7}")
    for step in ("read", "metrics", "facts"):
        mine, other = middle["ours", step], middle.get(("sql", step))
        print(f"{step:14} s{mine:9.2f}" + (f"{other:9.2f}{mine / other:7.1f}" if other else ""))
    peak = {side: max(run["memory"]["peak"] for run in told) for side, told in sides.items()}
    print(f"{'peak memory':13} GB{peak['ours']:9.2f}{peak['sql']:9.2f}")
    took = one_client(10)
    print(f"one client of an open book: {took['slice']:.0f} ms to cut the slice, {took['facts']:.0f} ms for all facts")


if __name__ == "__main__":
    main()
