"""Every table and column the kit knows: type, unit, meaning, and who may read it.

The class of a column is an allow-list: a client edition loads `client` columns and nothing else,
so a column that is added here stays in the house until somebody says otherwise. `restricted`
columns (people's names in confidence) are for internal editions that suppress small groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from acctlib.book.schema.columns import (
    CURRENCY,
    EDITIONS,
    KEYS,
    OWNER,
    SERVICE,
    Class,
    Column,
    Table,
    Type,
    client,
    internal,
)
from acctlib.book.schema.people import ASSIGNMENTS, CONTACTS, PEOPLE, WALLET
from acctlib.book.schema.plans import PLANS

__all__ = ["CREDIT_TYPES", "EDITIONS", "KEYS", "REVENUE_KINDS", "TABLES", "Class", "Column", "Table", "Type"]

REVENUE_KINDS = ("retainer", "project", "usage", "pass_through", "reimbursable")
CREDIT_TYPES = ("price", "goodwill", "billing_error")


_TABLES = (
    Table(
        "clients",
        "one client",
        (
            client("client_id", "id", "Your own id of the client; text, leading zeros count", required=True),
            client("name", "text", "Name as it shall stand on the review", required=True),
            client("segment", "text", "Industry or size group"),
            client("region", "text", "Where the client is"),
            internal("tier", "text", "Our own ranking of the client"),
            client("currency", "text", "ISO 4217 code the client is billed in"),
            client("locale", "text", "Language and country for numbers and dates, like de_DE"),
            client("calendar", "text", "Country or part of it whose public holidays are no working days, like DE-BY"),
            client("start_date", "date", "First day of the relationship"),
            client("end_date", "date", "First day without it; empty while it lasts"),
            internal("end_reason", "text", "Why it ended"),
            internal("parent_id", "id", "The client this one was merged into"),
            internal("group", "text", "Group of companies that it belongs to; those of one group are no peers"),
            client("supervisor", "text", "Account supervisor"),
            client("manager", "text", "Account manager"),
            *WALLET,
        ),
        required=True,
        ordered=(("start_date", "end_date"),),
    ),
    Table(
        "contracts",
        "one contract, renewal included as a contract of its own",
        (
            client("contract_id", "id", "Your id of the contract", required=True),
            OWNER,
            SERVICE,
            client("start_date", "date", "First day of the term", required=True),
            client("end_date", "date", "Last day of the term; empty where it has none"),
            client("notice_date", "date", "Last day on which notice can be given, as the contract says"),
            client("annual_value", "money", "Fees a year as agreed", "money", low=0),
            CURRENCY,
            client("signed_date", "date", "Day of the last signature"),
            client("renewal_of", "id", "The contract that it continues"),
            client(
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
            OWNER,
            client("service_date", "date", "Day or first day of the service period billed", required=True),
            client("service_end_date", "date", "Last day of the service period billed; the fees count on its first"),
            client("amount", "money", "Net of tax; credits negative", "money", required=True),
            client("kind", "choice", "What was billed", required=True, choices=REVENUE_KINDS),
            SERVICE,
            CURRENCY,
            client("invoice_id", "id", "Invoice it stands on"),
            client("hours", "number", "Hours billed", "hours"),
            client("credit_type", "choice", "Why money was given back", choices=CREDIT_TYPES),
        ),
        required=True,
        ordered=(("service_date", "service_end_date"),),
    ),
    Table(
        "costs",
        "one cost booked to a client",
        (
            internal("client_id", "id", "The client it was spent on", required=True),
            internal("date", "date", "Day of the work or the expense", required=True),
            internal("amount", "money", "Cost, positive, in the firm's currency", "money", required=True),
            internal("kind", "text", "Labour, freelance, software"),
            internal("person", "text", "Who worked", class_="restricted"),
        ),
        class_="internal",
    ),
    Table(
        "surveys",
        "one invitation to one contact",
        (
            client("survey_id", "id", "Your id of the invitation", required=True),
            OWNER,
            client("sent_date", "date", "Day it was sent; empty: only the answer is known, and who was silent is not"),
            client("answered_date", "date", "Day of the answer; empty: silent"),
            internal("respondent", "text", "Contact who was asked", class_="restricted", key_as="contact"),
            client("role", "text", "The contact's role"),
            client(
                "kind",
                "choice",
                "About the relationship, or about one piece of work",
                choices=("relationship", "transactional"),
            ),
            client("instrument", "text", "Version of the questions; scores of two are never pooled or compared"),
            client("nps", "whole", "How likely to recommend", "points", low=0, high=10),
            client("csat", "whole", "How satisfied", "points", low=1, high=5),
            client("ces", "whole", "How easy to work with (CES 2.0)", "points", low=1, high=7),
            client("comment", "text", "The contact's own words", where="may_quote"),
            client("may_quote", "flag", "The contact agreed to be quoted"),
        ),
        ordered=(("sent_date", "answered_date"),),
    ),
    Table(
        "projects",
        "one project or delivery",
        (
            client("project_id", "id", "Your id of the project", required=True),
            OWNER,
            client("name", "text", "Name as the client knows it", required=True),
            SERVICE,
            client("start_date", "date", "First day of work"),
            client("committed_date", "date", "Day first promised"),
            client("agreed_date", "date", "Latest day agreed with the client"),
            client("delivered_date", "date", "Day it was handed over"),
            client("accepted_date", "date", "Day the client accepted it"),
            client("budget", "money", "Fees first agreed", "money", low=0),
            client("approved_budget", "money", "Fees agreed with all changes", "money", low=0),
            client(
                "fees_at_completion",
                "money",
                "Fees invoiced for it, or forecast for all of it",
                "money",
                low=0,
            ),
            internal("cost", "money", "Fees' worth of the work done, at agreed rates", "money", low=0),
            client("hours_planned", "number", "Hours agreed", "hours", low=0),
            internal("hours_actual", "number", "Hours worked", "hours", low=0),
            client(
                "status",
                "choice",
                "State of the project",
                choices=("planned", "active", "on_hold", "delivered", "cancelled"),
            ),
            client("cancel_reason", "choice", "Who ended it", choices=("client", "us", "other")),
            client("late_reason", "text", "Why it came, or comes, later than first promised, in words for the client"),
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
            client("milestone_id", "id", "Your id of the milestone", required=True),
            client("project_id", "id", "The project it belongs to", required=True),
            client("name", "text", "What is reached"),
            client("due_date", "date", "Day first promised"),
            client("done_date", "date", "Day it was reached"),
            client("weight", "number", "Share of the project's work", "share", low=0),
            client("planned_value", "money", "Value planned to be earned by it", "money", low=0),
            client("earned_value", "money", "Value earned by it", "money", low=0),
            internal("actual_cost", "money", "What it cost", "money", low=0),
        ),
    ),
    *PLANS,
    CONTACTS,
    ASSIGNMENTS,
    PEOPLE,
    Table(
        "rates",
        "one exchange rate on one day",
        (
            client("date", "date", "First day on which it holds", required=True),
            client("currency", "text", "ISO 4217 code", required=True),
            client("rate", "number", "Units of the firm's currency for one unit of this one", required=True, low=0),
            client("source", "text", "Who published it"),
        ),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
