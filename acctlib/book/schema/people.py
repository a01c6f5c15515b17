"""People: those of the client whom we know, and our own; and what a client spends on all that work like ours does."""

from __future__ import annotations

from acctlib.book.schema.columns import Table, internal

WALLET = (
    internal("wallet_low", "number", "What it spends a year on services like ours, at least; the firm's currency",
             "money", low=0),
    internal("wallet_high", "number", "The same, at most", "money", low=0),
    internal("wallet_source", "text", "Who says so, or how it was estimated"),
    internal("wallet_date", "date", "Day of that estimate"),
)  # fmt: skip

CONTACTS = Table(
    "contacts",
    "one person of a client whom we know",
    (
        internal("contact_id", "id", "Your id of the contact", required=True),
        internal("client_id", "id", "The client", required=True),
        internal("name", "text", "The person's name", class_="restricted"),
        internal("role", "text", "What they do there"),
        internal("seniority", "choice", "How far up", choices=("executive", "manager", "specialist")),
        internal("owner", "text", "Who of us keeps the contact"),
        internal("last_contact", "date", "Day on which we last spoke"),
        internal("departed_date", "date", "First day gone; empty while there"),
    ),
    class_="internal",
)

ASSIGNMENTS = Table(
    "assignments",
    "the planned hours of one person for one project",
    (
        internal("client_id", "id", "The client it is for", required=True),
        internal("project_id", "id", "The project", required=True),
        internal("person", "id", "Who works on it, as in people", required=True),
        internal("hours", "number", "Hours planned for them in all", "hours", low=0, required=True),
    ),
    class_="internal",
)

PEOPLE = Table(
    "people",
    "one member of the team",
    (
        internal("person", "id", "Name or id", required=True),
        internal("role", "text", "What they do"),
        internal("reports_to", "id", "Whom they report to"),
        internal("weekly_hours", "number", "Hours of client work available a week", "hours", low=0),
        internal("start_date", "date", "First day"),
        internal("end_date", "date", "First day gone"),
    ),
    class_="internal",
    ordered=(("start_date", "end_date"),),
)
