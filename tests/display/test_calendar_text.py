"""RFC 5545: what a calendar is made of."""

from datetime import date

import pytest

from acctlib.display.calendar_text import Event, calendar_text

EVENTS = [Event(date(2026, 12, 31), "Contract ends: One; Two, Media, print", "K1|end")]


def made() -> str:
    return calendar_text(EVENTS, date(2026, 9, 30), "Firm")


def test_text_is_escaped_and_lines_end_as_they_must():
    text = made()
    assert "DTSTART;VALUE=DATE:20261231\r\n" in text
    assert "DTSTAMP:20260930T000000Z\r\n" in text
    assert "SUMMARY:Contract ends: One\\; Two\\, Media\\, print\r\n" in text
    assert text.replace("\r\n", "").count("\n") == 0
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_same_days_give_the_same_bytes():
    assert made() == made()


@pytest.mark.parametrize("name", ["x" * 300, "東" * 100, "é" * 74, "x" * 66, "x" * 67, ""])
def test_folded_lines_are_short_and_unfold_to_the_same(name):
    text = calendar_text([Event(date(2026, 12, 31), name, "K1")], date(2026, 9, 30), "Firm")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"\r\nSUMMARY:{name}\r\n" in text.replace("\r\n ", "")


@pytest.mark.parametrize("given", ["firm", "summary"])
def test_a_line_break_in_a_name_cannot_begin_a_property(given):
    name = "a\r\nATTENDEE:x\rATTENDEE:y\nATTENDEE:z"
    firm, summary = (name, "One") if given == "firm" else ("Firm", name)
    lines = calendar_text([Event(date(2026, 12, 31), summary, "K1")], date(2026, 9, 30), firm).splitlines()
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert len(lines) == 12
