"""Internal: our contacts at the client, who owns each relationship, and single-threading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Formatter, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts.satisfaction.relationship import known_contacts, relationships
from acctlib.phrases import phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

THREADS: dict[str, tuple[str, State]] = {
    "nobody": (phrase("no active contact"), "bad"),
    "one_contact": (phrase("single-threaded (one contact)"), "bad"),
    "one_owner": (phrase("single-threaded (one owner on our side)"), "watch"),
    "unknown": (phrase("unknown: contacts without an owner"), "unknown"),
    "broad": (phrase("multi-threaded"), "good"),
}
SENIORITY = {"executive": phrase("executive"), "manager": phrase("manager"), "specialist": phrase("specialist")}
RANK = {"executive": 0, "manager": 1, "specialist": 2}


def contact_map(review: ClientPage) -> Block:
    """Each contact, most senior first and departed ones last, and a note on how broad the relationship is."""
    translate, contacts = review.formatter.translate, known_contacts(review.prepared)
    if contacts is None:
        return Note(translate("Relationships not available: no contacts are recorded."))
    if contacts.empty:
        return Note(translate("Relationships not available: no contact of this client is listed."))
    day = pd.Timestamp(review.context.covered_to)
    gone = contacts["departed_date"] <= day
    order = contacts.assign(gone=gone, rank=contacts["seniority"].map(RANK).astype("float64").fillna(len(RANK)))
    rows = tuple(_person(review, row, day) for _, row in order.sort_values(["gone", "rank", "contact_id"]).iterrows())
    columns = (
        TableColumn(translate("Contact"), width=2), TableColumn(translate("Role"), width=2),
        TableColumn(translate("Seniority"), width=1.2),
        TableColumn(translate("Relationship owner"), width=1.6), TableColumn(translate("Last contact"), width=2.2),
        TableColumn(translate("Status"), width=1.4),
    )  # fmt: skip
    return group((Table(columns, rows), *_breadth(review)))


def _person(review: ClientPage, row: pd.Series, day: pd.Timestamp) -> tuple[TableCell, ...]:
    formatter, gone = review.formatter, bool(row["gone"])
    nobody = TableCell(formatter.translate("nobody named"), state=None if gone else "unknown", muted=gone)
    return (
        TableCell(_text(row["name"], str(row["contact_id"])), muted=gone),
        TableCell(_text(row["role"], formatter.unknown), muted=gone),
        TableCell(formatter.translate(SENIORITY.get(row["seniority"], formatter.unknown)), muted=gone),
        TableCell(row["owner"], muted=gone) if isinstance(row["owner"], str) else nobody,
        TableCell(_spoken(formatter, row["last_contact"], day), muted=gone),
        TableCell(formatter.translate("departed"), state="bad")
        if gone
        else TableCell(formatter.translate("active"), state="good"),
    )


def _spoken(formatter: Formatter, when: pd.Timestamp, day: pd.Timestamp) -> str:
    """The date and how long ago it was; unknown if after the end of the data."""
    if pd.isna(when) or when > day:
        return formatter.unknown
    ago = formatter.count((day - when).days, "{n} day ago", "{n} days ago")
    return formatter.translate("{day}, {ago}", day=formatter.day(when), ago=ago)


def _breadth(review: ClientPage) -> list[Block]:
    found = relationships(review.prepared)
    if found is None or found.empty:
        return []
    formatter, row = review.formatter, found.iloc[0]
    active, owners = (int(review.facts[name].value or 0) for name in ("active_contacts", "contact_owners"))
    known = formatter.count(active, "{n} active contact", "{n} active contacts")
    ours = formatter.count(owners, "held by {n} of our team", "held by {n} of our team")
    said = formatter.translate("{known} {ours}.", known=known, ours=ours)
    thread = sentence(formatter.translate(THREADS[row["thread"]][0]))
    return [Note(f"{thread}. {said} {_top(review, bool(row['executives']))}")]


def sentence(text: str) -> str:
    """Capitalise the first letter."""
    return text[:1].upper() + text[1:]


def _top(review: ClientPage, any_there: bool) -> str:
    formatter, days = review.formatter, review.facts["executive_silence"].value
    if not any_there:
        return formatter.translate("No executive is among them.")
    if days is None:
        return formatter.translate("Last executive contact: not recorded.")
    one, many = "Last executive contact: {n} day ago.", "Last executive contact: {n} days ago."
    return formatter.count(int(days), one, many)


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and value else otherwise
