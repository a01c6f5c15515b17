"""Published survival curves: two trials that every textbook of survival analysis works through."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.small_tables import book, invoices
from acctlib.metrics.retention.tenure import restricted_mean, survival

# Weeks of remission, Freireich 1963 (Gehan 1965); True: relapsed, else last seen.
_TREATED = ((6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35))
_CONTROL = ((1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), ())
# Weeks of survival, Bewick 2004, table 2.
_BEWICK = ((1, 1, 4, 5, 9, 22), (6, 9))
Seen = tuple[tuple[int, ...], tuple[int, ...]]


def _curve(seen: Seen) -> pd.DataFrame:
    left, censored = seen
    stays = {"entry": 0, "exit": [*left, *censored], "left": [True] * len(left) + [False] * len(censored)}
    return survival(pd.DataFrame(stays))


def _at(seen: Seen, *ages: int, column: str = "survival") -> list[float]:
    found: list[float] = _curve(seen).loc[list(ages), column].to_list()
    return found


def _stays(seen: Seen, *facts: str) -> SmallBook:
    """Facts of a book of clients that stayed so long, a year for each week; seen up to a day, where they did not leave.

    A client that is not seen to leave begins so long before the end of the data.
    """
    left, censored = seen
    first, end = pd.Timestamp("1980-07-01"), pd.Timestamp("2026-07-01")

    def tables() -> dict[str, pd.DataFrame]:
        began = [first] * len(left) + [end - pd.DateOffset(years=age) for age in censored]
        gone = pd.Series([first + pd.DateOffset(years=age) for age in left]).reindex(range(len(began)))
        ids = [f"C{n}" for n in range(len(began))]
        clients = pd.DataFrame({"client_id": ids, "start_date": began, "end_date": gone})
        return book(clients=clients, revenue=invoices(("C0", "1980-07-01", 1.0, "retainer", "EUR")))

    return SmallBook(tables, facts)


_GEHAN = ("Rodríguez, Gehan survival data", "grodri.github.io/survival/gehan")
_GEHAN_NOTES = ("Rodríguez, survival notes, 6-MP trial", "grodri.github.io/survival")
_BEWICK_2004 = ("Bewick, Cheek and Ball 2004, table 2", "Critical Care 8:389-394, ccforum.com/content/8/5/389")
_6MP = "6-MP arm: 6 6 6 7 10 13 16 22 23; seen up to 6 9 10 11 17 19 20 25 32 32 34 35"

TENURE = (
    Example(*_GEHAN, "S(6), S(7), S(10), S(13)", _6MP, ".8571, .8067, .7529, .6902",
            lambda: _at(_TREATED, 6, 7, 10, 13)),
    Example(*_GEHAN, "S(16), S(22), S(23)", _6MP, ".6275, .5378, .4482", lambda: _at(_TREATED, 16, 22, 23)),
    Example(*_GEHAN, "Greenwood's standard error of S(6)", _6MP, ".0764", lambda: _at(_TREATED, 6, column="se")),
    Example(*_GEHAN_NOTES, "S(8), and its standard error",
            "control arm: 1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23",
            ".381, .106", lambda: (*_at(_CONTROL, 8), *_at(_CONTROL, 8, column="se"))),
    Example(*_GEHAN, "median of the 6-MP arm", "as above, with years for weeks", "23",
            _stays(_TREATED, "tenure_median"), "by hand"),
    Example(*_GEHAN_NOTES, "median of the control arm", "as above, with years for weeks", "8",
            _stays(_CONTROL, "tenure_median"), "by hand"),
    Example(*_BEWICK_2004, "S(1), S(4), S(5), S(9), S(22)", "1 1 4 5 9 22; seen up to 6 9", ".750, .625, .500, .333, 0",
            lambda: _at(_BEWICK, 1, 4, 5, 9, 22)),
    Example("Royston and Parmar 2013 (area under the curve)", "BMC Medical Research Methodology 13:152",
            "mean weeks within the first 9", "1 1 4 5 9 22; seen up to 6 9: 1 + 3(.750) + 1(.625) + 4(.500)", "5.875",
            lambda: restricted_mean(_curve(_BEWICK), 9), "by hand"),
)  # fmt: skip
