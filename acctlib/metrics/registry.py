"""The registry: one definition for each metric, with its version. A changed definition is a new version.

A client edition may have a definition of its own where it sees less: `<name>_client`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from acctlib.errors import ConfigError, nearest


@dataclass(frozen=True)
class Definition:
    """What a metric is.

    Attributes
    ----------
    name, version
        Together the id, `nrr.1`.
    unit
        fraction, growth (a fraction shown with its sign), money, points, count, days, years, score.
    formula, denominator, period
        In words, for a reader.
    edges
        What happens in the cases people argue about.
    direction
        Which way is better: higher, lower, none.
    class_
        Who may see it: client, internal.
    """

    name: str
    version: int
    label: str
    unit: str
    formula: str
    denominator: str
    period: str
    edges: tuple[str, ...]
    source: str
    direction: Literal["higher", "lower", "none"] = "higher"
    class_: Literal["client", "internal"] = "client"

    @property
    def id(self) -> str:
        """Name and version."""
        return f"{self.name}.{self.version}"


QUARTER = "the quarter"
YEAR_AGO = "the quarter against the same quarter a year ago"
FOUR = "the last four quarters"
NO_OPENING = "Without recurring fees a year ago it is unknown, never 0 % or 100 %."

_ALL = (
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
        "growth", 1, "Growth of existing work", "growth",
        "Fees of the quarter divided by fees of the same quarter a year ago, less one.",
        "fees of the same quarter a year ago", YEAR_AGO,
        ("Without fees a year ago it is unknown, never infinite.",),
        "Like-for-like growth on fees less pass-through costs, as WPP reports it",
    ),
    Definition(
        "nps", 1, "Satisfaction (NPS)", "points",
        "Of a hundred answers to “would you recommend us?”: those of 9 and 10 less those of 6 and below.",
        "answers to the relationship survey", FOUR,
        ("Surveys about single projects are never mixed in.", "Who did not answer is silent, not neutral."),
        "Reichheld 2003; interval: adjusted Wald, Rocks 2016. Net Promoter Score is a trade mark of Bain, Satmetrix and Reichheld",
    ),
    Definition(
        "csat", 1, "Satisfied (CSAT)", "fraction",
        "Answers of 4 and 5 out of 5, divided by all answers.",
        "answers to the relationship survey", FOUR, ("Who did not answer is not counted.",),
        "Top two of five, as in Delighted; interval: Wilson 1927",
    ),
    Definition(
        "ces", 1, "Ease of work (CES 2.0)", "fraction",
        "Answers of 5 or more out of 7 to “they made it easy”, divided by all answers.",
        "answers to the relationship survey", FOUR, ("CES 1.0 ran the other way and is never pooled.",),
        "Customer Effort Score 2.0 (CEB, now Gartner)",
    ),
    Definition(
        "response_rate", 1, "Response rate", "fraction",
        "Invitations that were answered, divided by all that were sent.",
        "invitations to the relationship survey", FOUR, ("Without an invitation it is unknown.",),
        "AAPOR Standard Definitions, RR1, for a named list",
    ),
    Definition(
        "delivery_success", 1, "Delivery success", "fraction",
        "Projects closed that were on time, within the approved budget and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR,
        ("A leg that the firm does not keep drops out, and the text names those that are left.", "Open projects are never in it."),
        "All three at once, after Standish; judged as in Eveleens and Verhoef 2010", class_="internal",
    ),
    Definition(
        "delivery_success_client", 1, "Delivery success", "fraction",
        "Projects closed that were on time, within the fees first agreed and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR,
        ("A leg that is not kept drops out, and the text names those that are left.", "Open projects are never in it."),
        "All three at once, after Standish; judged as in Eveleens and Verhoef 2010",
    ),
    Definition(
        "on_time", 1, "On time", "fraction",
        "Projects first promised for the period that were done by that day, divided by all first promised for it.",
        "projects due, open ones included", FOUR,
        ("An open project past its day is late.", "A later date agreed on the way does not help."),
        "The original commitment, so that a new date hides nothing",
    ),
    Definition(
        "on_budget", 1, "Within budget", "fraction",
        "Projects closed whose cost stayed within the approved budget, divided by those whose cost and budget are known.",
        "projects closed with a budget", FOUR, (), "Cost against the approved budget, tolerance stated", class_="internal",
    ),
    Definition(
        "on_budget_client", 1, "Within agreed fees", "fraction",
        "Projects closed whose fees agreed in the end stayed within those first agreed, divided by those with both.",
        "projects closed with a budget", FOUR, (), "What the client agreed to pay, tolerance stated",
    ),
    Definition(
        "accepted", 1, "Accepted", "fraction",
        "Projects closed that the client accepted, divided by projects closed.",
        "projects closed", FOUR, (), "Accepted by the client, of those closed",
    ),
    Definition(
        "margin", 1, "Delivery margin", "fraction",
        "Fees less cost, divided by fees.", "fees", FOUR,
        ("Cost is what is booked to the client; overhead is not in it.",),
        "Delivery margin (Parakeeto)", class_="internal",
    ),
    Definition(
        "over_servicing", 1, "Over-servicing", "growth",
        "Hours worked divided by hours agreed, less one, over projects closed.",
        "hours agreed of projects closed", FOUR, ("Projects without hours are left out.",),
        "Overburn (Sevoir)", "lower", "internal",
    ),
    Definition(
        "revenue_coverage", 1, "Fees heard", "fraction",
        "Fees of the clients that answered, divided by the fees of the clients that were asked.",
        "fees of clients asked", FOUR,
        ("A client with a net credit weighs nothing.",),
        "CustomerGauge", class_="internal",
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
    Definition(
        "cpi", 1, "Cost performance (CPI)", "score",
        "Value earned by open projects, divided by what it cost.", "cost to date", "the end of the data",
        ("Without cost it is unknown.",),
        "EIA-748", class_="internal",
    ),
    Definition(
        "spi_time", 1, "Schedule performance, SPI(t)", "score",
        "The time at which the plan would have earned what is earned now, divided by the time that has passed.",
        "time passed", "the end of the data",
        ("A project that ended late stays below 1.",),
        "Earned schedule, Lipke 2003", class_="internal",
    ),
)  # fmt: skip

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({known.name: known for known in _ALL})


def definition(name: str, edition: str = "internal") -> Definition:
    """The definition of a metric, by name (`nrr`) or id (`nrr.1`), as an edition sees it.

    >>> definition("delivery_success", "client").id
    'delivery_success_client.1'
    """
    bare = name.split(".")[0]
    if bare not in DEFINITIONS or (name != bare and DEFINITIONS[bare].id != name):
        raise ConfigError(f"metric: '{name}' is not defined; {nearest(name, DEFINITIONS)}")
    own = f"{bare}_client"
    return DEFINITIONS[own if edition == "client" and own in DEFINITIONS else bare]
