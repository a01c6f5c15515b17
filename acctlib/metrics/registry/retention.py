"""Definitions of retention: who stayed, and how much of their fees."""

from acctlib.metrics.registry.definition import FOUR, NO_OPENING, YEAR_AGO, Definition

RETENTION = (
    Definition(
        "nrr", 1, "Net revenue retention", "fraction",
        "Recurring fees of the quarter from those who had any a year ago, divided by their recurring fees then.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, "New and returning clients never add to it.", "It says nothing of non-recurring revenue."),
        "Cohort form, as in the SaaS Metrics Standards Board and fightchurn, chapter 2",
    ),
    Definition(
        "grr", 1, "Gross revenue retention", "fraction",
        "As net revenue retention, but each client counts with no more than it paid a year ago.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, "A client that closes with a net credit counts as 0, not below."),
        "Cohort form of the SaaS Metrics Standards Board, client by client", class_="internal",
    ),
    Definition(
        "logo_retention", 1, "Clients retained", "fraction",
        "Clients with recurring fees a year ago that have some in the quarter, divided by all that had some a year ago.",
        "clients with recurring fees a year ago", YEAR_AGO,
        (NO_OPENING, "A client with nothing but a credit has left."),
        "Cohort form, as in Recurly and the SaaS Metrics Standards Board", class_="internal",
    ),
    Definition(
        "movements", 1, "Movements of recurring fees", "money",
        "The change of each client's recurring fees: new, reactivation, expansion, contraction, churn.",
        "none: sums", YEAR_AGO,
        ("New means never billed before; otherwise it is a reactivation.", "Opening plus all movements is closing, to the cent."),
        "ChartMogul's five movements, between two quarters", "none", "internal",
    ),
    Definition(
        "renewal_rate", 1, "Contracts renewed", "fraction",
        "Contracts that fell due and were renewed, late or not, divided by contracts that fell due and are decided.",
        "contracts due, by the original end of term", FOUR,
        ("Open contracts are left out and listed.", "A contract without an end of term is never due."),
        "Renewed of those due in the period (CFI)", class_="internal",
    ),
    Definition(
        "on_time_renewal", 1, "Contracts renewed in time", "fraction",
        "Contracts that fell due and were signed again by the due date, divided by contracts due.",
        "contracts due, by the original end of term", FOUR,
        ("Bookings for other quarters do not count.", "A renewal without a date of signature is left out."),
        "In-quarter renewal (Concentrix)", class_="internal",
    ),
    Definition(
        "renewal_rate_by_value", 1, "Fees renewed", "fraction",
        "Yearly fees renewed, each contract with no more than it had, divided by the yearly fees up for renewal.",
        "yearly fees of contracts due", FOUR,
        ("Contracts without a value are left out.",),
        "Gainsight's gross renewal rate", class_="internal",
    ),
    Definition(
        "tenure", 1, "Years a client stays", "years",
        "Mean years that a relationship lasts within a stated horizon: the area under the Kaplan-Meier curve.",
        "clients seen, those that last included", "all that the data covers",
        (
            "Clients won before the data begins count from the age they had then.",
            "A client merged into another did not leave.",
            "Beyond the longest stay seen it is unknown.",
        ),
        "Kaplan and Meier 1958; Royston and Parmar 2013", class_="internal",
    ),
)  # fmt: skip
