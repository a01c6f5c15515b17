"""Definitions of fees and of their growth."""

from acctlib.metrics.base.definition import FOUR, QUARTER, YEAR_AGO, Definition

_SAME_DAYS = "A quarter that is not over is compared with the same days of the year before; it is never scaled up."
_CHANGED = "A quarter that is not over is compared with the same days of a year ago; before, with all of that quarter."

_MERGED = "Merged clients are one, before the merger too; before, the survivor seemed to grow by the other."
_SPLIT = ("Of services with hours on all their work in both quarters; new, lost and unmeasured services stand apart.",
          "At the exchange rates of a year ago.", "Price, volume and mix add up to the change of those services.")  # fmt: skip
_NO_HOURS = "Without hours it is unknown; before, 0 where the fees of a service had not changed."
_THREE_WAY = "Three-way form without a residual: price at the hours of now"

_AS_ONE = "Merged clients are one, before the merger too."
_WAS_TWO = "Merged clients are one, before the merger too; before, each counted until the merger."

GROWTH = (
    Definition(
        "fees", 1, "Fees", "money",
        "Everything invoiced for the period of service, net of tax, less what is passed through at cost and expenses.",
        "none: a sum", QUARTER,
        ("Credits count in the period of the service that they correct.",),
        "Adjusted gross income: billings less what is passed through (Parakeeto)", "none",
    ),
    Definition(
        "fees_client", 1, "Fees invoiced", "money",
        "Everything invoiced for the period of service, net of tax, less what is passed through at cost and expenses.",
        "none: a sum", QUARTER,
        ("Credits count in the period of the service that they correct.",),
        "Adjusted gross income: billings less what is passed through (Parakeeto)", "none", compared=False,
    ),
    Definition(
        "recurring_fees", 1, "Recurring fees", "money",
        "Fees of the kinds that recur by agreement, by default retainers.",
        "none: a sum", QUARTER,
        ("A goodwill credit is given once: it lowers the fees, not what recurs.",),
        "Retainers as agreed; one-off work is kept apart", "none",
    ),
    Definition(
        "growth", 2, "Growth of existing work", "growth",
        "Fees of the quarter divided by fees of the same quarter a year ago, less one.",
        "fees of the same quarter a year ago", YEAR_AGO,
        ("Without fees a year ago it is unknown, never infinite.", _SAME_DAYS),
        "Like-for-like growth on fees less pass-through costs, as WPP reports it", class_="internal", changed=_CHANGED,
    ),
    Definition(
        "existing_growth", 3, "Growth of existing accounts", "growth",
        "Fees of the quarter of clients that had fees in it and a year ago, divided by their fees then, less one.",
        "fees a year ago of clients with fees in both quarters", YEAR_AGO,
        ("New and lost clients are no growth of existing accounts; they are shown apart.",
         "Without a client in both it is unknown.", "A client merged into another counts with that one.", _SAME_DAYS),
        "Like-for-like growth on fees less pass-through costs, as WPP reports it", class_="internal", changed=_MERGED,
    ),
    Definition(
        "recurring_share", 1, "Recurring share of fees", "fraction",
        "Fees that recur by agreement, divided by all fees of the quarter, goodwill credits left out.", "fees of the quarter", QUARTER,
        ("Without fees, or with a net credit on either side, it is unknown.", "A goodwill credit, given once, is in neither."),
        "Retainers as agreed; one-off work is kept apart", "none", "internal",
    ),
    Definition(
        "constant_currency_growth", 1, "Growth at one exchange rate", "growth",
        "Fees of the quarter at the mean exchange rates of the same quarter a year ago, divided by the fees of then as invoiced, less one.",
        "fees of the same quarter a year ago", YEAR_AGO,
        ("Without fees a year ago it is unknown, never infinite.", "A missing exchange rate makes it unknown.",
         "With the currency effect it adds up to the change as reported, to the cent."),
        "Average rate of the earlier period (IAS 21), as in WPP's constant currency", class_="internal",
    ),
    Definition(
        "currency_effect", 1, "What exchange rates did to the fees", "money",
        "Fees of the quarter as invoiced, less the same at the mean exchange rates of the same quarter a year ago.",
        "none: a sum", YEAR_AGO,
        ("0 where all is invoiced in the money shown.", "A missing exchange rate makes it unknown."),
        "Average rate of the earlier period (IAS 21), as in WPP's constant currency", "none", "internal",
    ),
    Definition(
        "ramp", 2, "First full quarter of work begun a year ago", "money",
        "Growth of recurring fees up to a full quarter, of services that began inside the quarter a year ago.",
        "none: a sum", YEAR_AGO,
        ("A full quarter is what was paid, times days of the quarter, divided by days from the start on.",
         "It is never more than the growth of the service.", "Without contracts by service it is unknown.",
         "A service begins with its first contract or its first invoice, whichever is first."),
        "Fees by days of service, start in the middle of a quarter", "none", "internal",
        "A service begins with its first contract or its first invoice; before, with the oldest contract on file.",
    ),
    Definition(
        "effective_clients", 2, "Effective clients", "count",
        "One divided by the sum of the squared shares of fees: how many equal clients would be as concentrated.",
        "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.", _AS_ONE),
        "Herfindahl-Hirschman index, turned over", class_="internal", changed=_WAS_TWO,
    ),
    Definition(
        "top_share", 2, "Share of the largest client", "fraction",
        "Fees of the largest client, divided by all fees.", "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.", _AS_ONE),
        "Client concentration (Parakeeto)", "lower", "internal", _WAS_TWO,
    ),
    Definition(
        "top_three_share", 2, "Share of the three largest clients", "fraction",
        "Fees of the three largest clients, divided by all fees.", "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.", _AS_ONE),
        "Client concentration (Parakeeto)", "lower", "internal", _WAS_TWO,
    ),
    Definition(
        "fee_concentration", 2, "Concentration of fees (HHI)", "score",
        "The sum of the squared shares of fees in percent: near 0 for many alike, 10,000 for one client.",
        "fees of clients that paid", FOUR,
        ("A client with a net credit has no share.", _AS_ONE),
        "Herfindahl-Hirschman index", "lower", "internal", _WAS_TWO,
    ),
    Definition(
        "price_effect", 2, "Price effect", "money",
        "Change of the rate per hour of each service, times its hours of now.", "none: a sum", YEAR_AGO,
        _SPLIT, _THREE_WAY, "none", "internal", _NO_HOURS,
    ),
    Definition(
        "volume_effect", 2, "Volume effect", "money",
        "Growth of all hours, times the fees of then.", "none: a sum", YEAR_AGO, _SPLIT, _THREE_WAY, "none", "internal", _NO_HOURS,
    ),
    Definition(
        "mix_effect", 2, "Mix effect", "money",
        "Hours that each service has beyond the growth of all hours, times its rate of then.", "none: a sum", YEAR_AGO,
        _SPLIT, _THREE_WAY, "none", "internal", _NO_HOURS,
    ),
    Definition(
        "price_volume_mix", 2, "Price, volume and mix", "money",
        "The change of fees split into rate per hour at the hours of now, growth of all hours, and shift between services.",
        "none: sums", YEAR_AGO,
        ("A service of one period only is new or lost, never a price.", "Services without hours are not split."),
        "Three-way form without a residual", "none", "internal", _NO_HOURS,
    ),
)  # fmt: skip
