"""Projects and their milestones."""

from __future__ import annotations

from acctlib.book.schema.columns import OWNER, SERVICE, Table, client, internal

PROJECTS = Table(
    "projects",
    "one project or delivery",
    (
        client("project_id", "id", "Your project id", required=True),
        OWNER,
        client("name", "text", "Name as the client knows it", required=True),
        SERVICE,
        client("start_date", "date", "First day of work"),
        client("committed_date", "date", "Original due date"),
        client("agreed_date", "date", "Latest agreed due date"),
        client("delivered_date", "date", "Date delivered"),
        client("accepted_date", "date", "Date accepted by the client"),
        client("budget", "money", "Fees originally agreed", "money", low=0),
        client("approved_budget", "money", "Fees agreed, including all changes", "money", low=0),
        client(
            "fees_at_completion",
            "money",
            "Fees invoiced at completion, or forecast for it",
            "money",
            low=0,
        ),
        internal("cost", "money", "Cost of the work done, at agreed rates", "money", low=0),
        client("hours_planned", "number", "Hours contracted", "hours", low=0),
        internal("hours_actual", "number", "Hours worked", "hours", low=0),
        client(
            "status",
            "choice",
            "Status of the project",
            choices=("planned", "active", "on_hold", "delivered", "cancelled"),
        ),
        client("cancel_reason", "choice", "Who cancelled it", choices=("client", "us", "other")),
        client("late_reason", "text", "Reason for delay, in words that the client may read"),
    ),
    ordered=(
        ("start_date", "committed_date"),
        ("start_date", "delivered_date"),
        ("delivered_date", "accepted_date"),
    ),
)

MILESTONES = Table(
    "milestones",
    "one milestone of a project",
    (
        client("milestone_id", "id", "Your id of the milestone", required=True),
        client("project_id", "id", "The project it belongs to", required=True),
        client("name", "text", "Name of the milestone"),
        client("due_date", "date", "Original due date"),
        client("done_date", "date", "Date met"),
        client("weight", "number", "Share of the project's work", "share", low=0),
        client("planned_value", "money", "Planned value (PV)", "money", low=0),
        client("earned_value", "money", "Earned value (EV)", "money", low=0),
        internal("actual_cost", "money", "Actual cost (AC)", "money", low=0),
    ),
)
