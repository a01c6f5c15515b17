"""One column of a DataFrame as JSON data that still knows its type.

Types are found in the values, not in the dtype: a column of the dtype `object` may hold dates, amounts or ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np
import pandas as pd

Kind = Literal["text", "integer", "number", "decimal", "boolean", "date", "datetime", "duration", "days", "mixed"]
EXACT = 2**53  # beyond it a JSON reader that knows floats alone, as a browser does, would change an integer
PRECISION = 6  # decimals that pandas shows by default
_TYPES: tuple[tuple[Any, str], ...] = (
    ((bool, np.bool_), "boolean"),
    (Integral, "integer"),
    (Decimal, "decimal"),
    (Real, "number"),
    ((timedelta, np.timedelta64), "duration"),
    (datetime, "datetime"),
    (date, "date"),
    (str, "text"),
)
_TOGETHER: dict[frozenset[str], Kind] = {
    frozenset(("integer", "number")): "number",
    frozenset(("integer", "decimal")): "decimal",
    frozenset(("date", "datetime")): "datetime",
}
_DAY = pd.Timedelta(days=1)
_PLAIN = re.compile(r"-?[\d,]+(?:\.(\d+))?")


@dataclass(frozen=True)
class FrameColumn:
    """A column: its head, its kind, and a value for each row.

    Attributes
    ----------
    values : tuple
        Numbers, texts, booleans, ISO dates, durations in seconds or whole days, or None where the frame has no value.
        A decimal, an integer beyond 2**53 and an infinite number are texts, because JSON has no place for them.
    digits : int
        Decimals of a number.
    texts : tuple
        What is to be read in place of the values, where the analyst has formatted them.
    """

    name: str
    kind: Kind
    values: tuple[Any, ...]
    digits: int = 0
    texts: tuple[str, ...] = ()


def missing(value: Any) -> bool:
    """Whether it is None, NaN, NaT or NA."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, Real | Decimal) and value != value)


def frame_column(name: str, values: Sequence[Any], show: Callable[[Any], str] | None = None) -> FrameColumn:
    """A column of a frame.

    Parameters
    ----------
    values : sequence
        As `Series.tolist()` gives them.
    show : callable, optional
        How floats are shown: pandas' `display.float_format`.

    Notes
    -----
    - A text stays a text, whatever it looks like: `00123`, `1e5`.
    - Floats that are whole beside missing values are integers: pandas makes floats of them for want of another type.
    - A number has as many decimals as the column needs, at most pandas' `display.precision`; where `show` writes
      plain numbers, as many as that.
    - A timestamp of midnight in all rows is a date. One with a time zone says its zone in the head of the column.
    - Values of several types in one column stay what they are; what JSON does not know becomes its text.

    Examples
    --------
    >>> frame_column("id", ["00123", None])
    FrameColumn(name='id', kind='text', values=('00123', None), digits=0, texts=())
    >>> frame_column("fees", [1234.5, float("nan"), 7.25]).digits
    2
    """
    there = [value for value in values if not missing(value)]
    kind = _kind(there)
    if kind == "number" and len(there) < len(values) and all(map(_whole, there)):
        kind = "integer"
    if kind == "datetime":
        return _moments(name, values, there)
    if kind == "duration" and all(not pd.Timedelta(value) % _DAY for value in there):
        kind = "days"
    plain = tuple(None if missing(value) else _json(value, kind) for value in values)
    if kind == "number" and show:
        return _as_shown(FrameColumn(name, kind, plain), [show(value) for value in there])
    return FrameColumn(name, kind, plain, _digits(there, kind))


def _kind(there: Sequence[Any]) -> Kind:
    found = frozenset(_type(type(value)) for value in there)  # type: ignore[arg-type] # a type can be hashed
    if len(found) == 1:
        (kind,) = found
        return kind  # type: ignore[return-value]
    return _TOGETHER.get(found, "mixed") if found else "text"


@lru_cache(maxsize=256)
def _type(kind: type) -> str:
    return next((name for types, name in _TYPES if issubclass(kind, types)), "mixed")


def _whole(value: float) -> bool:
    return abs(value) < EXACT and float(value).is_integer()


def _json(value: Any, kind: Kind) -> Any:
    """A value as JSON holds it without loss."""
    match kind:
        case "boolean":
            return bool(value)
        case "integer":
            return int(value) if abs(value) <= EXACT else str(value)
        case "number":
            return float(value) if np.isfinite(value) else str(float(value))
        case "duration" | "days":
            return pd.Timedelta(value) / (_DAY if kind == "days" else pd.Timedelta(seconds=1))
        case "date":
            return value.isoformat()
        case "mixed" if (one := _kind([value])) in ("boolean", "integer", "number"):
            return _json(value, one)
        case "mixed" if isinstance(value, date | time):
            return value.isoformat()
    return str(value)


def _moments(name: str, values: Sequence[Any], there: Sequence[Any]) -> FrameColumn:
    """Days and times: days alone where no row has a time, and the zone in the head where all rows have the same."""
    stamps = [None if missing(value) else pd.Timestamp(value) for value in values]
    zones = {str(stamp.tzinfo) if stamp.tzinfo else "" for stamp in stamps if stamp is not None}
    if len(zones) > 1:
        return FrameColumn(name, "text", tuple(s if s is None else s.isoformat() for s in stamps))
    (zone,) = zones
    local = [stamp if stamp is None else stamp.tz_localize(None).floor("us") for stamp in stamps]
    if not zone and all(stamp is None or stamp == stamp.normalize() for stamp in local):
        return FrameColumn(name, "date", tuple(s if s is None else s.date().isoformat() for s in local))
    head = " ".join(filter(None, (name, f"({zone})" if zone else "")))
    return FrameColumn(head, "datetime", tuple(s if s is None else s.isoformat() for s in local))


def _digits(there: Sequence[Any], kind: Kind) -> int:
    if kind == "decimal":
        return max(
            (-int(Decimal(value).as_tuple().exponent) for value in there if Decimal(value).is_finite()), default=0
        )
    return decimals(there) if kind == "number" else 0


def decimals(numbers: Sequence[float]) -> int:
    """Decimals that numbers need, at most those that pandas shows.

    >>> decimals([0.1 + 0.2, 1_234_568.89]), decimals([5_000.0]), decimals([100 / 3])
    (2, 0, 6)
    """
    most = int(pd.get_option("display.precision"))
    found = np.asarray(numbers, dtype=float)
    found = found[np.isfinite(found) & (np.abs(found) < EXACT)]
    fit = (d for d in range(most) if (np.abs(np.round(found, d) - found) < 0.5 * 10.0**-most).all())
    return next(fit, most)


def _as_shown(column: FrameColumn, shown: Sequence[str]) -> FrameColumn:
    """Numbers in the analyst's own format: of plain ones the decimals, any other as they are."""
    plain = [_PLAIN.fullmatch(text) for text in shown]
    if all(plain):
        digits = max((len(found[1] or "") for found in plain if found), default=0)
        return FrameColumn(column.name, column.kind, column.values, digits)
    texts = iter(shown)
    written = tuple("" if value is None else next(texts) for value in column.values)
    return FrameColumn(column.name, column.kind, column.values, 0, written)
