"""Contracts, invoices and costs: retainers by the month, projects by stage, media passed through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.demo import names
from acctlib.book.demo.plan import RATES, Client, stream

Rows = list[dict[str, Any]]
SEASON = {1: 0.96, 2: 0.97, 3: 1.0, 4: 1.02, 5: 1.03, 6: 1.03, 7: 0.95, 8: 0.85, 9: 1.02, 10: 1.08, 11: 1.14, 12: 1.1}
ESCALATOR = 1.03


def retainers(client: Client, quarters: pd.PeriodIndex, seed: int) -> tuple[Rows, Rows]:
    """Contracts of a year each, renewed, and a monthly invoice for each month in force."""
    rng = stream(seed, client.number, 1)
    contracts: Rows = []
    revenue: Rows = []
    for place, line in enumerate(client.lines):
        share = (0.5, 0.28, 0.14, 0.08)[place]
        fee = client.size * share
        for stretch, (first, last) in enumerate(client.served):
            fee = _line(client, line, fee, (first, last, stretch), (contracts, revenue), (quarters, rng))
    return contracts, revenue


def _line(
    client: Client, line: str, fee: float, stay: tuple[pd.Period, pd.Period, int], out: tuple[Rows, Rows],
    drawn: tuple[pd.PeriodIndex, np.random.Generator],
) -> float:  # fmt: skip
    """One service line over one stay: a contract a year, the fee of each a little other than the last."""
    first, last, stretch = stay
    contracts, revenue = out
    quarters, rng = drawn
    begin = client.start if client.start > first.start_time else first.start_time
    stop = (last + 1).start_time
    term, number, before = begin, 1, ""
    while term < stop:
        over = term + pd.DateOffset(years=1)
        monthly = client.cents(fee)
        contract_id = f"K-{client.client_id}-{line[:2].upper()}{stretch}-{number:02d}"
        contracts.append(
            _contract(client, line, (contract_id, before), (term, over), (monthly, stop, quarters[-1]), rng)
        )
        revenue += _months(client, line, monthly, (term, min(over, stop)))
        before, term, number = contract_id, over, number + 1
        fee *= ESCALATOR * (1 + client.growth * float(rng.uniform(0.4, 1.6)))
    return fee


def _contract(
    client: Client, line: str, ids: tuple[str, str], term: tuple[pd.Timestamp, pd.Timestamp],
    terms: tuple[float, pd.Timestamp, pd.Period], rng: np.random.Generator,
) -> dict[str, Any]:  # fmt: skip
    monthly, stop, last = terms
    cut = (last + 1).start_time
    status = "active" if term[1] >= cut and stop >= cut else "renewed" if term[1] < stop else "ended"
    if status == "active" and client.case.startswith("will leave"):
        status = "notice"
    return {
        "contract_id": ids[0],
        "client_id": client.client_id,
        "service_line": line,
        "start_date": term[0],
        "end_date": term[1] if status != "ended" else min(term[1], stop),
        "notice_date": term[1] - pd.DateOffset(months=3),
        "annual_value": round(12 * monthly, 2),
        "currency": client.currency,
        "signed_date": term[0] - pd.Timedelta(int(rng.integers(3, 40)), "D"),
        "renewal_of": ids[1],
        "status": status,
    }


def _months(client: Client, line: str, monthly: float, term: tuple[pd.Timestamp, pd.Timestamp]) -> Rows:
    rows = []
    month = term[0].replace(day=1)
    while month < term[1]:
        begin, over = max(month, term[0]), min(month + pd.DateOffset(months=1), term[1])
        days = (month + pd.DateOffset(months=1) - month).days
        amount = (
            monthly
            if (over - begin).days == days
            else client.cents(monthly * RATES[client.currency] * (over - begin).days / days)
        )
        rows.append(_invoice(client, begin, amount, "retainer", line, round(amount * RATES[client.currency] / 110, 1)))
        month += pd.DateOffset(months=1)
    return rows


def _invoice(
    client: Client, day: pd.Timestamp, amount: float, kind: str, line: str, hours: float | None = None, credit: str = ""
) -> dict[str, Any]:
    return {
        "client_id": client.client_id, "service_date": day, "amount": amount, "kind": kind, "service_line": line,
        "currency": client.currency, "hours": hours, "credit_type": credit,
    }  # fmt: skip


def paused(client: Client, revenue: Rows, quarters: pd.PeriodIndex) -> Rows:
    """A client that pauses is not billed for two months of the quarter before last."""
    if client.case != "a pause":
        return revenue
    begin = max(quarters[0], quarters[-1] - 2).start_time
    stop = begin + pd.DateOffset(months=2)
    return [row for row in revenue if not begin <= row["service_date"] < stop]


def extras(client: Client, quarters: pd.PeriodIndex, seed: int) -> Rows:
    """Media and travel passed on, and credits: most for price, some as goodwill, few for errors."""
    rng = stream(seed, client.number, 2)
    rows: Rows = []
    media = "Media" in client.lines and rng.random() < 0.6
    for quarter in quarters:
        draws = rng.random(4)
        if not client.serves(quarter):
            continue
        middle = quarter.start_time + pd.DateOffset(months=1)
        if media:
            rows.append(
                _invoice(client, middle, client.cents(client.size * (6 + 6 * draws[0])), "pass_through", "Media")
            )
        if draws[1] < 0.5:
            rows.append(_invoice(client, middle, client.cents(120 + 900 * draws[1]), "reimbursable", client.lines[0]))
        if draws[2] < 0.12 * (1.5 - client.health):
            kind = ("price", "goodwill", "billing_error")[int(draws[3] * 3)]
            rows.append(
                _invoice(
                    client,
                    middle,
                    -client.cents(client.size * 0.12 * (0.5 + draws[3])),
                    "retainer",
                    client.lines[0],
                    None,
                    kind,
                )
            )
    if client.case == "a credit after leaving" and client.end is not None:
        rows.append(
            _invoice(
                client,
                client.end + pd.DateOffset(months=1),
                -client.cents(1234.56),
                "retainer",
                client.lines[0],
                None,
                "billing_error",
            )
        )
    return rows


def project_fees(client: Client, projects: Rows, cut: pd.Timestamp) -> Rows:
    """Half at the start, half at delivery; a cancelled project keeps the first half."""
    rows = []
    for project in projects:
        half = round(project["approved_budget"] / 2, 2 if client.currency != "JPY" else 0)
        rest = round(project["approved_budget"] - half, 2)
        hours = project["hours_planned"] / 2
        if project["start_date"] < cut:
            rows.append(
                _invoice(client, project["start_date"], half, "project", project["service_line"], round(hours, 1))
            )
        if project["delivered_date"] is not None and project["delivered_date"] < cut:
            rows.append(
                _invoice(client, project["delivered_date"], rest, "project", project["service_line"], round(hours, 1))
            )
    return rows


def costs(client: Client, revenue: Rows, seed: int) -> Rows:
    """Labour by person and month, so that the margin lies between 35 and 55 percent; less where too much is done."""
    rng = stream(seed, client.number, 3)
    share = 0.93 if client.case == "an over-serviced client" else float(rng.uniform(0.45, 0.65))
    team = [names.SPECIALISTS[(client.number + k) % len(names.SPECIALISTS)] for k in range(2)]
    months: dict[pd.Timestamp, float] = {}
    for row in revenue:
        if row["kind"] in ("retainer", "project"):
            month = row["service_date"].replace(day=1)
            months[month] = months.get(month, 0.0) + row["amount"] * RATES[row["currency"]]
    rows = []
    for month in sorted(months):
        spent = max(months[month], 500.0) * share * float(rng.uniform(0.9, 1.1)) * SEASON[month.month]
        for person, part in zip(team, (0.6, 0.4), strict=True):
            rows.append({"client_id": client.client_id, "date": month + pd.Timedelta(27, "D"), "amount": round(spent * part, 2),
                         "kind": "labour", "person": person})  # fmt: skip
    return rows
