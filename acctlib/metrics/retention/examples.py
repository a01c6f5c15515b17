"""Published examples of retention and renewal."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib.metrics.base.example import Example
from acctlib.metrics.retention.renewals import (
    net_renewal_rate,
    on_time_renewal_rate,
    renewal_rate,
    renewal_rate_by_value,
    renewals_due,
)
from acctlib.metrics.retention.retention import (
    gross_revenue_retention,
    logo_retention,
    movement_bridge,
    net_churn_chartmogul,
    net_revenue_retention,
    revenue_movements,
)
from acctlib.metrics.retention.vendor_definitions import compare_vendor_definitions
from acctlib.periods import quarter

# ChartMogul's month: 100 at the start; one leaves (10), one goes down by 10, one goes up by 10, one is level.
_MRR = pd.DataFrame({"opening": [10.0, 20.0, 20.0, 50.0], "closing": [0.0, 10.0, 30.0, 50.0]}, index=list("ABCD"))
# The ledger that shows where definitions part: client, opening, closing; F was billed before, E never.
_LEDGER = pd.DataFrame({"A": (100, 100), "B": (100, 130), "C": (100, 60), "D": (100, 0), "E": (0, 50), "F": (0, 70),
                        "G": (100, -10)}, index=["opening", "closing"]).T  # fmt: skip
_QUARTER = quarter("2026Q2")


def _bridge(ledger: pd.DataFrame, known: str) -> pd.Series:
    return movement_bridge(revenue_movements(ledger["opening"], ledger["closing"], pd.Index(list(known))))


def _clients(start: int, left: int, joined: int) -> tuple[pd.Series, pd.Series]:
    """So many clients at the start, of which some left, and others joined; all pay the same."""
    return pd.Series(1.0, index=range(start)), pd.Series(1.0, index=range(left, start + joined))


def _vendors(opening: pd.Series, closing: pd.Series, joined: pd.Index, known: pd.Index, *keys: str) -> list[float]:
    """Rates under the definitions of these vendors."""
    found: list[float] = compare_vendor_definitions(opening, closing, known, joined).loc[list(keys), "value"].to_list()
    return found


def _recurly(*keys: str) -> list[float]:
    """1,000 at the start, 50 of them leave; 500 join, 12 of these leave."""
    opening, closing = _clients(1000, 50, 488)
    return _vendors(opening, closing, pd.Index(range(1000, 1500)), opening.index, *keys)


def _chartmogul(*keys: str) -> list[float]:
    return _vendors(_MRR["opening"], _MRR["closing"], pd.Index([]), _MRR.index, *keys)


def _due(lots: tuple[tuple[int, str, str | None], ...]) -> pd.DataFrame:
    """Contracts of 1 (million) each: how many, when they end, and when their renewals were signed."""
    rows = [(end, signed) for count, end, signed in lots for _ in range(count)]
    old = pd.DataFrame({"contract_id": [f"K{n}" for n in range(len(rows))], "renewal_of": None,
                        "end_date": [end for end, _ in rows], "signed_date": None})  # fmt: skip
    new = pd.DataFrame({"contract_id": [f"R{n}" for n in range(len(rows))], "renewal_of": old["contract_id"],
                        "end_date": "2030-12-31", "signed_date": [signed for _, signed in rows]})  # fmt: skip
    both = pd.concat([old, new[new["signed_date"].notna()]], ignore_index=True)
    dates = {column: pd.to_datetime(both[column]) for column in ("end_date", "signed_date")}
    return renewals_due(both.assign(annual_value=1.0, status="active", **dates), _QUARTER, date(2026, 6, 30))


_CONCENTRIX = (
    (82, "2026-06-15", "2026-06-01"),  # due in the quarter, booked in it
    (18, "2026-06-15", None),  # due in the quarter, not booked
    (5, "2026-09-15", "2026-06-01"),  # due in the next quarter, booked in this one
    (3, "2026-03-15", "2026-04-10"),  # due in the quarter before, booked in this one
)
_CHARTMOGUL = ("ChartMogul, MRR churn rate", "help.chartmogul.com, article 203359341")
_RECURLY = ("Recurly, better way to calculate churn", "recurly.com/blog/better-way-to-calculate-your-churn-rate")
_JOINERS = "1,000 at the start, 50 of them leave; 500 join, 12 of these leave"
_BY_HAND = ("Cohort forms of SaaS Metrics Standards Board and fightchurn", "docs.imboard.ai/docs/ontology/customers")
_BOOKED = "100 (million) expire in the quarter; 90 booked in it: 82 of these, 5 of the next, 3 of the last quarter"
_A_TO_F = "A 100→100, B 100→130, C 100→60, D 100→0, E new 50, F back 70"

RETENTION = (
    Example(*_CHARTMOGUL, "gross churn", "100 at the start; 10 churn, 10 contraction, 10 expansion", "20 %",
            lambda: 1 - gross_revenue_retention(_MRR["opening"], _MRR["closing"])),
    Example(*_CHARTMOGUL, "net churn", "the same", "10 %", lambda: net_churn_chartmogul(_bridge(_MRR, "ABCD"))),
    Example(*_CHARTMOGUL, "both, from the table of vendors", "the same", "20, 10 %",
            lambda: _chartmogul("chartmogul_gross", "chartmogul_net")),
    Example(*_RECURLY, "cohort churn", _JOINERS, "5.00 %", lambda: 1 - logo_retention(*_clients(1000, 50, 488))),
    Example(*_RECURLY, "Recurly's churn, and the basic one, from the table of vendors", _JOINERS, "5.00, 6.20 %",
            lambda: _recurly("recurly", "recurly_basic")),
    Example("Stripe, calculating churn rate", "support.stripe.com/questions/calculating-churn-rate-in-billing",
            "subscriber churn, from the table of vendors", f"Recurly's clients: {_JOINERS}", "4.13 %",
            lambda: _recurly("stripe"), "by hand"),
    Example("Textbooks, retention as (E - N) / S", "recurly.com/blog/key-terms-related-to-churn-defined",
            "the form that counts joiners' losses against starters", f"Recurly's clients: {_JOINERS}", "93.8 %",
            lambda: _recurly("generic"), "by hand"),
    Example("Angelwood, client retention rate", "angelwood.io/glossary/client-retention-rate", "clients retained",
            "50 at the start, 55 at the end, 15 of them new", "80 %", lambda: logo_retention(*_clients(50, 10, 15))),
    Example("kebs PSApedia, contract renewal rate", "kebs.ai/psapedia/what-is-customer-contract-renewal-rate",
            "contracts renewed", "100 contracts end, 85 go on", "85 %",
            lambda: renewal_rate(_due(((85, "2026-06-15", "2026-06-01"), (15, "2026-06-15", None))))),
    Example("Upnify, customer renewal rate", "upnify.com/sales-glossary/customer-renewal-rate.html",
            "contracts renewed", "150 should have renewed, 120 did", "80 %",
            lambda: renewal_rate(_due(((120, "2026-06-15", "2026-06-01"), (30, "2026-06-15", None))))),
    Example("Concentrix, calculate your renewal rate", "concentrix.com/insights/blog/calculate-renewal-rate",
            "renewed in the quarter", _BOOKED, "82 %", lambda: on_time_renewal_rate(_due(_CONCENTRIX))),
    Example("Concentrix, calculate your renewal rate", "concentrix.com/insights/blog/calculate-renewal-rate",
            "the same by value, gross and net", _BOOKED, "82, 82 %",
            lambda: (renewal_rate_by_value(_due(_CONCENTRIX)), net_renewal_rate(_due(_CONCENTRIX)))),
    Example(*_BY_HAND, "NRR, GRR, clients", _A_TO_F, "72.5, 65.0, 75 %",
            lambda: _retention(_LEDGER.drop("G")), "by hand"),
    Example(*_BY_HAND, "NRR, GRR, clients", f"{_A_TO_F}; G 100→−10, a credit alone", "56, 52, 60 %",
            lambda: _retention(_LEDGER), "by hand"),
    Example("ChartMogul, movements", "help.chartmogul.com, article 203299912",
            "new, reactivation, expansion, contraction, churn, close", _A_TO_F, "50, 70, 30, -40, -100, 410",
            lambda: _bridge(_LEDGER.drop("G"), "ABCDF").drop("opening").to_list(), "by hand"),
)  # fmt: skip


def _retention(ledger: pd.DataFrame) -> tuple[float, float, float]:
    opening, closing = ledger["opening"], ledger["closing"]
    return (
        net_revenue_retention(opening, closing),
        gross_revenue_retention(opening, closing),
        logo_retention(opening, closing),
    )
