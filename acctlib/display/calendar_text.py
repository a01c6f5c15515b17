"""Days as an iCalendar file: whole-day events, the same bytes for the same days."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from icalendar import Calendar, vText
from icalendar import Event as Component

from acctlib.display.text_safety import strip_unprintable


class _Text(vText):
    r"""Text as it was written: icalendar alone takes a typed \N, as in C:\New, for the end of a line."""

    def to_ical(self) -> bytes:
        parts = re.split(r"(?<=\\)(?=N)", self)
        return b"".join(vText(part).to_ical() for part in parts)


@dataclass(frozen=True)
class Event:
    """A whole day with a name; `key` is what makes it the same event when the file is made again."""

    day: date
    summary: str
    key: str


def calendar_text(events: Iterable[Event], stamp: date, firm: str) -> str:
    """A calendar with these events in this order.

    Parameters
    ----------
    stamp : date
        The data's last day: every event says that it was made then, so that the same book gives the same bytes.

    References
    ----------
    RFC 5545: lines end with CRLF and are folded at 75 octets; text is escaped.

    Examples
    --------
    >>> text = calendar_text([Event(date(2026, 12, 31), "Contract ends: One", "K1")], date(2026, 9, 30), "Firm")
    >>> [line for line in text.split("\\r\\n") if line.startswith(("DTSTART", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20261231', 'SUMMARY:Contract ends: One']
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _Text(f"-//acctlib//{strip_unprintable(firm)}//EN"))
    calendar.add("calscale", "GREGORIAN")
    made = datetime.combine(stamp, time(tzinfo=UTC))
    for event in events:
        calendar.add_component(_component(event, made))
    return str(calendar.to_ical(sorted=False).decode())


def _component(event: Event, made: datetime) -> Component:
    component = Component()
    component.add("uid", f"{hashlib.sha256(event.key.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}@acctlib")
    component.add("dtstamp", made)
    component.add("dtstart", event.day)
    component.add("summary", _Text(strip_unprintable(event.summary)))
    component.add("transp", "TRANSPARENT")
    return component
