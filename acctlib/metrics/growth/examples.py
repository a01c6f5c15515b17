"""Published examples of growth, its bridge, price against volume, and concentration."""

from __future__ import annotations

from collections.abc import Sequence

from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.small_tables import NOW, YEAR_AGO, Tables, book, fees_of, invoices, rates

Sold = tuple[float, float]  # price, volume


def _sold(before: Sequence[Sold], now: Sequence[Sold], *facts: str) -> SmallBook:
    """Facts of a client to whom products were sold at a price; our products are services, and volume is hours."""

    def tables() -> Tables:
        lots = [
            (day, *line) for day, sold in ((YEAR_AGO, before), (NOW, now)) for line in zip("ABC", sold, strict=False)
        ]
        lines = invoices(*(("A", day, price * volume, "project", "EUR") for day, _, (price, volume) in lots))
        return book(revenue=lines.assign(service_line=[name for _, name, _ in lots], hours=[s[1] for *_, s in lots]))

    return SmallBook(tables, facts)


def _paid(before: float, now: float, *facts: str, passed: tuple[float, float] = (0, 0)) -> SmallBook:
    """Facts of a client of project fees, with what was passed through in both quarters."""

    def tables() -> Tables:
        lines = (("A", YEAR_AGO, before, "project", "EUR"), ("A", NOW, now, "project", "EUR"))
        media = (("A", YEAR_AGO, passed[0], "pass_through", "EUR"), ("A", NOW, passed[1], "pass_through", "EUR"))
        return book(revenue=invoices(*lines, *media))

    return SmallBook(tables, facts)


def _abroad(before: float, now: float, at: tuple[float, float], *facts: str, own: str = "GBP") -> SmallBook:
    """Facts of a client that pays in a currency worth so many EUR a year ago, and so many now."""

    def tables() -> Tables:
        lines = invoices(("A", YEAR_AGO, before, "project", own), ("A", NOW, now, "project", own))
        known = rates(("2025-01-01", own, at[0]), ("2026-04-01", own, at[1]), ("2026-05-16", own, 9.0))
        return {**book(revenue=lines), "rates": known}

    return SmallBook(tables, facts)


def _shares(*facts: str) -> SmallBook:
    return SmallBook(lambda: fees_of({}, {"A": 20, "B": 30, "C": 50}), facts)


_WPP = ("WPP, 2017 interim results", "4-traders.com/news/WPP-2017-Interim-Results-24991976")
_INDEX = ("Accountancy Index, price volume mix", "accountancyindex.com/price-volume-mix-analysis")
_PONGORA = ("Pongora, price-volume-mix", "pongora.com/price-volume-mix-analysis-a-comprehensive-guide")
_PRODUCTS = "A 1,000 at £10 → 1,000 at £11, B 800 at £15 → 700 at £15, C 500 at £20 → 800 at £23"
_LAST_FORM = "{}; three-way form: price at the new volume, no residual"

_INDEX_SALES = ([(10, 1000), (15, 800), (20, 500)], [(11, 1000), (15, 700), (23, 800)])
_PONGORA_SALES = ([(50, 1000)], [(52, 1100)])
_EFFECTS = ("price_effect", "volume_effect", "mix_effect")

GROWTH = (
    Example(*_WPP, "reported growth, revenue", "£6,536m → £7,404m", "13.3 %", _paid(6536, 7404, "growth")),
    Example(*_WPP, "the same, over existing clients of the book", "£6,536m → £7,404m", "13.3 %",
            _paid(6536, 7404, "existing_growth")),
    Example(*_WPP, "reported growth, net sales (less pass-through)", "£6,536m, £5,594m net → £7,404m, £6,362m net",
            "13.7 %", _paid(5594, 6362, "growth", passed=(942, 1042))),
    Example(*_WPP, "part of currency, revenue", "like-for-like −0.3 %, acquisitions 2.2 %; total 13.3 %", "11.4 %",
            _abroad(6536, 6536 * 1.019, (1, 7404 / (6536 * 1.019)), "growth - constant_currency_growth")),
    Example(*_WPP, "part of currency, net sales", "like-for-like −0.5 %, acquisitions 2.7 %; total 13.7 %", "11.5 %",
            _abroad(5594, 5594 * 1.022, (1, 6362 / (5594 * 1.022)), "growth - constant_currency_growth")),
    Example("IAS 21 (average rate of the period)", "ifrs.org, IAS 21 paragraph 40", "growth reported, and at one rate",
            "100 USD at 1.10 → 110 USD at 1.00", "0, 10 %",
            _abroad(100, 110, (1.10, 1.00), "growth", "constant_currency_growth", own="USD"), "by hand"),
    Example("Parakeeto, adjusted gross income", "parakeeto.com/glossary", "fees that are ours",
            "billed 50,000, of which 5,000 passed through", "45,000", _paid(0, 45e3, "fees", passed=(0, 5e3))),
    Example(*_INDEX, "change of revenue", _PRODUCTS, "7,900", _sold(*_INDEX_SALES, "fees - fees.year_ago")),
    Example(*_INDEX, "price, volume, mix", _LAST_FORM.format(_PRODUCTS), "3,400.00, 2,782.61, 1,717.39",
            _sold(*_INDEX_SALES, *_EFFECTS), "by hand"),
    Example(*_PONGORA, "volume effect", "1,000 at $50 → 1,100 at $52", "5,000",
            _sold(*_PONGORA_SALES, "volume_effect")),
    Example(*_PONGORA, "price and cross effect, which our form does not part", "the same: 2,000 + 200", "2,200",
            _sold(*_PONGORA_SALES, "price_effect"), "by hand"),
    Example(*_PONGORA, "total change", "the same", "7,200", _sold(*_PONGORA_SALES, "fees - fees.year_ago")),
    Example("QuickBooks, customer concentration", "quickbooks.intuit.com, concentration", "Herfindahl index",
            "clients of 20, 30 and 50 %", "3,800", _shares("fee_concentration")),
    Example("Laakso and Taagepera 1979 (effective number)", "Comparative Political Studies 12:3-27",
            "effective clients", "the same: 1 / .38", "2.63", _shares("effective_clients"), "by hand"),
)  # fmt: skip
