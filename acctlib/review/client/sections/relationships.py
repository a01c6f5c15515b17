"""Internal: whom we know at the client, through whom of us, and what hangs on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Reader, State, Table, group
from acctlib.facts.satisfaction.relationship import known_contacts, relationships
from acctlib.words import phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

THREADS: dict[str, tuple[str, State]] = {
    "nobody": (phrase("nobody: all we knew have departed"), "bad"),
    "one_contact": (phrase("single thread: one contact"), "bad"),
    "one_owner": (phrase("single thread: one of us keeps all contacts"), "watch"),
    "unknown": (phrase("unknown: contacts without an owner"), "unknown"),
    "broad": (phrase("broad"), "good"),
}
SENIORITY = {"executive": phrase("executive"), "manager": phrase("manager"), "specialist": phrase("specialist")}
RANK = {"executive": 0, "manager": 1, "specialist": 2}


def contact_map(review: ClientPage) -> Block:
    """Each person, the top first and those who left last; then how broad the contact is in a sentence."""
    say, contacts = review.reader.say, known_contacts(review.frames, review.terms)
    if contacts is None:
        return Note(say("Who knows whom is unknown: the firm keeps no contacts."))
    if contacts.empty:
        return Note(say("Who knows whom is unknown: no contact of this client is listed."))
    day = pd.Timestamp(review.terms.covered_to)
    gone = contacts["departed_date"] <= day
    order = contacts.assign(gone=gone, rank=contacts["seniority"].map(RANK).astype("float64").fillna(len(RANK)))
    rows = tuple(_person(review, row, day) for _, row in order.sort_values(["gone", "rank", "contact_id"]).iterrows())
    columns = (
        Col(say("Contact"), width=2), Col(say("Role"), width=2), Col(say("How far up"), width=1.2),
        Col(say("Kept by"), width=1.6), Col(say("Last spoken to"), width=2.2), Col(say("There"), width=1.4),
    )  # fmt: skip
    return group((Table(columns, rows), *_breadth(review)))


def _person(review: ClientPage, row: pd.Series, day: pd.Timestamp) -> tuple[Cell, ...]:
    reader, gone = review.reader, bool(row["gone"])
    nobody = Cell(reader.say("nobody named"), state=None if gone else "unknown", muted=gone)
    return (
        Cell(_text(row["name"], str(row["contact_id"])), muted=gone),
        Cell(_text(row["role"], reader.unknown), muted=gone),
        Cell(reader.told(SENIORITY.get(row["seniority"], reader.unknown)), muted=gone),
        Cell(row["owner"], muted=gone) if isinstance(row["owner"], str) else nobody,
        Cell(_spoken(reader, row["last_contact"], day), muted=gone),
        Cell(reader.say("departed"), state="bad") if gone else Cell(reader.say("active"), state="good"),
    )


def _spoken(reader: Reader, when: pd.Timestamp, day: pd.Timestamp) -> str:
    """The day with its age; one after the data's end is not known yet."""
    if pd.isna(when) or when > day:
        return reader.unknown
    ago = reader.count((day - when).days, "{n} day ago", "{n} days ago")
    return reader.say("{day}, {ago}", day=reader.day(when), ago=ago)


def _breadth(review: ClientPage) -> list[Block]:
    found = relationships(review.frames, review.terms)
    if found is None or found.empty:
        return []
    reader, row = review.reader, found.iloc[0]
    active, owners = (int(review.facts[name].value or 0) for name in ("active_contacts", "contact_owners"))
    known = reader.count(active, "{n} active contact", "{n} active contacts")
    ours = reader.count(owners, "through {n} of us", "through {n} of us")
    said = reader.say("{known} {ours}.", known=known, ours=ours)
    thread = sentence(reader.told(THREADS[row["thread"]][0]))
    return [Note(f"{thread}. {said} {_top(review, bool(row['executives']))}")]


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _top(review: ClientPage, any_there: bool) -> str:
    reader, days = review.reader, review.facts["executive_silence"].value
    if not any_there:
        return reader.say("No executive is among them.")
    if days is None:
        return reader.say("When an executive was last spoken to is unknown.")
    one, many = "An executive was last spoken to {n} day ago.", "An executive was last spoken to {n} days ago."
    return reader.count(int(days), one, many)


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and value else otherwise
