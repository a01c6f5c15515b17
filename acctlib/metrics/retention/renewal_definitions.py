"""Definitions of contracts, renewals and tenure."""

from acctlib.metrics.base.definition import FOUR, NO_OPENING, QUARTER, YEAR_AGO, Definition

CONTRACTS = (
    Definition(
        "notice_clients", 1, "Clients under notice", "count",
        "Clients with recurring fees in the quarter whose contracts in force are all under notice.",
        "clients with recurring fees in the quarter", QUARTER,
        ("They are retained while they pay: it is churn to come, listed with its day.",),
        "Committed view: future-dated churn", "lower", "internal",
    ),
    Definition(
        "notice_fees", 1, "Recurring fees under notice", "money",
        "Recurring fees of the quarter, of each client the share of its yearly contract values that is under notice.",
        "none: a sum", QUARTER, ("Where values are not known, contracts are counted instead of weighed.",),
        "Committed view: future-dated churn", "lower", "internal",
    ),
    Definition(
        "nrr_committed", 1, "Net revenue retention once notices take effect", "fraction",
        "Recurring fees of the quarter less those under notice, from those who had any a year ago, divided by their recurring fees then.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, "Nothing else is foreseen: neither renewals nor growth."),
        "Committed recurring revenue", class_="internal",
    ),
    Definition(
        "out_of_contract", 1, "Clients worked for without a contract", "count",
        "Clients with recurring fees for service after the end of their last contract.",
        "clients with recurring fees in the quarter", QUARTER,
        ("They are retained, and their contracts were not renewed in time.", "Of a client that never had a contract nothing is known."),
        "Contract lapsed, work goes on", "lower", "internal",
    ),
    Definition(
        "months_out_of_contract", 1, "Months without a contract", "count",
        "Whole months since the last contract was over, on average over clients that are worked for without one.",
        "clients worked for without a contract", QUARTER, ("Where there is no such client it is unknown.",),
        "Contract lapsed, work goes on", "lower", "internal",
    ),
)  # fmt: skip
_PASSED_ON = "A contract of a merged client that fell due from the merger on, and that nothing continues, is neither renewed nor lost."
_WAS_LOST = "A contract that ended with a merged client is left out; before, it counted as lost."

RENEWALS = (
    Definition(
        "renewal_rate", 2, "Contracts renewed", "fraction",
        "Contracts that fell due and were renewed, late or not, divided by contracts that fell due and are decided.",
        "contracts due, by the original end of term", FOUR,
        ("Open contracts are left out and listed.", "A contract without an end of term is never due.", "Unsigned it is open for the days of grace of the policy.", _PASSED_ON),
        "Renewed of those due in the period (CFI)", class_="internal", changed=_WAS_LOST,
    ),
    Definition(
        "on_time_renewal", 2, "Contracts renewed in time", "fraction",
        "Contracts that fell due and were signed again by the due date, divided by contracts due.",
        "contracts due, by the original end of term", FOUR,
        ("Bookings for other quarters do not count.", "A renewal without a date of signature is left out.", "Grace excuses nothing here: signed later is late.", _PASSED_ON),
        "In-quarter renewal (Concentrix)", class_="internal", changed=_WAS_LOST,
    ),
    Definition(
        "renewal_rate_by_value", 2, "Fees renewed", "fraction",
        "Yearly fees renewed, each contract with no more than it had, divided by the yearly fees up for renewal.",
        "yearly fees of contracts due", FOUR, ("Contracts without a value are left out.", _PASSED_ON),
        "Gainsight's gross renewal rate", class_="internal", changed=_WAS_LOST,
    ),
    Definition(
        "net_renewal_rate", 2, "Fees renewed, growth included", "fraction",
        "Yearly fees signed in renewals, divided by the yearly fees that were up for renewal.",
        "yearly fees of contracts due", FOUR, ("Contracts without a value are left out.", "Above 100 % where renewals grew.", _PASSED_ON),
        "Gainsight's net renewal rate", class_="internal", changed=_WAS_LOST,
    ),
)  # fmt: skip
_WAS_TWO = (
    "A client merged into another is one with it; before, it was a relationship of its own, seen up to the merger."
)

TENURE = (
    Definition(
        "tenure", 2, "Years a client stays", "years",
        "Mean years that a relationship lasts within a stated horizon, three years: the area under the Kaplan-Meier curve.",
        "clients seen, those that last included", "all that the data covers",
        (
            "Clients won before the data begins count from the age they had then.",
            "A client merged into another is one with it, from the first day of either.",
            "Beyond the longest stay seen it is unknown.",
            "The average age of today's clients is another number: long stays are overcounted in it, and none of them is over.",
        ),
        "Kaplan and Meier 1958; Royston and Parmar 2013", class_="internal", changed=_WAS_TWO,
    ),
    Definition(
        "tenure_median", 2, "Years that half of the clients stay", "years",
        "The age at which the Kaplan-Meier curve reaches one half.",
        "clients seen, those that last included", "all that the data covers",
        ("Where more than half last beyond the longest stay seen, it is longer than observed, and has no number.",),
        "Kaplan and Meier 1958; interval of Brookmeyer and Crowley 1982", class_="internal", changed=_WAS_TWO,
    ),
)  # fmt: skip
