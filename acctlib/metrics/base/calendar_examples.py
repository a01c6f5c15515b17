"""Published examples of fiscal quarters."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.example import Example
from acctlib.periods import bounds, last_full_quarter, name, quarter, quarter_of


def _first_day(text: str, fiscal_year_start: int) -> str:
    return bounds(quarter(text, fiscal_year_start))[0].date().isoformat()


CALENDAR = (
    Example("US federal fiscal year (PyPI fiscalyear)", "fiscalyear.readthedocs.io", "first day of FY2017",
            "a year that begins in October", "2016-10-01", lambda: _first_day("2017Q1", 10)),
    Example("pandas, Period.qyear", "pandas.pydata.org/docs/reference/api/pandas.Period.qyear.html",
            "first day of 2018Q1", "a year that ends in March", "2017-04-01", lambda: _first_day("2018Q1", 4)),
    Example("UK tax and Japan's fiscal year", "en.wikipedia.org/wiki/Fiscal_year", "quarter of 31 March 2026",
            "a year that begins in April", "2026Q4",
            lambda: name(quarter_of(pd.Timestamp("2026-03-31"), 4)), "by hand"),
    Example("Half-open periods, [start, end)", "ISO 8601-1, time interval", "last full quarter",
            "data up to 30 and up to 29 September 2026", "2026Q3, 2026Q2",
            lambda: ", ".join(name(last_full_quarter(pd.Timestamp(f"2026-09-{day}"))) for day in (30, 29)), "by hand"),
)  # fmt: skip
