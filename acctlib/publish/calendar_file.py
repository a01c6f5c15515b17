"""Renewals as an iCalendar file: the day a contract ends, and the last day on which notice can be given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

import pandas as pd

from acctlib.publish.characters import readable

WIDTH = 73  # octets of a line before it is folded: RFC 5545 allows 75 with its end


def renewal_calendar(contracts: pd.DataFrame, names: pd.Series, after: date, firm: str) -> str:
    """Whole-day events of all contracts that end, or can be given notice, after a day.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `contract_id`, `client_id`, `end_date`, `notice_date`, `service_line`, `status`.
    names : Series[client_id -> name]
        What the clients are called.
    after : date
        The data's last day; it is also the stamp of every event, so that the same book gives the same bytes.

    Notes
    -----
    - Drafts, and contracts that another one continues, have no event.

    References
    ----------
    RFC 5545: lines end with CRLF and are folded at 75 octets; text is escaped.
    """
    signed = set(contracts["renewal_of"].dropna()) if "renewal_of" in contracts else set()
    running = contracts[~contracts["contract_id"].isin(signed)]
    if "status" in running:
        running = running[~running["status"].isin(["draft", "ended"])]
    days = [("end_date", "Contract ends"), ("notice_date", "Last day for notice")]
    events = [
        (row[column].date(), said, row)
        for column, said in days
        if column in running
        for _, row in running[running[column] > pd.Timestamp(after)].iterrows()
    ]
    ordered = sorted(events, key=lambda event: (event[0], str(event[2]["contract_id"]), event[1]))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//acctlib//{escaped(firm)}//EN", "CALSCALE:GREGORIAN"]
    for day, said, row in ordered:
        lines += _event(day, said, row, str(names.get(row["client_id"], row["client_id"])), after)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def _event(day: date, said: str, row: pd.Series, client: str, stamp: date) -> list[str]:
    key = hashlib.sha256(f"{row['contract_id']}|{said}".encode()).hexdigest()[:24]
    line = row["service_line"] if isinstance(row.get("service_line"), str) else row["contract_id"]
    return [
        "BEGIN:VEVENT",
        f"UID:{key}@acctlib",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{escaped(f'{said}: {client}, {line}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    r"""Text as a calendar takes it.

    >>> escaped("A; B, C\nD")
    'A\\; B\\, C\\nD'
    """
    plain = readable(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, none cut inside a character; each but the first begins with a space."""
    part = ""
    for character in line:
        if len((part + character).encode()) > WIDTH:
            yield part
            part = " "
        part += character
    yield part
