"""Surveys: a quarterly wave, with scores that depend on the client's health and contacts who never respond."""

from __future__ import annotations

from datetime import date

import numpy as np

from acctlib.book.demo import names
from acctlib.book.demo.calendar import Calendar, after
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client, Topic
from acctlib.book.demo.planted import Case

NEVER = 0.15  # share of contacts who never respond
ANSWERS = 0.65  # probability that any other contact responds
AFTER_WORK = 0.3  # probability that a delivered project is followed by a short survey
_SILENT: Row = {"answered_date": None, "nps": None, "csat": None, "ces": None, "comment": "", "may_quote": None}


def surveys(client: Client, calendar: Calendar, work: Rows) -> Rows:
    """Relationship survey waves, and a short survey after some of the projects, in date order."""
    if client.case is Case.NO_SURVEY:
        return []
    rng = client.stream(Topic.SURVEYS)
    rows = _waves(client, calendar, rng) + _after_work(client, work, rng)
    known = [_until(row, calendar.cut) for row in rows if client.there(row["sent_date"])]
    asked = sorted(_hushed(client, known, calendar), key=lambda row: (row["sent_date"], row["respondent"]))
    return [{**row, "survey_id": f"S-{client.client_id}-{number:04d}"} for number, row in enumerate(asked, 1)]


def _waves(client: Client, calendar: Calendar, rng: np.random.Generator) -> Rows:
    contacts = int(rng.integers(3, 9))
    never = (rng.random(contacts) < NEVER).tolist()
    rows: Rows = []
    for start in calendar.starts[:-1]:
        sent = after(start, int(rng.integers(35, 50)))
        wave = [_invitation(client, contact, sent, "relationship", rng) for contact in range(contacts)]
        rows += [{**row, **_SILENT} if silent else row for row, silent in zip(wave, never, strict=True)]
    return rows


def _after_work(client: Client, work: Rows, rng: np.random.Generator) -> Rows:
    return [
        _invitation(client, 0, after(project["delivered_date"], 3), "transactional", rng)
        for project in work
        if project["delivered_date"] and rng.random() < AFTER_WORK
    ]


def _invitation(client: Client, contact: int, sent: date, kind: str, rng: np.random.Generator) -> Row:
    """One invitation; the same random numbers are drawn whether or not it is answered."""
    draws = rng.random(8).tolist()
    said = _answer(client, sent, draws) if draws[0] < ANSWERS else _SILENT
    return {
        "client_id": client.client_id,
        "sent_date": sent,
        "respondent": f"{client.client_id}-{contact + 1}",
        "role": names.ROLES[contact],
        "kind": kind,
        **said,
    }


def _answer(client: Client, sent: date, draws: list[float]) -> Row:
    """A response from a promoter, passive or detractor; all scores and the comment are consistent."""
    group = 0 if draws[1] < client.promoter else 2 if draws[1] >= 1 - client.detractor else 1
    nps = ((9, 10), (7, 8), (0, 1, 2, 3, 4, 4, 5, 5, 6, 6))[group]
    csat = ((4, 5, 5), (3, 4, 4), (1, 2, 3))[group]
    ces = ((6, 7), (4, 5, 6), (2, 3, 4))[group]
    words = (names.GOOD, names.FAIR, names.POOR)[group]
    return {
        "answered_date": after(sent, 1 + int(draws[2] * 18)), "nps": nps[int(draws[3] * len(nps))],
        "csat": csat[int(draws[4] * len(csat))], "ces": ces[int(draws[5] * len(ces))],
        "comment": words[int(draws[6] / 0.4 * len(words))] if draws[6] < 0.4 else "", "may_quote": draws[7] < 0.6,
    }  # fmt: skip


def _until(row: Row, cut: date) -> Row:
    """Blank a response dated after the end of the data."""
    return {**row, **_SILENT} if row["answered_date"] and row["answered_date"] >= cut else row


def _hushed(client: Client, rows: Rows, calendar: Calendar) -> Rows:
    """In the last four quarters, leave one client without responses, and one with a single one to the last wave."""
    if client.case not in (Case.ONE_ANSWER, Case.SILENT):
        return rows
    since = calendar.starts[max(0, calendar.last - 3)]
    silenced = [row if row["sent_date"] < since else {**row, **_SILENT} for row in rows]
    # A late response to an earlier wave must not fall within the four quarters.
    early = [{**row, **_SILENT} if row["answered_date"] and row["answered_date"] >= since else row for row in silenced]
    if client.case is Case.SILENT:
        return early
    last = max(row["sent_date"] for row in rows if row["kind"] == "relationship")
    chosen = next(place for place, row in enumerate(rows) if row["sent_date"] == last and row["kind"] == "relationship")
    said = {"answered_date": after(last, 4), "nps": 8, "csat": 4, "ces": 5, "comment": "", "may_quote": True}
    return [*early[:chosen], {**early[chosen], **said}, *early[chosen + 1 :]]
