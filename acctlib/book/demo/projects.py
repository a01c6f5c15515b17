"""Projects and their milestones, which are late more often for clients in poor health."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from acctlib.book.demo import names
from acctlib.book.demo.calendar import SEASON, Calendar, after
from acctlib.book.demo.money import Row, Rows, parts
from acctlib.book.demo.plan import Client, Topic
from acctlib.book.demo.planted import Case

CHANGED, REFUSED, CANCELLED = 0.22, 0.04, 0.03  # probability that a budget changes, work is refused, work is cancelled
STAGES = ("Concept", "Draft", "Build", "Launch")


def projects(client: Client, calendar: Calendar) -> Rows:
    """One to four projects per quarter, overlapping; those that end beyond the data are still open.

    A client that leaves has no project that would not be finished by then. The keys that are not
    columns (`end`, `parts`) are used by `milestones`.
    """
    if client.case is Case.NO_PROJECTS:
        return []
    rng = client.stream(Topic.PROJECTS)
    drawn = [
        _project(client, start, rng)
        for start in calendar.starts[:-1]
        for _ in range(min(4, 1 + int(rng.poisson(SEASON[start.month] * (0.5 + 0.2 * len(client.lines))))))
    ]
    taken = [row for row in drawn if _taken(client, row, calendar)]
    rows = [_known(client, row, number, calendar.cut) for number, row in enumerate(taken, 1)]
    return _overdue(client, rows, calendar)


def _project(client: Client, quarter: date, rng: np.random.Generator) -> Row:
    """One project, including its end, which may lie beyond the data."""
    line = str(rng.choice(client.lines))
    begin = after(quarter, int(rng.integers(0, 80)))
    committed = after(begin, int(rng.integers(35, 100)))
    late = bool(rng.random() < client.late)
    slip = int(4 + rng.exponential(16)) if late else -int(rng.integers(0, 7))
    agreed = 14 if late and rng.random() < 0.5 else 0
    delivered = after(committed, slip)
    return {
        "service_line": line, "name": f"{rng.choice(names.PROJECTS[line])} {begin.year}", "start_date": begin,
        "committed_date": committed, "agreed_date": after(committed, agreed), "delivered_date": delivered,
        "accepted_date": after(delivered, int(rng.integers(1, 5))), "parts": int(rng.integers(2, 5)),
        "refused": bool(rng.random() < REFUSED), "cancelled": bool(rng.random() < CANCELLED),
        "cancel_reason": str(rng.choice(names.CANCELLED)), **_effort(client, begin, rng),
    }  # fmt: skip


def _effort(client: Client, begin: date, rng: np.random.Generator) -> dict[str, Any]:
    """Budget, in hundreds of the firm's currency before conversion, with the approved budget, cost and hours."""
    budget = round(client.size * SEASON[begin.month] * float(rng.uniform(0.4, 1.8)) / 100) * 100
    more = 1 + (float(rng.uniform(0.04, 0.28)) if rng.random() < CHANGED else 0.0)
    approved = round(budget * more)
    usual = 1.35 if client.case is Case.OVER_SERVICED else 1.12 - 0.2 * client.health
    effort = usual * float(rng.uniform(0.82, 1.12))
    hours = round(approved / 110 * float(rng.uniform(0.9, 1.1)), 1)
    return {
        "budget": client.billed(budget), "approved_budget": client.billed(approved),
        "cost": client.billed(approved * effort), "hours_planned": hours, "hours_actual": round(hours * effort, 1),
    }  # fmt: skip


def _taken(client: Client, row: Row, calendar: Calendar) -> bool:
    """Whether a project fits within a stay; it may run beyond the end of the data, but not beyond the client's exit."""
    return any(
        stay.begin <= row["start_date"] and (stay.stop == calendar.cut or row["accepted_date"] < stay.stop)
        for stay in client.stays
    )


def _known(client: Client, row: Row, number: int, cut: date) -> Row:
    """The project as known at the end of the data; a cancelled project was stopped halfway."""
    stopped = after(row["start_date"], (row["committed_date"] - row["start_date"]).days // 2)
    cancelled = row["cancelled"] and stopped < cut
    delivered = not cancelled and row["delivered_date"] < cut
    accepted = not cancelled and not row["refused"] and row["accepted_date"] < cut
    return {
        **row,
        "project_id": f"P-{client.client_id}-{number:03d}",
        "client_id": client.client_id,
        "end": stopped if cancelled else row["delivered_date"],
        "delivered_date": row["delivered_date"] if delivered else None,
        "accepted_date": row["accepted_date"] if accepted else None,
        "fees_at_completion": _fees(client, row, number, delivered),
        "cost": row["cost"] if delivered else None,
        "hours_actual": row["hours_actual"] if delivered else None,
        "status": "cancelled" if cancelled else "delivered" if delivered else "active",
        "cancel_reason": row["cancel_reason"] if cancelled else "",
        "late_reason": names.LATE[number % len(names.LATE)] if delivered and _late(row) else "",
    }


def _fees(client: Client, row: Row, number: int, delivered: bool) -> float:
    """Total invoiced for a project: the approved budget, or 6 % more for one project in eleven."""
    over = delivered and number % 11 == 5
    return client.whole(row["approved_budget"] * 1.06) if over else float(row["approved_budget"])


def _late(row: Row) -> bool:
    """Whether a project was delivered after its original due date."""
    return bool(row["delivered_date"] > row["committed_date"])


def assignments(client: Client, work: Rows) -> Rows:
    """Planned hours on current projects: a fifth for the manager, the rest for two specialists; some is unassigned."""
    first, second = names.team(client.number)
    return [
        {
            "client_id": client.client_id, "project_id": project["project_id"], "person": person,
            "hours": round(project["hours_planned"] * share, 1),
        }
        for number, project in enumerate(work)
        if project["status"] == "active"
        for person, share in ((client.manager, 0.2), (first, 0.5), (second, 0.3 if number % 4 else 0.1))
    ]  # fmt: skip


def _overdue(client: Client, rows: Rows, calendar: Calendar) -> Rows:
    """For one client, make the last project due in the middle of the last quarter and still open."""
    if client.case is not Case.OVERDUE or not rows:
        return rows
    day = after(calendar.starts[calendar.last], 40)
    begin = max(after(day, -70), calendar.begin)
    unknown = dict.fromkeys(("delivered_date", "accepted_date", "cost", "hours_actual"))
    changed = {"start_date": begin, "committed_date": day, "agreed_date": day, "end": after(calendar.cut, 20),
               "status": "active", "cancel_reason": "", "late_reason": names.LATE[1],
               "fees_at_completion": rows[-1]["approved_budget"], "name": f"{rows[-1]['name'][:-4]}{begin.year}"}  # fmt: skip
    return [*rows[:-1], {**rows[-1], **unknown, **changed}]


def milestones(client: Client, work: Rows, calendar: Calendar) -> Rows:
    """Two to four milestones per project, spread up to its end; values add up to the budget, weights to 1."""
    rng = client.stream(Topic.MILESTONES)
    return [row for project in work for row in _milestones(client, project, calendar.cut, rng)]


def _milestones(client: Client, project: Row, cut: date, rng: np.random.Generator) -> Rows:
    count, begin = project["parts"], project["start_date"]
    length, slip = (project["committed_date"] - begin).days, (project["end"] - project["committed_date"]).days
    stopped = project["status"] == "cancelled"
    marks = [round(k / count, 4) for k in range(count + 1)]
    rows: Rows = []
    for part, value in enumerate(parts(project["budget"], count, client), 1):
        due = after(begin, round(length * part / count))
        day = due if stopped else after(due, round(slip * part / count))
        done = day if day < cut and day <= project["end"] else None
        spent = client.whole(value * float(rng.uniform(0.8, 1.1)))
        rows.append({
            "milestone_id": f"{project['project_id']}-M{part}", "project_id": project["project_id"],
            "name": STAGES[part - 1] if part < count else STAGES[-1], "due_date": due, "done_date": done,
            "weight": round(marks[part] - marks[part - 1], 4), "planned_value": value,
            "earned_value": value if done else 0.0, "actual_cost": spent if done else None,
        })  # fmt: skip
    return rows
