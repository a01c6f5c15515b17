"""Contacts at a client, and its total spending with firms like ours."""

from __future__ import annotations

from datetime import date

from acctlib.book.demo import names
from acctlib.book.demo.calendar import Calendar, after
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client, Topic
from acctlib.book.demo.planted import Case

SENIORITY = {"Marketing director": "executive", "Managing director": "executive", "Product lead": "specialist"}
FIRST = ("Ada", "Bruno", "Chiara", "Daniel", "Esra", "Felix", "Greta", "Hugo", "Ines", "Jonas")
LAST = ("Albers", "Boucher", "Conti", "Dahl", "Ekström", "Farkas", "Gruber", "Horvat", "Iversen")
SOURCES = ("their annual report", "their procurement, in a pitch", "trade press estimate")


def contacts(client: Client, calendar: Calendar) -> Rows:
    """Two to five contacts, survey respondents first; the single-threaded client has only one who has not left."""
    rng = client.stream(Topic.CONTACTS)
    draws = rng.random((int(rng.integers(2, 6)), 4)).tolist()
    if not client.stays_on(calendar):
        return []
    return [_contact(client, number, draw, calendar.cut) for number, draw in enumerate(draws)]


def _contact(client: Client, number: int, draw: list[float], cut: date) -> Row:
    who, spoke, gone, left = draw
    ours = (client.manager, client.manager, client.supervisor, names.team(client.number)[0])
    departs = number > 0 if client.case is Case.ONE_ANSWER else gone < 0.12 and number > 0
    departed = after(cut, -1 - int(left * 80))
    day = after(departed if departs else cut, -1 - int(spoke * spoke * 200))
    role = names.ROLES[number]
    told = len(FIRST) * client.number + int(who * len(FIRST))
    return {
        "contact_id": f"{client.client_id}-{number + 1}", "client_id": client.client_id,
        "name": f"{FIRST[told % len(FIRST)]} {LAST[(told // 3 + number) % len(LAST)]}", "role": role,
        "seniority": SENIORITY.get(role, "manager"), "owner": ours[int(who * len(ours))],
        "last_contact": max(day, client.start), "departed_date": max(departed, client.start) if departs else None,
    }  # fmt: skip


def wallet(client: Client, calendar: Calendar) -> Row:
    """A range for roughly every second client; unknown for the others."""
    known, size, width, source, days = client.stream(Topic.WALLET).random(5).tolist()
    if known > 0.55 or not client.stays_on(calendar):
        return {}
    low = round(12 * client.size * (1.4 + 4 * size), -4)
    return {
        "wallet_low": low, "wallet_high": round(low * (1.2 + width), -4), "wallet_source": SOURCES[int(source * len(SOURCES))],
        "wallet_date": max(after(calendar.cut, -1 - int(days * 500)), client.start),
    }  # fmt: skip
