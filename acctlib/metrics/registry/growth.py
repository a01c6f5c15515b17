"""Definitions of fees and of their growth."""

from acctlib.metrics.registry.definition import FOUR, QUARTER, YEAR_AGO, Definition

GROWTH = (
    Definition(
        "fees", 1, "Fees", "money",
        "Everything invoiced for the period of service, net of tax, less what is passed through at cost and expenses.",
        "none: a sum", QUARTER,
        ("Credits count in the period of the service that they correct.",),
        "Adjusted gross income: billings less what is passed through (Parakeeto)", "none",
    ),
    Definition(
        "recurring_fees", 1, "Recurring fees", "money",
        "Fees of the kinds that recur by agreement, by default retainers.",
        "none: a sum", QUARTER,
        ("A goodwill credit is given once: it lowers the fees, not what recurs.",),
        "Retainers as agreed; one-off work is kept apart", "none",
    ),
    Definition(
        "growth", 1, "Growth of existing work", "growth",
        "Fees of the quarter divided by fees of the same quarter a year ago, less one.",
        "fees of the same quarter a year ago", YEAR_AGO,
        ("Without fees a year ago it is unknown, never infinite.",),
        "Like-for-like growth on fees less pass-through costs, as WPP reports it",
    ),
    Definition(
        "existing_growth", 1, "Growth of existing accounts", "growth",
        "Fees of the quarter of clients that had fees in it and a year ago, divided by their fees then, less one.",
        "fees a year ago of clients with fees in both quarters", YEAR_AGO,
        ("New and lost clients are no growth of existing accounts; they are shown apart.",
         "Without a client in both it is unknown."),
        "Like-for-like growth on fees less pass-through costs, as WPP reports it", class_="internal",
    ),
    Definition(
        "effective_clients", 1, "Effective clients", "count",
        "One divided by the sum of the squared shares of fees: how many equal clients would be as concentrated.",
        "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.",),
        "Herfindahl-Hirschman index, turned over", class_="internal",
    ),
    Definition(
        "top_share", 1, "Share of the largest client", "fraction",
        "Fees of the largest client, divided by all fees.", "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.",),
        "Client concentration (Parakeeto)", "lower", "internal",
    ),
    Definition(
        "price_volume_mix", 1, "Price, volume and mix", "money",
        "The change of fees split into rate per hour at the hours of now, growth of all hours, and shift between services.",
        "none: sums", YEAR_AGO,
        ("A service of one period only is new or lost, never a price.", "Services without hours are not split."),
        "Three-way form without a residual", "none", "internal",
    ),
)  # fmt: skip
