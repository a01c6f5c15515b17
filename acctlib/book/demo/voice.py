"""Surveys: a wave each quarter, contacts who answer by their client's health, and contacts who never do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.demo import names
from acctlib.book.demo.money import Rows
from acctlib.book.demo.plan import Client, stream

ANSWERS = 0.58


def surveys(client: Client, quarters: pd.PeriodIndex, work: Rows, seed: int) -> Rows:
    """Relationship waves, and a short survey after some of the projects."""
    if client.case == "no survey":
        return []
    rng = stream(seed, client.number, 6)
    contacts = int(rng.integers(3, 9))
    silent = rng.random(contacts) < 0.15
    rows: Rows = []
    for quarter in quarters:
        sent = quarter.start_time + pd.Timedelta(int(rng.integers(35, 50)), "D")
        for contact in range(contacts):
            drawn = _answer(client, sent, bool(silent[contact]), rng)
            if client.serves(quarter):
                rows.append(_row(client, contact, drawn, "relationship"))
    for project in work:
        drawn = _answer(
            client, (project["delivered_date"] or quarters[0].start_time) + pd.Timedelta(3, "D"), False, rng
        )
        if project["delivered_date"] is not None and rng.random() < 0.3:
            rows.append(_row(client, 0, drawn, "transactional"))
    cut = (quarters[-1] + 1).start_time
    known = [_until(row, cut) for row in rows if row["sent_date"] < cut]
    return [
        {**row, "survey_id": f"S-{client.client_id}-{number:04d}"}
        for number, row in enumerate(_one(client, known, quarters[-1]), 1)
    ]


def _answer(client: Client, sent: pd.Timestamp, silent: bool, rng: np.random.Generator) -> dict[str, Any]:
    """One invitation; the same draws are made whether it is answered or not."""
    draws = rng.random(7)
    answered = not silent and draws[0] < ANSWERS
    kind = 0 if draws[1] < client.promoter else 2 if draws[1] > 1 - client.detractor else 1
    nps = ((9, 10), (7, 8), (2, 3, 4, 5, 6))[kind]
    csat = (4 + (draws[3] < 0.7), 3 + (draws[3] < 0.7), 1 + int(draws[3] * 3))[kind]
    ces = (6 + (draws[4] < 0.5), 4 + int(draws[4] * 3), 2 + int(draws[4] * 3))[kind]
    words = (names.GOOD, names.FAIR, names.POOR)[kind]
    return {
        "sent_date": sent, "answered_date": sent + pd.Timedelta(1 + int(draws[2] * 18), "D") if answered else None,
        "nps": nps[int(draws[2] * len(nps))], "csat": int(csat), "ces": int(ces),
        "comment": words[int(draws[5] * len(words))] if draws[6] < 0.4 else "", "may_quote": draws[5] < 0.6,
    }  # fmt: skip


def _row(client: Client, contact: int, drawn: dict[str, Any], kind: str) -> dict[str, Any]:
    said = drawn if drawn["answered_date"] is not None else {**drawn, **_SILENT}
    role = names.ROLES[contact % len(names.ROLES)]
    return {
        "client_id": client.client_id,
        "respondent": f"{client.client_id}-{contact + 1}",
        "role": role,
        "kind": kind,
        **said,
    }


_SILENT = {"answered_date": None, "nps": None, "csat": None, "ces": None, "comment": "", "may_quote": None}


def _until(row: dict[str, Any], cut: pd.Timestamp) -> dict[str, Any]:
    """An answer after the data's end has not come yet."""
    return {**row, **_SILENT} if row["answered_date"] is not None and row["answered_date"] >= cut else row


def _one(client: Client, rows: Rows, last: pd.Period) -> Rows:
    """One client answered once in the last four quarters."""
    if client.case != "one answer":
        return rows
    recent = [r for r in rows if r["sent_date"] >= (last - 3).start_time and r["kind"] == "relationship"]
    answered = [r for r in recent if r["answered_date"] is not None]
    keep = answered[-1] if answered else None
    out = [{**r, **_SILENT} if r in recent and r is not keep else r for r in rows]
    if keep is None and recent:
        spoken = {"answered_date": recent[-1]["sent_date"] + pd.Timedelta(4, "D"), "nps": 8, "csat": 4, "ces": 5}
        out[rows.index(recent[-1])] = {**recent[-1], **_SILENT, **spoken}
    return out
