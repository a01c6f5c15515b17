"""Supervisors' renewal forecasts, made half a year and a quarter before each contract ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from acctlib.book.demo.calendar import Calendar, after, later
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client, Topic
from acctlib.book.demo.planted import Case

EARLY, LATE = 6, 3  # months before the end
SAID = 0.85  # probability that a forecast is made
REASONS = {
    "renew": "Budget for next year is confirmed",
    "at_risk": "New director is questioning value for money",
    "lost": "Work is being taken in-house",
    "monitor": "Too early: budget planning starts next month",
}
# Forecasts for the clients with planted forecasts, in place of random ones.
PLANTED = {
    Case.WILL_LEAVE: ("renew", "Director is supportive; notice seen as a procurement formality"),
    Case.NO_PROJECTS: ("at_risk", "No new briefs; two stakeholders are questioning the fee"),
}


def calls(client: Client, agreed: Rows, calendar: Calendar) -> Rows:
    """Renewal forecasts for every contract that neared its end within the data, in date order."""
    rng = client.stream(Topic.CALLS)
    said = [row for contract in agreed for row in _calls(client, contract, calendar, rng)]
    return sorted(said, key=lambda row: (row["called_on"], row["contract_id"]))


def _calls(client: Client, contract: Row, calendar: Calendar, rng: np.random.Generator) -> Iterator[Row]:
    for months in (EARLY, LATE):
        heard, mood, days = rng.random(3).tolist()
        day = after(later(after(contract["end_date"], 1), -months), -3 - int(days * 14))
        word, reason = PLANTED.get(client.case, ("", ""))
        if not word:
            word = _word(client, contract["status"] == "ended", months, mood)
            reason = REASONS[word]
        known = max(calendar.begin, contract["start_date"]) <= day < calendar.cut
        if known and client.there(day) and (heard < SAID or client.case in PLANTED):
            yield _row(client, contract, day, word, reason)


def _word(client: Client, ends: bool, months: int, mood: float) -> str:
    """Draw a forecast: half a year ahead, one in four is undecided; a quarter ahead, most losses are foreseen."""
    if months == EARLY and mood > 0.75:
        return "monitor"
    if ends:
        return "lost" if mood < (0.2 if months == EARLY else 0.6) else "at_risk" if mood < 0.7 else "renew"
    return "renew" if mood < 0.3 + 0.45 * client.health else "at_risk"


def _row(client: Client, contract: Row, day: date, word: str, reason: str) -> Row:
    return {
        "client_id": client.client_id, "contract_id": contract["contract_id"], "called_on": day,
        "caller": client.supervisor, "call": word, "reason": reason,
    }  # fmt: skip
