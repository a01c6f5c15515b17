"""Definitions of retention: who stayed, and how much of their fees."""

from acctlib.metrics.base.definition import FOUR, NO_OPENING, YEAR_AGO, Definition
from acctlib.metrics.retention.movement_definitions import MOVEMENTS
from acctlib.metrics.retention.renewal_definitions import CONTRACTS, RENEWALS, TENURE

MERGED = "A client merged into another is no loss: its fees count with that one, before the merger too."
INTERVAL = "Its interval draws clients again, one lost client of average size added: who lost nobody may lose one yet."
PAUSE = "A client on a pause is retained for the months of the policy, and then lost from the first day of the pause."
_MONTHS = (
    "A pause is counted in months; before, in days, so that one from January to March was too long in a leap year."
)
STILL = "A client that gave notice and still pays is retained; one that works on without a contract is, too."
JOINERS = "A client that joins and leaves within the year is in no cohort; it has a line of its own."
FIRST_FOUR = "Who joined within the four quarters before is not among them: a part of a year against a whole one would look like growth."
NO_FEES_BEFORE = "Without recurring fees before it is unknown, never 0 % or 100 %."
CREDIT = "A client that closes with a net credit counts as 0, not below."
_COHORT = (
    "Clients with recurring fees in the first of the four quarters before; until now all that joined within them, too."
)
NEVER_ADD = "New and returning clients never add to it."
BEFORE = "the quarter against the quarter before"
FOUR_ON_FOUR = "the last four quarters against the four before"
COHORT = "Cohort form, as in the SaaS Metrics Standards Board and fightchurn, chapter 2"
CAPPED = "Cohort form of the SaaS Metrics Standards Board, client by client"
CLIENTS = "Cohort form, as in Recurly and the SaaS Metrics Standards Board"

RETENTION = (
    Definition(
        "nrr", 1, "Net revenue retention", "fraction",
        "Recurring fees of the quarter from those who had any a year ago, divided by their recurring fees then.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, NEVER_ADD, "It says nothing of non-recurring revenue.", MERGED, INTERVAL), COHORT,
        class_="internal",
    ),
    Definition(
        "grr", 1, "Gross revenue retention", "fraction",
        "As net revenue retention, but each client counts with no more than it paid a year ago.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, CREDIT, MERGED, INTERVAL), CAPPED, class_="internal",
    ),
    Definition(
        "logo_retention", 2, "Clients retained", "fraction",
        "Clients with recurring fees a year ago that have some in the quarter, divided by all that had some a year ago.",
        "clients with recurring fees a year ago", YEAR_AGO,
        (NO_OPENING, "A client with nothing but a credit has left.", MERGED, PAUSE, STILL, JOINERS), CLIENTS,
        class_="internal", changed=_MONTHS,
    ),
    Definition(
        "nrr_quarter", 1, "Net revenue retention, on the quarter before", "fraction",
        "Recurring fees of the quarter from those who had any in the quarter before, divided by their recurring fees then.",
        "recurring fees of the quarter before", BEFORE, (NO_FEES_BEFORE, NEVER_ADD, MERGED, INTERVAL), COHORT,
        class_="internal",
    ),
    Definition(
        "grr_quarter", 1, "Gross revenue retention, on the quarter before", "fraction",
        "As net revenue retention, but each client counts with no more than it paid in the quarter before.",
        "recurring fees of the quarter before", BEFORE, (NO_FEES_BEFORE, CREDIT, MERGED, INTERVAL), CAPPED,
        class_="internal",
    ),
    Definition(
        "logo_retention_quarter", 2, "Clients retained, on the quarter before", "fraction",
        "Clients with recurring fees in the quarter before that have some in the quarter, divided by all that had some.",
        "clients with recurring fees in the quarter before", BEFORE, (NO_FEES_BEFORE, MERGED, PAUSE, STILL), CLIENTS,
        class_="internal", changed=_MONTHS,
    ),
    Definition(
        "nrr_year", 2, "Net revenue retention, four quarters on four", "fraction",
        "Recurring fees of the last four quarters from those who had any in the first of the four before, divided by their recurring fees in those four.",
        "recurring fees of the four quarters before, of clients there in the first of them", FOUR_ON_FOUR,
        (NO_FEES_BEFORE, FIRST_FOUR, NEVER_ADD, MERGED, INTERVAL), COHORT, class_="internal", changed=_COHORT,
    ),
    Definition(
        "grr_year", 2, "Gross revenue retention, four quarters on four", "fraction",
        "As net revenue retention, but each client counts with no more than it paid in the four quarters before.",
        "recurring fees of the four quarters before, of clients there in the first of them", FOUR_ON_FOUR,
        (NO_FEES_BEFORE, FIRST_FOUR, CREDIT, MERGED, INTERVAL), CAPPED, class_="internal", changed=_COHORT,
    ),
    Definition(
        "logo_retention_year", 2, "Clients retained, four quarters on four", "fraction",
        "Clients with recurring fees in the first of the four quarters before that have some in the last four, divided by all that had some then.",
        "clients with recurring fees in the first of the four quarters before", FOUR_ON_FOUR,
        (NO_FEES_BEFORE, FIRST_FOUR, MERGED, PAUSE, "Who left within the last four quarters has fees in them, and counts as retained."),
        CLIENTS, class_="internal", changed=_COHORT,
    ),
    Definition(
        "logo_retention_if_repeated", 2, "Clients retained after four quarters, if this one repeated", "fraction",
        "Clients retained on the quarter before, to the power of four.",
        "clients with recurring fees in the quarter before", BEFORE,
        ("It is no yearly rate: it says what four quarters like this one would leave.", NO_FEES_BEFORE),
        "A quarterly rate repeated: 95 % a quarter leave 81.5 %", class_="internal", changed=_MONTHS,
    ),
    Definition(
        "nrr_without_largest", 1, "Net revenue retention without the client that moves it most", "fraction",
        "Net revenue retention, left out the one client without which it differs most from the whole.",
        "recurring fees a year ago of the other clients", YEAR_AGO,
        (NO_OPENING, "With one client it is unknown.", "The client is named inside the house alone."),
        "Leave-one-out, as in the jackknife (Efron and Tibshirani 1993)", class_="internal",
    ),
    Definition(
        "nrr_constant_currency", 1, "Net revenue retention at one exchange rate", "fraction",
        "Net revenue retention with the fees of both quarters at the mean exchange rates of the earlier one.",
        "recurring fees of the same quarter a year ago", YEAR_AGO,
        (NO_OPENING, "Without an exchange rate it is unknown."), "IAS 21, average rate of a period", class_="internal",
    ),
    Definition(
        "joiners_lost", 1, "Clients that joined and left within the year", "count",
        "Clients that had their first recurring fees within the year and have none in the quarter.",
        "clients that joined within the year", YEAR_AGO, ("They are in no retention rate: none of them was there a year ago.",),
        "In-period joiners (Recurly)", "lower", "internal",
    ),
    Definition(
        "activity_retention", 1, "Project clients billed again", "fraction",
        "Clients with project work alone in the four quarters before that were billed in the last four, divided by all such clients.",
        "clients with project work and no recurring fees in the four quarters before", FOUR,
        ("It is never mixed with the retention of clients under contract.", "A client that moved to a retainer was billed again.", MERGED),
        "Activity in place of a contract: billed in twelve months", class_="internal",
    ),
    *MOVEMENTS,
    *CONTRACTS,
    *RENEWALS,
    *TENURE,
)  # fmt: skip
