"""Published examples of retention and renewal."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.small_tables import NOW, YEAR_AGO, Tables, book, contracts, fees_of, invoices

# ChartMogul's month: 100 at the start; one leaves (10), one goes down by 10, one goes up by 10, one is level.
_MRR = {"A": (10, 0), "B": (20, 10), "C": (20, 30), "D": (50, 50)}
# The ledger that shows where definitions part: client, opening, closing; F was billed before, E never.
_LEDGER = {"A": (100, 100), "B": (100, 130), "C": (100, 60), "D": (100, 0), "E": (0, 50), "F": (0, 70)}
_CREDITED = {**_LEDGER, "G": (100, -10)}
_EARLIER, _BETWEEN = "2024-05-15", "2025-11-15"


def _ledger(rows: Mapping[str, tuple[float, float]], *facts: str) -> SmallBook:
    """Facts of a book in which each client pays so much a year ago, and so much now; F paid before as well."""

    def tables() -> Tables:
        paid = fees_of({name: row[0] for name, row in rows.items()}, {name: row[1] for name, row in rows.items()})
        if "F" not in rows:
            return paid
        earlier = invoices(("F", _EARLIER, 70.0, "retainer", "EUR"))
        return {**paid, "revenue": pd.concat([paid["revenue"], earlier], ignore_index=True)}

    return SmallBook(tables, facts)


def _clients(start: int, left: int, joined: int, *facts: str, left_again: int = 0) -> SmallBook:
    """Facts of a book of so many clients, of which some left; others joined, and some of these left again."""

    def tables() -> Tables:
        lots = ((YEAR_AGO, 0, start), (_BETWEEN, start, start + joined), (NOW, left, start + joined - left_again))
        lines = [(f"C{n}", day, 1.0, "retainer", "EUR") for day, first, after in lots for n in range(first, after)]
        return book(revenue=invoices(*lines))

    return SmallBook(tables, facts)


def _due(lots: tuple[tuple[int, str, str | None], ...], *facts: str) -> SmallBook:
    return SmallBook(lambda: contracts(lots), facts)


_RECURLYS = (1000, 50, 500)
_CONCENTRIX = (
    (82, "2026-03-15", "2026-03-01"),  # due in the year, booked in it
    (18, "2026-03-15", None),  # due in the year, not booked
    (5, "2026-09-15", "2026-06-01"),  # due in the next year, booked in this one
    (3, "2025-06-15", "2025-07-10"),  # due in the year before, booked in this one
)
_CHARTMOGUL = ("ChartMogul, MRR churn rate", "help.chartmogul.com, article 203359341")
_RECURLY = ("Recurly, better way to calculate churn", "recurly.com/blog/better-way-to-calculate-your-churn-rate")
_JOINERS = "1,000 at the start, 50 of them leave; 500 join, 12 of these leave"
_BY_HAND = ("Cohort forms of SaaS Metrics Standards Board and fightchurn", "docs.imboard.ai/docs/ontology/customers")
_RENEWED = ("Concentrix, calculate your renewal rate", "concentrix.com/insights/blog/calculate-renewal-rate")
_BOOKED = "100 (million) expire in the period; 90 booked in it: 82 of these, 5 of the next, 3 of the last period"
_A_TO_F = "A 100→100, B 100→130, C 100→60, D 100→0, E new 50, F back 70"
_STEPS = ("new", "reactivation", "expansion", "contraction", "churn", "closing")
_RATES = ("nrr", "grr", "logo_retention")

RETENTION = (
    Example(*_CHARTMOGUL, "gross churn", "100 at the start; 10 churn, 10 contraction, 10 expansion", "20 %",
            _ledger(_MRR, "1 - grr")),
    Example(*_CHARTMOGUL, "both, from the table of vendors", "the same", "20, 10 %",
            _ledger(_MRR, "rosetta_chartmogul_gross", "rosetta_chartmogul_net")),
    Example(*_RECURLY, "cohort churn", _JOINERS, "5.00 %", _clients(*_RECURLYS, "1 - logo_retention", left_again=12)),
    Example(*_RECURLY, "Recurly's churn, and the basic one, from the table of vendors", _JOINERS, "5.00, 6.20 %",
            _clients(*_RECURLYS, "rosetta_recurly", "rosetta_recurly_basic", left_again=12)),
    Example(*_RECURLY, "clients that joined and left again", _JOINERS, "12",
            _clients(*_RECURLYS, "joiners_lost", left_again=12)),
    Example("Stripe, calculating churn rate", "support.stripe.com/questions/calculating-churn-rate-in-billing",
            "subscriber churn, from the table of vendors", f"Recurly's clients: {_JOINERS}", "4.13 %",
            _clients(*_RECURLYS, "rosetta_stripe", left_again=12), "by hand"),
    Example("Textbooks, retention as (E - N) / S", "recurly.com/blog/key-terms-related-to-churn-defined",
            "the form that counts joiners' losses against starters", f"Recurly's clients: {_JOINERS}", "93.8 %",
            _clients(*_RECURLYS, "rosetta_generic", left_again=12), "by hand"),
    Example("Angelwood, client retention rate", "angelwood.io/glossary/client-retention-rate", "clients retained",
            "50 at the start, 55 at the end, 15 of them new", "80 %", _clients(50, 10, 15, "logo_retention")),
    Example("kebs PSApedia, contract renewal rate", "kebs.ai/psapedia/what-is-customer-contract-renewal-rate",
            "contracts renewed", "100 contracts end, 85 go on", "85 %",
            _due(((85, "2026-03-15", "2026-03-01"), (15, "2026-03-15", None)), "renewal_rate")),
    Example("Upnify, customer renewal rate", "upnify.com/sales-glossary/customer-renewal-rate.html",
            "contracts renewed", "150 should have renewed, 120 did", "80 %",
            _due(((120, "2026-03-15", "2026-03-01"), (30, "2026-03-15", None)), "renewal_rate")),
    Example(*_RENEWED, "renewed in the period", _BOOKED, "82 %", _due(_CONCENTRIX, "on_time_renewal")),
    Example(*_RENEWED, "the same by value, gross and net", _BOOKED, "82, 82 %",
            _due(_CONCENTRIX, "renewal_rate_by_value", "net_renewal_rate")),
    Example(*_BY_HAND, "NRR, GRR, clients", _A_TO_F, "72.5, 65.0, 75 %", _ledger(_LEDGER, *_RATES), "by hand"),
    Example(*_BY_HAND, "NRR, GRR, clients", f"{_A_TO_F}; G 100→−10, a credit alone", "56, 52, 60 %",
            _ledger(_CREDITED, *_RATES), "by hand"),
    Example(*_BY_HAND, "NRR, GRR of one client", "100→130", "130, 100 %", _ledger({"B": (100, 130)}, "nrr", "grr"),
            "by hand"),
    Example("ChartMogul, movements", "help.chartmogul.com, article 203299912",
            "new, reactivation, expansion, contraction, churn, close", _A_TO_F, "50, 70, 30, -40, -100, 410",
            _ledger(_LEDGER, *(f"movement_{step}" for step in _STEPS)), "by hand"),
)  # fmt: skip
