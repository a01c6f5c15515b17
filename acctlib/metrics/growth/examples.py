"""Published examples of growth, its bridge, price against volume, and concentration."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.currency import average_rates, converted
from acctlib.metrics.base.example import Example
from acctlib.metrics.fees.concentration import effective_clients, herfindahl_index
from acctlib.metrics.fees.fees import fee_income
from acctlib.metrics.growth.growth import existing_growth
from acctlib.metrics.growth.price_volume_mix import price_volume_mix
from acctlib.metrics.retention.retention import reported_bridge, revenue_movements
from acctlib.periods import quarter

_SHARES = pd.Series({"A": 20.0, "B": 30.0, "C": 50.0})
_BILLED = pd.DataFrame({"kind": ["project", "pass_through"], "amount": [45_000.0, 5_000.0]})
_DAY = pd.Timestamp


def _sold(prices: list[float], volumes: list[float]) -> pd.DataFrame:
    """Products by name: what was paid, and how many were sold (our hours)."""
    return pd.DataFrame({"fees": [p * v for p, v in zip(prices, volumes, strict=True)], "hours": volumes},
                        index=list("ABC")[: len(prices)])  # fmt: skip


def _effects(before: pd.DataFrame, now: pd.DataFrame) -> pd.Series:
    sums: pd.Series = price_volume_mix(before, now).sum()
    return sums


def _accountancy_index() -> pd.Series:
    return _effects(_sold([10, 15, 20], [1000, 800, 500]), _sold([11, 15, 23], [1000, 700, 800]))


def _pongora() -> pd.Series:
    return _effects(_sold([50], [1000]), _sold([52], [1100]))


def _reported(before: float, now: float) -> float:
    return existing_growth(pd.Series({"WPP": before}), pd.Series({"WPP": now}))


def _currency_part(before: float, now: float, like_for_like: float, acquired: float) -> float:
    """What is left for exchange rates when growth at one rate and acquisitions are booked as movements."""
    at_one_rate = revenue_movements(
        pd.Series({"held": before}),
        pd.Series({"held": before * (1 + like_for_like), "acquired": before * acquired}),
        pd.Index(["held"]),
    )
    return float(reported_bridge(at_one_rate, before, now)["currency"]) / before


def _constant_currency() -> tuple[float, float]:
    """Growth as reported and at the earlier quarter's average rate."""
    days, rate = [_DAY("2025-01-01"), _DAY("2025-04-01")], [1.10, 1.00]
    rates = pd.DataFrame({"date": days, "currency": "EUR", "rate": rate})
    lines = pd.DataFrame({"service_date": days, "amount": [100.0, 110.0], "currency": "EUR"})
    one_rate = average_rates(rates, quarter("2025Q1"), "USD")
    before, now = (converted(lines, r, to="USD", firm_currency="USD")["amount"] for r in (rates, one_rate))
    return before[1] / before[0] - 1, now[1] / now[0] - 1


_WPP = ("WPP, 2017 interim results", "4-traders.com/news/WPP-2017-Interim-Results-24991976")
_INDEX = ("Accountancy Index, price volume mix", "accountancyindex.com/price-volume-mix-analysis")
_PONGORA = ("Pongora, price-volume-mix", "pongora.com/price-volume-mix-analysis-a-comprehensive-guide")
_PRODUCTS = "A 1,000 at £10 → 1,000 at £11, B 800 at £15 → 700 at £15, C 500 at £20 → 800 at £23"
_LAST_FORM = "{}; three-way form: price at the new volume, no residual"

GROWTH = (
    Example(*_WPP, "reported growth, revenue", "£6,536m → £7,404m", "13.3 %", lambda: _reported(6536, 7404)),
    Example(*_WPP, "reported growth, net sales (less pass-through)", "£5,594m → £6,362m", "13.7 %",
            lambda: _reported(5594, 6362)),
    Example(*_WPP, "part of currency, revenue", "like-for-like −0.3 %, acquisitions 2.2 %", "11.4 %",
            lambda: _currency_part(6536, 7404, -0.003, 0.022)),
    Example(*_WPP, "part of currency, net sales", "like-for-like −0.5 %, acquisitions 2.7 %", "11.5 %",
            lambda: _currency_part(5594, 6362, -0.005, 0.027)),
    Example("IAS 21 (average rate of the period)", "ifrs.org, IAS 21 paragraph 40", "growth reported, and at one rate",
            "100 EUR at 1.10 → 110 EUR at 1.00", "0, 10 %", _constant_currency, "by hand"),
    Example("Parakeeto, adjusted gross income", "parakeeto.com/glossary", "fees that are ours",
            "billed 50,000, of which 5,000 passed through", "45,000",
            lambda: float(fee_income(_BILLED)["amount"].sum())),
    Example(*_INDEX, "change of revenue, from its effects", _PRODUCTS, "7,900",
            lambda: float(_accountancy_index()[["price", "volume", "mix"]].sum())),
    Example(*_INDEX, "price, volume, mix", _LAST_FORM.format(_PRODUCTS), "3,400.00, 2,782.61, 1,717.39",
            lambda: _accountancy_index()[["price", "volume", "mix"]].to_list(), "by hand"),
    Example(*_PONGORA, "volume effect", "1,000 at $50 → 1,100 at $52", "5,000", lambda: float(_pongora()["volume"])),
    Example(*_PONGORA, "price and cross effect, which our form does not part", "the same: 2,000 + 200", "2,200",
            lambda: float(_pongora()["price"]), "by hand"),
    Example(*_PONGORA, "total change", "the same", "7,200",
            lambda: float(_pongora()["now"] - _pongora()["before"])),
    Example("QuickBooks, customer concentration", "quickbooks.intuit.com, concentration", "Herfindahl index",
            "clients of 20, 30 and 50 %", "3,800", lambda: herfindahl_index(_SHARES)),
    Example("Laakso and Taagepera 1979 (effective number)", "Comparative Political Studies 12:3-27",
            "effective clients", "the same: 1 / .38", "2.63", lambda: effective_clients(_SHARES), "by hand"),
)  # fmt: skip
