"""Data of the firm rather than a client: its people, and exchange rates."""

from __future__ import annotations

from datetime import date

from acctlib.book.demo import names
from acctlib.book.demo.calendar import Calendar, later
from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import RATES, Topic, stream

FIRM = 1_000_000_000  # a number that no client has: seeds the firm's own random numbers
FULL, PART = 36.0, 32.0


def people() -> Rows:
    """Supervisors, the managers who report to them, and the specialists who report to the managers."""
    team = [(who, "Account supervisor", "", FULL) for who in names.SUPERVISORS]
    team += [(who, "Account manager", names.supervisor(who), FULL) for who in names.MANAGERS]
    team += [
        (who, "Specialist", names.MANAGERS[k % len(names.MANAGERS)], PART) for k, who in enumerate(names.SPECIALISTS)
    ]
    return [
        {"person": who, "role": role, "reports_to": boss, "weekly_hours": hours, "start_date": date(2019, 1, 1)}
        for who, role, boss, hours in team
    ]


def rates(calendar: Calendar, seed: int) -> Rows:
    """Monthly rates for each foreign currency, from a year before the data, following a small random walk."""
    months = [later(calendar.begin, k) for k in range(-12, 0)] + list(calendar.months)
    rows: Rows = []
    for place, code in enumerate(sorted(set(RATES) - {"EUR"})):
        level = RATES[code]
        for month, step in zip(
            months, stream(seed, FIRM, Topic.RATES, place).normal(0, 0.008, len(months)), strict=True
        ):
            level *= 1 + float(step)
            rows.append({"date": month, "currency": code, "rate": round(level, 6), "source": "demo"})
    return sorted(rows, key=lambda row: (row["date"], row["currency"]))
