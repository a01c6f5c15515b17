"""Projects and their milestones: late more often where the client's health is poor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.demo import names
from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import Client, stream

CHANGE = 0.22  # how often a budget is changed on the way


def projects(client: Client, quarters: pd.PeriodIndex, seed: int) -> Rows:
    """About one project a quarter and service line pair; those beyond the data's end are still open."""
    if client.case == "no projects":
        return []
    rng = stream(seed, client.number, 4)
    rows: Rows = []
    for quarter in quarters:
        count = 1 + int(rng.poisson(0.5 + 0.2 * len(client.lines)))
        drawn = [_project(client, quarter, rng) for _ in range(count)]
        rows += drawn if client.serves(quarter) and quarter.start_time >= client.start - pd.Timedelta(60, "D") else []
    cut = (quarters[-1] + 1).start_time
    named = [_named(client, row, number, cut) for number, row in enumerate(rows, 1)]
    return _overdue(client, named, quarters[-1])


def _project(client: Client, quarter: pd.Period, rng: np.random.Generator) -> dict[str, Any]:
    line = str(rng.choice(client.lines))
    begin = quarter.start_time + pd.Timedelta(int(rng.integers(0, 80)), "D")
    committed = begin + pd.Timedelta(int(rng.integers(35, 100)), "D")
    late = rng.random() < client.lateness
    slip = int(4 + rng.exponential(16)) if late else -int(rng.integers(0, 7))
    accepted = committed + pd.Timedelta(slip, "D")
    budget = client.cents(round(client.size * float(rng.uniform(0.4, 1.8)) / 100) * 100)
    factor = 1 + (float(rng.uniform(0.04, 0.28)) if rng.random() < CHANGE else 0.0)
    approved = round(budget * factor, 0)
    over = 1.35 if client.case == "an over-serviced client" else 1.12 - 0.2 * client.health
    effort = over * float(rng.uniform(0.82, 1.12))
    hours = round(client.size * 0.011 * float(rng.uniform(0.6, 1.6)), 1)
    return {
        "line": line, "kind": str(rng.choice(names.PROJECTS[line])), "start": begin, "committed": committed,
        "agreed": committed + pd.Timedelta(14 if late and rng.random() < 0.5 else 0, "D"), "accepted": accepted,
        "handed": accepted - pd.Timedelta(int(rng.integers(1, 5)), "D"), "refused": rng.random() < 0.04,
        "cancelled": rng.random() < 0.03, "why": str(rng.choice(["client", "us", "other"])), "budget": budget,
        "approved": approved, "cost": round(approved * effort, 2), "hours": hours, "worked": round(hours * effort, 1),
        "parts": int(rng.integers(2, 5)),
    }  # fmt: skip


def _named(client: Client, row: dict[str, Any], number: int, cut: pd.Timestamp) -> dict[str, Any]:
    delivered = row["handed"] if row["handed"] < cut and not row["cancelled"] else None
    accepted = row["accepted"] if row["accepted"] < cut and not (row["refused"] or row["cancelled"]) else None
    status = "cancelled" if row["cancelled"] else "delivered" if delivered is not None else "active"
    return {
        "project_id": f"P-{client.client_id}-{number:03d}", "client_id": client.client_id,
        "name": f"{row['kind']} {row['start'].year}", "service_line": row["line"], "start_date": row["start"],
        "committed_date": row["committed"], "agreed_date": row["agreed"], "delivered_date": delivered,
        "accepted_date": accepted, "budget": row["budget"], "approved_budget": row["approved"],
        "cost": row["cost"] if delivered is not None else None, "hours_planned": row["hours"],
        "hours_actual": row["worked"] if delivered is not None else None, "status": status,
        "cancel_reason": row["why"] if row["cancelled"] else "", "parts": row["parts"],
    }  # fmt: skip


def _overdue(client: Client, rows: Rows, last: pd.Period) -> Rows:
    """The last project of one client was promised for the middle of the last quarter and is still open."""
    if client.case != "an overdue open project" or not rows:
        return rows
    day = last.start_time + pd.Timedelta(40, "D")
    changed = {**rows[-1], "start_date": day - pd.Timedelta(70, "D"), "committed_date": day, "agreed_date": day,
               "delivered_date": None, "accepted_date": None, "cost": None, "hours_actual": None, "status": "active", "cancel_reason": ""}  # fmt: skip
    return [*rows[:-1], changed]


def milestones(client: Client, work: Rows, seed: int) -> Rows:
    """Two to four milestones of each project, their values adding up to its budget."""
    rng = stream(seed, client.number, 5)
    rows: Rows = []
    stages = ("Concept", "Draft", "Build", "Launch")
    for project in work:
        parts = project.pop("parts")
        length = (project["committed_date"] - project["start_date"]).days
        end = project["accepted_date"] if project["accepted_date"] is not None else project["delivered_date"]
        slip = (end - project["committed_date"]).days if end is not None else 0
        for part in range(1, parts + 1):
            due = project["start_date"] + pd.Timedelta(round(length * part / parts), "D")
            done = (
                due + pd.Timedelta(round(slip * part / parts) - int(rng.integers(0, 3)), "D")
                if end is not None
                else None
            )
            value = round(project["budget"] / parts, 2)
            rows.append({
                "milestone_id": f"{project['project_id']}-M{part}", "project_id": project["project_id"],
                "name": stages[part - 1] if part < parts else stages[-1], "due_date": due, "done_date": done,
                "weight": round(1 / parts, 4), "planned_value": value, "earned_value": value if done is not None else 0,
                "actual_cost": round(value * float(rng.uniform(0.8, 1.1)), 2) if done is not None else None,
            })  # fmt: skip
    return rows
