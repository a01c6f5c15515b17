"""The client's objectives, both sides' actions, and sales opportunities."""

from __future__ import annotations

from datetime import date

import numpy as np

from acctlib.book.demo import names
from acctlib.book.demo.calendar import Calendar, after
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client, Topic


def objectives(client: Client, calendar: Calendar) -> Rows:
    """Two or three objectives for the last quarter's calendar year; a healthy account makes more progress."""
    rng = client.stream(Topic.OBJECTIVES)
    year = calendar.starts[calendar.last].year
    chosen = rng.permutation(len(names.OBJECTIVES))[: int(rng.integers(2, 4))].tolist()
    if not client.stays_on(calendar):
        return []
    return [_objective(client, number, names.OBJECTIVES[k], year, rng) for number, k in enumerate(chosen, 1)]


def _objective(client: Client, number: int, goal: names.Goal, year: int, rng: np.random.Generator) -> Row:
    scale = float(rng.uniform(0.75, 1.3))
    reached = float(rng.normal(0.35 + 0.7 * client.health, 0.22))
    money = goal.unit == names.MONEY
    digits = 0 if goal.target > 1000 or client.currency == "JPY" else 1
    baseline, target = (
        round((client.billed(value) if money else value) * scale, digits) for value in (goal.baseline, goal.target)
    )
    return {
        "objective_id": f"O-{client.client_id}-{number}", "client_id": client.client_id, "statement": goal.statement,
        "measure": goal.measure, "unit": client.currency if money else goal.unit, "baseline": baseline, "target": target,
        "actual": round(baseline + (target - baseline) * reached, digits),
        "start_date": max(date(year, 1, 1), client.start), "due_date": date(year, 12, 31), "owner": client.manager,
    }  # fmt: skip


def actions(client: Client, calendar: Calendar, goals: Rows) -> Rows:
    """Three to five actions agreed at each quarterly review; those of the last review are the next quarter's plan."""
    rng = client.stream(Topic.ACTIONS)
    rows: Rows = []
    for start in calendar.starts[:-1]:
        reviewed = after(start, int(rng.integers(74, 86)))
        texts = rng.permutation(names.PROMISES)[: int(rng.integers(3, 6))]
        drawn = [_action(client, str(text), reviewed, goals, rng) for text in texts]
        rows += [_until(row, calendar.cut) for row in drawn] if client.there(reviewed) else []
    return [{**row, "action_id": f"A-{client.client_id}-{number:03d}"} for number, row in enumerate(rows, 1)]


def _action(client: Client, text: str, reviewed: date, goals: Rows, rng: np.random.Generator) -> Row:
    """One action: done on time, late, still open or dropped; it may serve an objective agreed by then."""
    due = after(reviewed, int(rng.integers(20, 85)))
    kept, days, side, why, served = rng.random(5).tolist()
    in_time = kept < 0.45 + 0.45 * client.health
    done = after(due, -int(days * 12)) if in_time else after(due, 3 + int(days * 25))
    dropped, forgotten = kept > 0.95, 0.92 < kept <= 0.95
    agreed = [goal["objective_id"] for goal in goals if goal["start_date"] <= reviewed]
    return {
        "client_id": client.client_id, "promised_on": reviewed, "text": text, "due_date": due,
        "owner": client.manager if side < 0.75 else names.ROLES[int(why * 3)], "side": "us" if side < 0.75 else "client",
        "done_date": None if dropped or forgotten else max(done, reviewed),
        "dropped_reason": names.DROPPED[int(why * len(names.DROPPED))] if dropped else "",
        "objective_id": agreed[int(served * len(agreed))] if agreed else "",
    }  # fmt: skip


def _until(row: Row, cut: date) -> Row:
    """Remove what would happen after the end of the data."""
    done = row["done_date"] if row["done_date"] and row["done_date"] < cut else None
    return {**row, "done_date": done, "dropped_reason": row["dropped_reason"] if row["due_date"] < cut else ""}


def opportunities(client: Client, calendar: Calendar) -> Rows:
    """Two to four sales opportunities, some decided."""
    rng = client.stream(Topic.OPPORTUNITIES)
    rows = [_opportunity(client, number, calendar, rng) for number in range(1, int(rng.integers(3, 6)))]
    return rows if client.stays_on(calendar) else []


def _opportunity(client: Client, number: int, calendar: Calendar, rng: np.random.Generator) -> Row:
    close = after(calendar.starts[calendar.last], int(rng.integers(-120, 260)))
    decided = close < calendar.cut
    won = bool(rng.random() < 0.3 + 0.4 * client.health)
    stage = str(rng.choice(names.STAGES))
    return {
        "opportunity_id": f"X-{client.client_id}-{number}", "client_id": client.client_id,
        "service_line": str(rng.choice(names.LINES)), "name": str(rng.choice(names.OPPORTUNITIES)),
        "stage": ("won" if won else "lost") if decided else stage,
        "amount": float(round(client.size * float(rng.uniform(1, 7)), -2)), "probability": round(float(rng.uniform(0.1, 0.8)), 2),
        "expected_close": close, "closed_date": close if decided else None, "won": won if decided else None,
    }  # fmt: skip
