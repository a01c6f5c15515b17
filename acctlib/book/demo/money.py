"""Contracts, invoices and costs: monthly retainers, seasonal usage fees, project stages and pass-through media."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from acctlib.book.demo import names
from acctlib.book.demo.calendar import SEASON, Calendar, after, later
from acctlib.book.demo.plan import ESCALATOR, RATES, Client, Stay, Topic
from acctlib.book.demo.planted import Case

Row = dict[str, Any]
Rows = list[Row]
SHARES = (0.5, 0.28, 0.14, 0.08)  # share of the retainer by service line
HOUR = 110  # hourly fee, in the firm's currency


def contracts(client: Client, calendar: Calendar) -> Rows:
    """One contract per year and service line, renewed for as long as the client stays."""
    rng = client.stream(Topic.CONTRACTS)
    return [
        contract
        for line, share in zip(client.lines, SHARES, strict=False)
        for contract in _agreed(client, line, client.size * share, calendar, rng)
    ]


def _agreed(client: Client, line: str, fee: float, calendar: Calendar, rng: np.random.Generator) -> Iterator[Row]:
    """Contracts for one service line; the fee changes slightly with each term."""
    for number, stay in enumerate(client.stays):
        before = ""
        for term, (begin, over) in enumerate(_terms(client, stay, calendar, rng), 1):
            contract_id = f"K-{client.client_id}-{line[:2].upper()}{number}-{term:02d}"
            yield {
                "contract_id": contract_id, "client_id": client.client_id, "service_line": line, "renewal_of": before,
                "signed_date": _signed(client, begin, bool(before), calendar, rng), "currency": client.currency,
                **_term(client, stay, (begin, over), client.billed(fee), calendar),
            }  # fmt: skip
            before = contract_id
            fee *= ESCALATOR * (1 + client.drift * float(rng.uniform(0.4, 1.6)))


def _terms(client: Client, stay: Stay, calendar: Calendar, rng: np.random.Generator) -> Iterator[tuple[date, date]]:
    """Contract years that overlap a stay; clients from before the data may be partway through one when it begins."""
    running = int(rng.integers(0, 12)) if client.start < stay.begin == calendar.begin else 0
    if client.case is Case.WILL_LEAVE:
        running = (10 - 3 * len(calendar.names)) % 12  # so that the contract ends two months after the data
    begin = later(stay.begin, -running)
    while begin < stay.stop:
        over = later(begin, 12)
        yield begin, over
        begin = over


def _term(client: Client, stay: Stay, term: tuple[date, date], monthly: float, calendar: Calendar) -> Row:
    """One term's dates, value and status; `monthly` and `billed` are used for the invoices."""
    begin, over = term
    if over < stay.stop:
        status = "renewed"
    elif stay.stop < calendar.cut:
        status, over = "ended", stay.stop
    else:
        status = "notice" if client.case is Case.WILL_LEAVE else "active"
    return {
        "start_date": begin, "end_date": after(over, -1), "notice_date": max(begin, later(over, -3)), "status": status,
        "annual_value": client.whole(12 * monthly), "monthly": monthly,
        "billed": Stay(max(begin, stay.begin), min(over, stay.stop)),
    }  # fmt: skip


def _signed(client: Client, begin: date, renewal: bool, calendar: Calendar, rng: np.random.Generator) -> date | None:
    """Signing date: before the term begins, or for some renewals after it, more often for less healthy clients."""
    early, slow, days = int(rng.integers(3, 40)), rng.random() < client.late / 2, int(rng.integers(1, 25))
    signed = after(begin, days) if renewal and slow else after(begin, -early)
    return signed if signed < calendar.cut else None


def retainers(client: Client, agreed: Rows) -> Rows:
    """One invoice per month of each contract; a partial month is billed by the day."""
    return [line for contract in agreed for line in _months(client, contract)]


def _months(client: Client, contract: Row) -> Iterator[Row]:
    billed, monthly = contract["billed"], contract["monthly"]
    month = billed.begin.replace(day=1)
    while month < billed.stop:
        over = later(month, 1)
        begin, stop = max(month, billed.begin), min(over, billed.stop)
        amount = client.whole(monthly * ((stop - begin).days / (over - month).days))
        line, last = contract["service_line"], after(stop, -1)
        yield _invoice(client, begin, amount, "retainer", line, hours=_hours(client, amount), service_end_date=last)
        month = over


def _hours(client: Client, amount: float) -> float:
    return round(amount * RATES[client.currency] / HOUR, 1)


def _invoice(client: Client, day: date, amount: float, kind: str, line: str, **more: Any) -> Row:
    return {
        "client_id": client.client_id, "service_date": day, "amount": amount, "kind": kind, "service_line": line,
        "currency": client.currency, **more,
    }  # fmt: skip


def usage(client: Client, calendar: Calendar) -> Rows:
    """Monthly usage-based fees for media and digital work, following the season."""
    rng = client.stream(Topic.USAGE)
    draws = rng.uniform(0.9, 1.1, len(calendar.months)).tolist()
    line = next((line for line in client.lines if line in ("Media", "Digital")), "")
    return [
        _invoice(client, month, client.billed(client.size * 0.18 * SEASON[month.month] * draw), "usage", line)
        for month, draw in zip(calendar.months, draws, strict=True)
        if line and client.there(month)
    ]


def passed_on(client: Client, calendar: Calendar) -> Rows:
    """Pass-through costs: media at two to four times the fees for some clients, and travel."""
    rng = client.stream(Topic.PASSED_ON)
    media = "Media" in client.lines and (rng.random() < 0.6 or client.number == 0)
    rows: Rows = []
    for start in calendar.starts[:-1]:
        day = later(start, 1)
        spent, travelled, travel = rng.random(3).tolist()
        if media and client.there(day):
            amount = client.billed(client.size * (14 + 12 * spent) * SEASON[day.month])
            rows.append(_invoice(client, day, amount, "pass_through", "Media"))
        if travelled < 0.5 and client.there(day):
            rows.append(_invoice(client, day, client.billed(120 + 700 * travel), "reimbursable", client.lines[0]))
    return rows


def credits(client: Client, calendar: Calendar) -> Rows:
    """Credits for price, goodwill or errors; more frequent for clients in poor health."""
    rng = client.stream(Topic.CREDITS)
    rows: Rows = []
    for start in calendar.starts[:-1]:
        given, why, much = rng.random(3).tolist()
        day = later(start, 1)
        if given < 0.12 * (1.5 - client.health) and client.there(day):
            amount = client.billed(client.size * 0.12 * (0.5 + much))
            kind = names.CREDITS[int(why * len(names.CREDITS))]
            rows.append(_invoice(client, day, -amount, "retainer", client.lines[0], credit_type=kind))
    if client.case is Case.CREDIT and client.end:
        day, amount = later(client.end, 1), client.billed(1234.56)
        rows.append(_invoice(client, day, -amount, "retainer", client.lines[0], credit_type="billing_error"))
    return rows


def project_fees(client: Client, projects: Rows) -> Rows:
    """Project fees: half the approved budget at the start, the rest at delivery; if cancelled, only the first half."""
    rows: Rows = []
    for project in projects:
        half = parts(project["approved_budget"], 2, client)[0]
        rest = client.whole(project["fees_at_completion"] - half)
        hours = round(project["hours_planned"] / 2, 1)
        stages = [(project["start_date"], half), (project["delivered_date"], rest)]
        rows += [
            _invoice(client, day, fee, "project", project["service_line"], hours=hours) for day, fee in stages if day
        ]
    return rows


def parts(amount: float, count: int, client: Client) -> list[float]:
    """Split an amount into nearly equal parts that add up to it exactly, in minor units."""
    marks = [client.whole(amount * k / count) for k in range(count + 1)]
    return [client.whole(high - low) for low, high in pairwise(marks)]


def paused(client: Client, revenue: Rows, calendar: Calendar) -> Rows:
    """For the pausing client, keep only project fees during the first two months of the last quarter but one."""
    if client.case is not Case.PAUSE:
        return revenue
    begin = calendar.starts[calendar.last - 1]
    stop = later(begin, 2)
    return [row for row in revenue if row["kind"] == "project" or not begin <= row["service_date"] < stop]


def costs(client: Client, revenue: Rows) -> Rows:
    """Labour costs by person and month, for a margin of 35 to 55 percent, or almost none if over-serviced."""
    rng = client.stream(Topic.COSTS)
    drawn = float(rng.uniform(0.47, 0.63))
    share = 0.93 if client.case is Case.OVER_SERVICED else drawn
    fees: dict[date, float] = {}
    for row in revenue:
        if row["kind"] not in names.PASSED:
            month = row["service_date"].replace(day=1)
            fees[month] = fees.get(month, 0.0) + row["amount"] * RATES[row["currency"]]
    return [
        {"client_id": client.client_id, "date": after(month, 27), "amount": round(spent * part, 2), "kind": "labour", "person": person}
        for month in sorted(fees)
        for spent in [max(fees[month], 500.0) * share * float(rng.uniform(0.9, 1.1))]
        for person, part in zip(names.team(client.number), (0.6, 0.4), strict=True)
    ]  # fmt: skip
