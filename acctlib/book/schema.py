"""Every table and column the kit knows: type, unit, meaning, and who may read it.

The class of a column is an allow-list: a client edition loads `client` columns and nothing else,
so a column that is added here stays in the house until somebody says otherwise. `restricted`
columns (people's names in confidence) are for internal editions that suppress small groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from acctlib.book.columns import EDITIONS, KEYS, Class, Column, Table, Type

__all__ = ["CREDIT_TYPES", "EDITIONS", "KEYS", "REVENUE_KINDS", "TABLES", "Class", "Column", "Table", "Type"]

REVENUE_KINDS = ("retainer", "project", "usage", "pass_through", "reimbursable")
CREDIT_TYPES = ("price", "goodwill", "billing_error")


def _c(name: str, type: Type, meaning: str, unit: str = "", *, class_: Class = "client", **rest: object) -> Column:
    return Column(name, type, meaning, unit, class_, **rest)  # type: ignore[arg-type]


def _i(name: str, type: Type, meaning: str, unit: str = "", *, class_: Class = "internal", **rest: object) -> Column:
    return Column(name, type, meaning, unit, class_, **rest)  # type: ignore[arg-type]


_CLIENT = _c("client_id", "id", "The client it belongs to", required=True)
_CURRENCY = _c("currency", "text", "ISO 4217 code of the amounts; the client's where empty")
_SERVICE = _c("service_line", "text", "Line of service sold, as the client knows it")

_TABLES = (
    Table(
        "clients",
        "one client",
        (
            _c("client_id", "id", "Your own id of the client; text, leading zeros count", required=True),
            _c("name", "text", "Name as it shall stand on the review", required=True),
            _c("segment", "text", "Industry or size group"),
            _c("region", "text", "Where the client is"),
            _i("tier", "text", "Our own ranking of the client"),
            _c("currency", "text", "ISO 4217 code the client is billed in"),
            _c("locale", "text", "Language and country for numbers and dates, like de_DE"),
            _c("start_date", "date", "First day of the relationship"),
            _c("end_date", "date", "First day without it; empty while it lasts"),
            _i("end_reason", "text", "Why it ended"),
            _i("parent_id", "id", "The client this one was merged into"),
            _c("supervisor", "text", "Account supervisor"),
            _c("manager", "text", "Account manager"),
        ),
        required=True,
        ordered=(("start_date", "end_date"),),
    ),
    Table(
        "contracts",
        "one contract, renewal included as a contract of its own",
        (
            _c("contract_id", "id", "Your id of the contract", required=True),
            _CLIENT,
            _SERVICE,
            _c("start_date", "date", "First day of the term", required=True),
            _c("end_date", "date", "Day on which it ends or is due for renewal"),
            _i("notice_date", "date", "Last day on which notice can be given"),
            _c("annual_value", "money", "Fees a year as agreed", "money", low=0),
            _CURRENCY,
            _c("signed_date", "date", "Day of the last signature"),
            _c("renewal_of", "id", "The contract that it continues"),
            _c(
                "status",
                "choice",
                "State of the contract",
                choices=("draft", "active", "paused", "notice", "ended", "renewed"),
            ),
        ),
        ordered=(("start_date", "end_date"),),
    ),
    Table(
        "revenue",
        "one invoice line",
        (
            _CLIENT,
            _c("service_date", "date", "Day or first day of the service period billed", required=True),
            _c("amount", "money", "Net of tax; credits negative", "money", required=True),
            _c("kind", "choice", "What was billed", required=True, choices=REVENUE_KINDS),
            _SERVICE,
            _CURRENCY,
            _c("invoice_id", "id", "Invoice it stands on"),
            _c("hours", "number", "Hours billed", "hours"),
            _c("credit_type", "choice", "Why money was given back", choices=CREDIT_TYPES),
        ),
        required=True,
    ),
    Table(
        "costs",
        "one cost booked to a client",
        (
            _i("client_id", "id", "The client it was spent on", required=True),
            _i("date", "date", "Day of the work or the expense", required=True),
            _i("amount", "money", "Cost, positive, in the firm's currency", "money", required=True),
            _i("kind", "text", "Labour, freelance, software"),
            _i("person", "text", "Who worked", class_="restricted"),
        ),
        class_="internal",
    ),
    Table(
        "surveys",
        "one invitation to one contact",
        (
            _c("survey_id", "id", "Your id of the invitation", required=True),
            _CLIENT,
            _c("sent_date", "date", "Day it was sent", required=True),
            _c("answered_date", "date", "Day of the answer; empty: silent"),
            _i("respondent", "text", "Contact who was asked", class_="restricted"),
            _c("role", "text", "The contact's role"),
            _c(
                "kind",
                "choice",
                "About the relationship, or about one piece of work",
                choices=("relationship", "transactional"),
            ),
            _c("nps", "whole", "How likely to recommend", "points", low=0, high=10),
            _c("csat", "whole", "How satisfied", "points", low=1, high=5),
            _c("ces", "whole", "How easy to work with (CES 2.0)", "points", low=1, high=7),
            _c("comment", "text", "The contact's own words"),
            _c("may_quote", "flag", "The contact agreed to be quoted"),
        ),
        ordered=(("sent_date", "answered_date"),),
    ),
    Table(
        "projects",
        "one project or delivery",
        (
            _c("project_id", "id", "Your id of the project", required=True),
            _CLIENT,
            _c("name", "text", "Name as the client knows it", required=True),
            _SERVICE,
            _c("start_date", "date", "First day of work"),
            _c("committed_date", "date", "Day first promised"),
            _c("agreed_date", "date", "Latest day agreed with the client"),
            _c("delivered_date", "date", "Day it was handed over"),
            _c("accepted_date", "date", "Day the client accepted it"),
            _c("budget", "money", "Fees first agreed", "money", low=0),
            _c("approved_budget", "money", "Fees agreed with all changes", "money", low=0),
            _i("cost", "money", "Fees' worth of the work done, at agreed rates", "money", low=0),
            _c("hours_planned", "number", "Hours agreed", "hours", low=0),
            _i("hours_actual", "number", "Hours worked", "hours", low=0),
            _c(
                "status",
                "choice",
                "State of the project",
                choices=("planned", "active", "on_hold", "delivered", "cancelled"),
            ),
            _c("cancel_reason", "choice", "Who ended it", choices=("client", "us", "other")),
        ),
        ordered=(
            ("start_date", "committed_date"),
            ("start_date", "delivered_date"),
            ("delivered_date", "accepted_date"),
        ),
    ),
    Table(
        "milestones",
        "one milestone of a project",
        (
            _c("milestone_id", "id", "Your id of the milestone", required=True),
            _c("project_id", "id", "The project it belongs to", required=True),
            _c("name", "text", "What is reached"),
            _c("due_date", "date", "Day first promised"),
            _c("done_date", "date", "Day it was reached"),
            _c("weight", "number", "Share of the project's work", "share", low=0),
            _c("planned_value", "money", "Value planned to be earned by it", "money", low=0),
            _c("earned_value", "money", "Value earned by it", "money", low=0),
            _i("actual_cost", "money", "What it cost", "money", low=0),
        ),
    ),
    Table(
        "objectives",
        "one objective of the client's own",
        (
            _c("objective_id", "id", "Your id of the objective", required=True),
            _CLIENT,
            _c("statement", "text", "What the client wants to reach", required=True),
            _c("measure", "text", "How it is measured"),
            _c("unit", "text", "Unit of the three values: %, a currency code, or a word"),
            _c("baseline", "number", "Where it stood at the start"),
            _c("target", "number", "Where it shall stand"),
            _c("actual", "number", "Where it stands"),
            _c("start_date", "date", "When it was agreed"),
            _c("due_date", "date", "When it shall be reached"),
            _c("owner", "text", "Who answers for it"),
        ),
        ordered=(("start_date", "due_date"),),
    ),
    Table(
        "actions",
        "one promise, ours or the client's",
        (
            _c("action_id", "id", "Your id of the action", required=True),
            _CLIENT,
            _c("promised_on", "date", "Day it was promised", required=True),
            _c("text", "text", "What was promised", required=True),
            _c("owner", "text", "Who does it"),
            _c("side", "choice", "Whose promise it is", choices=("us", "client")),
            _c("due_date", "date", "Day it was promised for"),
            _c("done_date", "date", "Day it was done"),
            _c("dropped_reason", "text", "Why it was given up, in words the client may read"),
            _c("objective_id", "id", "The objective that it serves"),
        ),
        ordered=(("promised_on", "due_date"), ("promised_on", "done_date")),
    ),
    Table(
        "opportunities",
        "one chance to do more for a client",
        (
            _i("opportunity_id", "id", "Your id of the opportunity", required=True),
            _i("client_id", "id", "The client", required=True),
            _i("service_line", "text", "What would be sold"),
            _i("name", "text", "What it is called"),
            _i("stage", "text", "How far it is"),
            _i("amount", "money", "Fees a year if won", "money", low=0),
            _i("probability", "number", "How likely", "share", low=0, high=1),
            _i("expected_close", "date", "When it is decided"),
            _i("closed_date", "date", "When it was decided"),
            _i("won", "flag", "It was won"),
        ),
        class_="internal",
    ),
    Table(
        "people",
        "one member of the team",
        (
            _i("person", "id", "Name or id", required=True),
            _i("role", "text", "What they do"),
            _i("reports_to", "id", "Whom they report to"),
            _i("weekly_hours", "number", "Hours of client work available a week", "hours", low=0),
            _i("start_date", "date", "First day"),
            _i("end_date", "date", "First day gone"),
        ),
        class_="internal",
        ordered=(("start_date", "end_date"),),
    ),
    Table(
        "rates",
        "one exchange rate on one day",
        (
            _c("date", "date", "First day on which it holds", required=True),
            _c("currency", "text", "ISO 4217 code", required=True),
            _c("rate", "number", "Units of the firm's currency for one unit of this one", required=True, low=0),
            _c("source", "text", "Who published it"),
        ),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
