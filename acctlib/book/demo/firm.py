"""What belongs to the firm and not to one client: its people, and exchange rates."""

from __future__ import annotations

import pandas as pd

from acctlib.book.demo import names
from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import RATES, stream

FIRM = 1_000_000  # a number that no client has: the firm's own random numbers


def people() -> Rows:
    """Supervisors, the managers who report to them, and specialists."""
    begin = pd.Timestamp(2019, 1, 1)
    team = [(who, "Account supervisor", "") for who in names.SUPERVISORS]
    team += [
        (who, "Account manager", names.SUPERVISORS[k % len(names.SUPERVISORS)]) for k, who in enumerate(names.MANAGERS)
    ]
    team += [(who, "Specialist", names.MANAGERS[k % len(names.MANAGERS)]) for k, who in enumerate(names.SPECIALISTS)]
    return [
        {
            "person": who,
            "role": role,
            "reports_to": boss,
            "weekly_hours": 36 if role != "Specialist" else 32,
            "start_date": begin,
            "end_date": None,
        }
        for who, role, boss in team
    ]


def rates(quarters: pd.PeriodIndex, seed: int) -> Rows:
    """A rate for each currency on the first of each month, walking a little from one to the next."""
    months = pd.date_range(quarters[0].start_time - pd.DateOffset(years=1), (quarters[-1] + 1).start_time, freq="MS")
    rows: Rows = []
    for place, code in enumerate(sorted(set(RATES) - {"EUR"})):
        steps = stream(seed, FIRM, place).normal(0, 0.008, len(months))
        level = RATES[code]
        for month, step in zip(months, steps, strict=True):
            level *= 1 + float(step)
            rows.append({"date": month, "currency": code, "rate": round(level, 6), "source": "demo"})
    return sorted(rows, key=lambda row: (row["date"], row["currency"]))
