"""What was drawn, for whoever wants to know whether it is found again."""

from __future__ import annotations

from typing import Any

import pandas as pd

from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import MINOR, Client
from acctlib.periods import name

WHERE = {
    "a pause": ("revenue.csv", "no retainer invoices for two months of the quarter before last"),
    "a credit after leaving": ("revenue.csv", "a credit of 1234.56 two months after end_date"),
    "no survey": ("surveys.csv", "no row"),
    "one answer": ("surveys.csv", "one answer to the relationship survey in the last four quarters"),
    "an overdue open project": (
        "projects.csv",
        "the last project is open, committed in the middle of the last quarter",
    ),
    "a mid-quarter start": ("clients.csv", "start_date on the 15th of a quarter's second month"),
    "a return after leaving": ("revenue.csv", "no invoice for five quarters, then again"),
    "a merger": ("clients.csv", "parent_id names the survivor"),
    "no projects": ("projects.csv", "no row"),
    "will leave: notice given in the last quarter": ("contracts.csv", "status notice"),
    "an over-serviced client": ("projects.csv", "hours_actual far above hours_planned"),
}


def truth(clients: list[Client], revenue: Rows, quarters: pd.PeriodIndex, seed: int) -> dict[str, Any]:
    """Latent probabilities of each client, planted cases, and sums in minor units as they were drawn."""
    return {
        "seed": seed,
        "quarters": [name(quarter) for quarter in quarters],
        "planted": [_planted(client) for client in clients if client.case],
        "clients": {client.client_id: _latent(client) for client in clients},
        "fee_income_minor_units": _fees(revenue, quarters),
        "clients_served": {name(q): sum(client.serves(q) for client in clients) for q in quarters},
    }


def _planted(client: Client) -> dict[str, str]:
    where, what = WHERE.get(client.case, ("clients.csv", "currency" if "currency" in client.case else "nothing hard"))
    return {"case": client.case, "client_id": client.client_id, "where": where, "what": what}


def _latent(client: Client) -> dict[str, Any]:
    promoter, detractor = client.promoter, client.detractor
    return {
        "health": client.health,
        "promoter": promoter,
        "passive": round(1 - promoter - detractor, 4),
        "detractor": detractor,
        "nps": round(100 * (promoter - detractor), 2),
        "churn_hazard": client.hazard,
        "retainer_drift": client.growth,
        "late": client.lateness,
    }


def _fees(revenue: Rows, quarters: pd.PeriodIndex) -> dict[str, dict[str, int]]:
    """Fee income by quarter and currency, in whole minor units, summed as integers."""
    sums: dict[str, dict[str, int]] = {name(q): {} for q in quarters}
    for row in revenue:
        if row["kind"] in ("pass_through", "reimbursable"):
            continue
        at = name(pd.Period(row["service_date"], freq=quarters.freqstr))
        code = row["currency"]
        sums.setdefault(at, {})
        sums[at][code] = sums[at].get(code, 0) + round(row["amount"] * 10 ** MINOR.get(code, 2))
    return sums
