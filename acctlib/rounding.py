"""How many digits a value is shown with: a single rule shared by labels, comparisons and statuses."""

from __future__ import annotations

import math
from collections.abc import Iterable

# Decimals by unit; for fractions and growth, the first two become part of the percentage.
PLACES = {"fraction": 3, "growth": 3, "points": 0, "days": 1, "hours": 1, "years": 1}
OTHERWISE = 2


def places(unit: str) -> int:
    """Return the number of decimals shown for a unit other than money.

    >>> places("fraction"), places("points"), places("score")
    (3, 0, 2)
    """
    return PLACES.get(unit, OTHERWISE)


def as_printed(value: float, unit: str) -> float:
    """Round a value to its printed precision: values that print the same compare as equal.

    >>> as_printed(1.04957, "growth"), as_printed(1.0496, "growth"), as_printed(40_391.0, "money")
    (1.05, 1.05, 40000.0)
    """
    if unit != "money":
        return round(float(value), places(unit)) + 0.0
    scale, digits = money_scale(value)
    return math.copysign(round(abs(value) / scale, digits) * scale, value) + 0.0


def one_or_many(value: float, unit: str) -> int:
    """Return 1 if a value, as printed, takes a singular noun and 2 if plural: `1 day`, `1.5 days`, `0 days`.

    >>> one_or_many(1.04, "days"), one_or_many(-1.0, "days"), one_or_many(1.5, "days")
    (1, 1, 2)
    """
    return 1 if abs(as_printed(value, unit)) == 1 else 2


def money_scale(value: float) -> tuple[float, int]:
    """Return the scale used to abbreviate an amount, and the decimals at that scale: `€412k`, `€1.2m`, `€941`."""
    magnitude = abs(value)
    scale = next((s for s in (1e9, 1e6, 1e3) if magnitude >= s), 1.0)
    return scale, 1 if 1e3 <= magnitude < 1e4 or 1e6 <= magnitude < 1e8 else 0


def to_digits(value: float, digits: int = 3, cents: int = 2) -> float:
    """Round an amount to `digits` significant digits, at least to whole units; below a hundred, to the cent.

    >>> to_digits(74_184.37), to_digits(-344.67), to_digits(130_283.27, 4), to_digits(4.256)
    (74200.0, -345.0, 130300.0, 4.26)
    """
    magnitude = abs(value)
    return round(value, cents if magnitude < 100 else min(0, digits - 1 - math.floor(math.log10(magnitude)))) + 0.0


def missed(parts: Iterable[float], total: float, digits: int) -> float:
    """Return the difference between the sum of individually rounded parts and the rounded total; 0 if they agree.

    >>> missed([1.4, 1.4, 1.4], 4.2, 0), missed([1.25, 2.5], 3.75, 2)
    (-1.0, 0.0)
    """
    return round(math.fsum(round(part, digits) for part in parts) - round(total, digits), digits) + 0.0
