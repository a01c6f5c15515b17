"""The firm's own people and their assignments."""

from __future__ import annotations

from acctlib.book.schema.columns import Table, internal

ASSIGNMENTS = Table(
    "assignments",
    "planned hours of one person on one project",
    (
        internal("client_id", "id", "Client of the project", required=True),
        internal("project_id", "id", "The project", required=True),
        internal("person", "id", "Person, as in people", required=True),
        internal("hours", "number", "Total hours planned", "hours", low=0, required=True),
    ),
    class_="internal",
)

PEOPLE = Table(
    "people",
    "one member of the team",
    (
        internal("person", "id", "Name or id", required=True),
        internal("role", "text", "Role"),
        internal("reports_to", "id", "Person they report to"),
        internal("weekly_hours", "number", "Hours available for client work per week", "hours", low=0),
        internal("start_date", "date", "First day"),
        internal("end_date", "date", "First day after leaving"),
    ),
    class_="internal",
    ordered=(("start_date", "end_date"),),
)
