"""Contracts, invoices, costs, exchange rates, opportunities and renewal forecasts."""

from __future__ import annotations

from acctlib.book.schema.columns import CURRENCY, OWNER, SERVICE, Table, client, internal

REVENUE_KINDS = ("retainer", "project", "usage", "pass_through", "reimbursable")
CREDIT_TYPES = ("price", "goodwill", "billing_error")

CONTRACTS = Table(
    "contracts",
    "one contract; a renewal is a contract of its own",
    (
        client("contract_id", "id", "Your contract id", required=True),
        OWNER,
        SERVICE,
        client("start_date", "date", "First day of the term", required=True),
        client("end_date", "date", "Last day of the term; empty if open-ended"),
        client("notice_date", "date", "Notice deadline: last day on which notice can be given"),
        client("annual_value", "money", "Contracted fees per year", "money", low=0),
        CURRENCY,
        client("signed_date", "date", "Date of the last signature"),
        client("renewal_of", "id", "Contract that it renews"),
        client(
            "status",
            "choice",
            "Status of the contract",
            choices=("draft", "active", "paused", "notice", "ended", "renewed"),
        ),
    ),
    ordered=(("start_date", "end_date"),),
)

REVENUE = Table(
    "revenue",
    "one invoice line",
    (
        OWNER,
        client("service_date", "date", "Day, or first day, of the service period invoiced", required=True),
        client("service_end_date", "date", "Last day of the service period invoiced; fees count on its first day"),
        client("amount", "money", "Net of tax; credits negative", "money", required=True),
        client("kind", "choice", "Kind of fee or cost", required=True, choices=REVENUE_KINDS),
        SERVICE,
        CURRENCY,
        client("invoice_id", "id", "Invoice number"),
        client("hours", "number", "Hours invoiced", "hours"),
        client("credit_type", "choice", "Reason for the credit", choices=CREDIT_TYPES),
    ),
    required=True,
    ordered=(("service_date", "service_end_date"),),
)

COSTS = Table(
    "costs",
    "one cost booked to a client",
    (
        internal("client_id", "id", "Client that the cost was incurred for", required=True),
        internal("date", "date", "Date of the work or expense", required=True),
        internal("amount", "money", "Cost, positive, in the firm's currency", "money", required=True),
        internal("kind", "text", "Labour, freelance, software"),
        internal("person", "text", "Person who did the work", class_="restricted"),
    ),
    class_="internal",
)

OPPORTUNITIES = Table(
    "opportunities",
    "one sales opportunity with a client",
    (
        internal("opportunity_id", "id", "Your id of the opportunity", required=True),
        internal("client_id", "id", "The client", required=True),
        internal("service_line", "text", "Service to be sold"),
        internal("name", "text", "Name of the opportunity"),
        internal("stage", "text", "Stage in the pipeline"),
        internal("amount", "money", "Annual fees if won", "money", low=0),
        internal("probability", "number", "Probability", "share", low=0, high=1),
        internal("expected_close", "date", "Expected decision date"),
        internal("closed_date", "date", "Date decided"),
        internal("won", "flag", "Won"),
    ),
    class_="internal",
)

RENEWAL_FORECASTS = Table(
    "renewal_forecasts",
    "one renewal forecast of a supervisor for a contract",
    (
        internal("client_id", "id", "The client", required=True),
        internal("contract_id", "id", "Contract; empty: all contracts of the client"),
        internal("called_on", "date", "Date of the forecast", required=True),
        internal("caller", "text", "Who made the forecast"),
        internal(
            "call",
            "choice",
            "Expected outcome; monitor does not count within three months of the contract end",
            required=True,
            choices=("renew", "at_risk", "lost", "monitor"),
        ),
        internal("reason", "text", "Reason"),
    ),
    class_="internal",
)

RATES = Table(
    "rates",
    "one exchange rate on one day",
    (
        client("date", "date", "First day on which it applies", required=True),
        client("currency", "text", "ISO 4217 code", required=True),
        client("rate", "number", "Units of the firm's currency for one unit of this one", required=True, low=0),
        client("source", "text", "Publisher of the rate"),
    ),
)
