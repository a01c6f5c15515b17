"""Clients and their contacts."""

from __future__ import annotations

from acctlib.book.schema.columns import Table, client, internal

_WALLET = (
    internal("wallet_low", "number", "Lower estimate of annual spend on services like ours; in the firm's currency",
             "money", low=0),
    internal("wallet_high", "number", "Upper estimate of the same", "money", low=0),
    internal("wallet_source", "text", "Source or method of the estimate"),
    internal("wallet_date", "date", "Date of the estimate"),
)  # fmt: skip


CLIENTS = Table(
    "clients",
    "one client",
    (
        client("client_id", "id", "Your client id; text, leading zeros count", required=True),
        client("name", "text", "Name as printed on the review", required=True),
        client("segment", "text", "Industry or size group"),
        client("region", "text", "Where the client is"),
        internal("tier", "text", "Your ranking of the client"),
        client("currency", "text", "ISO 4217 code the client is billed in"),
        client("locale", "text", "Language and country for numbers and dates, e.g. de_DE"),
        client("calendar", "text", "Country or region whose public holidays are excluded, e.g. DE-BY"),
        client("start_date", "date", "First day of the relationship"),
        client("end_date", "date", "First day after the relationship ended; empty while it lasts"),
        internal("end_reason", "text", "Why it ended"),
        internal("parent_id", "id", "Client that this one was merged into"),
        internal("group", "text", "Corporate group; clients of one group are not peers of each other"),
        client("supervisor", "text", "Account supervisor"),
        client("manager", "text", "Account manager"),
        *_WALLET,
    ),
    required=True,
    ordered=(("start_date", "end_date"),),
)

CONTACTS = Table(
    "contacts",
    "one contact at a client",
    (
        internal("contact_id", "id", "Your contact id", required=True),
        internal("client_id", "id", "The client", required=True),
        internal("name", "text", "The person's name", class_="restricted"),
        internal("role", "text", "Role at the client"),
        internal("seniority", "choice", "Seniority", choices=("executive", "manager", "specialist")),
        internal("owner", "text", "Relationship owner on our side"),
        internal("last_contact", "date", "Date of last contact"),
        internal("departed_date", "date", "First day after leaving; empty while there"),
    ),
    class_="internal",
)
