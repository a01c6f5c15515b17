"""Objectives of the client, promises of both sides, and chances that we see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.demo import names
from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import Client, stream


def objectives(client: Client, quarters: pd.PeriodIndex, seed: int) -> Rows:
    """Two or three objectives for the calendar year of the last quarter; a healthy account gets further."""
    rng = stream(seed, client.number, 7)
    last = quarters[-1]
    begin = pd.Timestamp(last.start_time.year, 1, 1)
    chosen = rng.permutation(len(names.OBJECTIVES))[: int(rng.integers(2, 4))]
    if not client.serves(last):
        return []
    return [_objective(client, number, names.OBJECTIVES[int(k)], begin, rng) for number, k in enumerate(chosen, 1)]


def _objective(
    client: Client, number: int, of: tuple[Any, ...], begin: pd.Timestamp, rng: np.random.Generator
) -> dict[str, Any]:
    statement, measure, unit, baseline, target = of
    reached = float(rng.normal(0.35 + 0.7 * client.health, 0.22))
    return {
        "objective_id": f"O-{client.client_id}-{number}", "client_id": client.client_id, "statement": statement,
        "measure": measure, "unit": unit, "baseline": baseline, "target": target,
        "actual": round(baseline + (target - baseline) * reached, 0 if abs(target) > 1000 else 1),
        "start_date": begin, "due_date": begin + pd.DateOffset(years=1) - pd.Timedelta(1, "D"), "owner": client.head["manager"],
    }  # fmt: skip


def actions(client: Client, quarters: pd.PeriodIndex, seed: int) -> Rows:
    """Three to five promises at each review; what is promised at the last one is the plan."""
    rng = stream(seed, client.number, 8)
    rows: Rows = []
    cut = (quarters[-1] + 1).start_time
    for quarter in quarters:
        reviewed = quarter.start_time + pd.Timedelta(int(rng.integers(74, 86)), "D")
        texts = rng.permutation(names.PROMISES)[: int(rng.integers(3, 6))]
        drawn = [_action(client, str(text), reviewed, rng) for text in texts]
        rows += drawn if client.serves(quarter) else []
    told = [_until(row, cut) for row in rows if row["promised_on"] < cut]
    return [{**row, "action_id": f"A-{client.client_id}-{number:03d}"} for number, row in enumerate(told, 1)]


def _action(client: Client, text: str, reviewed: pd.Timestamp, rng: np.random.Generator) -> dict[str, Any]:
    due = reviewed + pd.Timedelta(int(rng.integers(20, 85)), "D")
    draws = rng.random(4)
    good = 0.45 + 0.45 * client.health
    done = (
        due - pd.Timedelta(int(draws[1] * 12), "D")
        if draws[0] < good
        else due + pd.Timedelta(3 + int(draws[1] * 25), "D")
    )
    dropped = draws[0] > 0.95
    ours = draws[2] < 0.75
    return {
        "client_id": client.client_id, "promised_on": reviewed, "text": text,
        "owner": client.head["manager"] if ours else "", "side": "us" if ours else "client", "due_date": due,
        "done_date": None if dropped or 0.9 < draws[0] <= 0.95 else max(done, reviewed),
        "dropped_reason": names.DROPPED[int(draws[3] * len(names.DROPPED))] if dropped else "",
        "objective_id": f"O-{client.client_id}-{1 + int(draws[3] * 2)}",
    }  # fmt: skip


def _until(row: dict[str, Any], cut: pd.Timestamp) -> dict[str, Any]:
    """What happens after the data's end has not happened."""
    open_still = row["done_date"] is not None and row["done_date"] >= cut
    return {**row, "done_date": None if open_still else row["done_date"],
            "dropped_reason": "" if row["due_date"] >= cut else row["dropped_reason"]}  # fmt: skip


def opportunities(client: Client, quarters: pd.PeriodIndex, seed: int) -> Rows:
    """One to three chances, some decided."""
    rng = stream(seed, client.number, 9)
    last = quarters[-1]
    rows: Rows = []
    for number in range(1, int(rng.integers(2, 5))):
        close = last.start_time + pd.Timedelta(int(rng.integers(-120, 260)), "D")
        decided = close < (last + 1).start_time
        won = rng.random() < 0.3 + 0.4 * client.health
        rows.append({
            "opportunity_id": f"X-{client.client_id}-{number}", "client_id": client.client_id,
            "service_line": str(rng.choice(names.LINES)), "name": str(rng.choice(names.OPPORTUNITIES)),
            "stage": ("won" if won else "lost") if decided else str(rng.choice(names.STAGES)),
            "amount": round(client.size * float(rng.uniform(1, 7)), -2), "probability": round(float(rng.uniform(0.1, 0.8)), 2),
            "expected_close": close, "closed_date": close if decided else None, "won": won if decided else None,
        })  # fmt: skip
    return rows if client.serves(last) else []
