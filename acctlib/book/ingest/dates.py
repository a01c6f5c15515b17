"""Parse dates as people and programs write them: ISO always, otherwise in the order that the source declares."""

from __future__ import annotations

import pandas as pd

DATE_ORDERS = {
    "iso": (),
    "day-first": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "month-first": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
}
_TIME = r"[0-2]?\d:[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_OFFSET = r"[Zz]|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?"
_SHORT = r"[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d{2})?)?"  # UTC, CET, GMT+2
_PLACE = r"[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+"  # Europe/Berlin
_ZONE = rf" ?(?:(?:{_OFFSET})(?:\[[A-Za-z_/+-]+\])?|{_SHORT}|{_PLACE})"
_ISO = rf"^(?P<day>\d{{4}}-\d{{2}}-\d{{2}})(?:[T ]{_TIME}(?P<zone>{_ZONE})?)?$"
_FIRST, _LAST = 1900, 2200  # years


def read_days(given: pd.Series, order: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Parse a column of text into dates; also flag the values that are not dates, and those with a time zone.

    Notes
    -----
    - A time of day is dropped. A time zone does not shift the date: it is taken as written.
    - Any other text beside a date makes it invalid: `2026-07-01 to 2026-12-31`.
    - Years before 1900 or after 2200 are treated as typing errors.

    Examples
    --------
    >>> days, wrong, zoned = read_days(pd.Series(["2026-10-01T02:30:00Z", "2026-07-01 (was 06)"]), "iso")
    >>> days.dt.date.tolist(), wrong.tolist(), zoned.tolist()
    ([datetime.date(2026, 10, 1), NaT], [False, True], [True, False])
    """
    iso = given.astype("object").str.extract(_ISO)
    days = pd.to_datetime(iso["day"], format="%Y-%m-%d", errors="coerce")
    for pattern in DATE_ORDERS[order]:
        days = days.fillna(pd.to_datetime(given.where(days.isna()), format=pattern, errors="coerce"))
    days = days.astype("datetime64[us]")
    wrong = given.notna() & (days.isna() | (days.dt.year < _FIRST) | (days.dt.year > _LAST))
    return days.mask(wrong), wrong, iso["zone"].notna() & ~wrong
