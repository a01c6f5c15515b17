"""Numbers, money and dates as a reader meets them, in the client's locale. The only place.

Inside the kit a share is a fraction and money is money; percent signs, separators and rounding
begin here. A missing number prints as a word, never as zero.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    format_scientific,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
)

from acctlib.display.formatted_text import FormattedText
from acctlib.display.language import Language
from acctlib.errors import ConfigError
from acctlib.rounding import as_printed, money_scale, one_or_many, places, to_digits

UNKNOWN = "unknown"
LENGTHS = {"days": ("{n} day", "{n} days"), "hours": ("{n} hour", "{n} hours"), "years": ("{n} year", "{n} years")}
MINUS = "\u2212"
_FOUR_DIGITS = re.compile(r"\d{4}")


def known(value: Any) -> bool:
    """True where there is a finite number or a date; NaN, NaT, None and NA are not known."""
    if value is None or value is pd.NaT or value is pd.NA:
        return False
    return not isinstance(value, float) or math.isfinite(value)


@dataclass(frozen=True)
class Formatter:
    """Formats for one reader.

    Attributes
    ----------
    locale : str
        Like `en_GB` or `de-DE`.
    currency : str
        ISO 4217 code of the money shown.
    """

    locale: str = "en_GB"
    currency: str = "EUR"

    @cached_property
    def babel(self) -> Locale:
        """The locale's data; an unknown locale is a configuration error."""
        try:
            return Locale.parse(self.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            raise ConfigError(f"locale: '{self.locale}' is no locale; write it like en_GB or de_DE") from None

    @cached_property
    def language(self) -> Language:
        """The words of the locale's language; English where nobody has translated it."""
        return Language(self.babel.language, str(self.babel))

    def translate(self, text: str, /, **values: Any) -> str:
        """A phrase, a label or a message with its values in the client's language."""
        return self.language.translate(text, **values)

    def count(self, n: int, one: str, many: str, /, **values: Any) -> str:
        """A message about a number of things; `{n}` is the number."""
        return self.language.count(n, one, many, **{"n": self.number(n), **values})

    @property
    def unknown(self) -> str:
        """What stands where a number is not known."""
        return self.translate(UNKNOWN)

    @property
    def cents(self) -> int:
        """Decimals of the currency: 2 for EUR, 0 for JPY."""
        return int(get_currency_precision(self.currency))

    def money(self, value: float | None, digits: int | None = None) -> str:
        """Money in full, to the cent by default: `€412,000.00`."""
        if value is None or not known(value):
            return self.unknown
        places = self.cents if digits is None else min(digits, self.cents)
        pattern = self.babel.currency_formats["standard"].pattern
        clean = pattern.replace("0.00", "0." + "0" * places if places else "0").split(";")[0]
        shown = format_currency(_zero(value, places), self.currency, clean, self.babel, currency_digits=False)
        return FormattedText(_minus(str(shown)), float(value), f"money.{places}.{self.currency}")

    def compact(self, value: float | None, signed: bool = False) -> str:
        """Money in three digits for tiles and charts: `€412K`, `+€1.2M`."""
        if value is None or not known(value):
            return self.unknown
        rounded = abs(as_printed(value, "money"))
        digits = money_scale(rounded)[1]
        text = format_compact_currency(rounded, self.currency, locale=self.babel, fraction_digits=digits)
        if rounded < 1_000 or _FOUR_DIGITS.search(text):  # German has no short form for thousands
            text = self.money(abs(value), 0)
        shown = text.replace("K", "k") if self.babel.language == "en" else text
        form = f"money.0.{self.currency}" + ".signed" * signed
        return FormattedText(f"{self._sign(value, signed)}{shown}", float(value), form)

    def step(self, value: float, signed: bool = True) -> str:
        """Money on a bar of a bridge: a signed step to its own three digits, a total, which is larger, to four.

        In full where the language has no short form.

        Examples
        --------
        >>> formatter = Formatter("en_GB", "EUR")
        >>> print(formatter.step(74_184.37), formatter.step(-344.67), formatter.step(1_360_400.0, signed=False))
        +€74.2k −€345 €1.36M
        """
        rounded = self.step_shown(value, signed)
        shown = self._short(value, signed) or self.money(abs(rounded), 0 if rounded.is_integer() else None)
        form = f"money.0.{self.currency}" + ".signed" * signed
        return FormattedText(f"{self._sign(rounded, signed)}{shown}", float(value), form)

    def _short(self, value: float, signed: bool) -> str:
        """Few digits with their scale; nothing below a thousand, and where the language has no word for it."""
        rounded = abs(to_digits(value, 3 if signed else 4))
        text = str(format_compact_currency(rounded, self.currency, locale=self.babel, fraction_digits=3))
        if rounded < 1_000 or _FOUR_DIGITS.search(text):
            return ""
        return text.replace("K", "k") if self.babel.language == "en" else text

    def step_shown(self, value: float, signed: bool = True) -> float:
        """The amount that `step` shows, as a number."""
        if self._short(value, signed):
            return to_digits(value, 3 if signed else 4)
        return round(value, self.cents if abs(value) < 100 else 0) + 0.0

    def apart(self, one: float | None, other: float | None) -> tuple[str, str]:
        """Two amounts in as few digits as tell them apart; alike only where they are."""
        if one is None or other is None or one == other:
            return self.compact(one), self.compact(other)
        ways = (self.compact, lambda amount: self.step(amount, signed=False), self.money)
        pairs = ((str(way(one)), str(way(other)), way) for way in ways)
        way = next((way for left, right, way in pairs if left != right), self.money)
        return way(one), way(other)

    def off_total(self, amount: float, digits: int | None = None) -> str:
        """What stands under amounts that, each rounded by itself, miss their total; nothing where they meet it."""
        note = "Each amount is rounded by itself; as printed they add up to within {amount}."
        return self.translate(note, amount=self.money(abs(amount), digits)) if amount else ""

    def percent(self, fraction: float | None, digits: int = 1, signed: bool = False) -> str:
        """A fraction as percent: 0.119 is `11.9%`."""
        if fraction is None or not known(fraction):
            return self.unknown
        pattern = self.babel.percent_formats[None].pattern
        places = pattern.replace("0", "0." + "0" * digits if digits else "0", 1) if "0." not in pattern else pattern
        shown = _zero(fraction, digits + 2)
        text = f"{self._sign(shown, signed)}{format_percent(abs(shown), places, self.babel)}"
        return FormattedText(text, float(fraction), f"percent.{digits}" + ".signed" * signed)

    def number(self, value: float | None, digits: int = 0, signed: bool = False) -> str:
        """A plain number with so many decimals at most."""
        if value is None or not known(value):
            return self.unknown
        shown = _zero(value, digits)
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        text = f"{self._sign(shown, signed)}{format_decimal(abs(shown), pattern, self.babel)}"
        return FormattedText(text, float(value), f"number.{digits}" + ".signed" * signed)

    def fixed(self, value: float | Decimal, digits: int) -> str:
        """A number with exactly so many decimals, as a column of them needs: `1,234.50`."""
        # Many times as fast as Babel's own, for frames of many rows.
        rounded: Any = round(value, digits)
        return f"{rounded + 0:,.{digits}f}".translate(self._marks)

    @cached_property
    def _marks(self) -> dict[int, str]:
        """What stands for Python's own separators and minus."""
        return str.maketrans({",": get_group_symbol(self.babel), ".": get_decimal_symbol(self.babel), "-": MINUS})

    def scientific(self, value: float) -> str:
        """A number that is too large or too small to be written out: `1.5E-9`."""
        return _minus(format_scientific(value, "0.#####E0", self.babel))

    def value(self, value: float | None, unit: str) -> str:
        """A fact's value by its unit: fraction, growth, money, points, days, hours, years; else a plain number."""
        match unit:
            case "fraction" | "growth":
                return self.percent(value, places(unit) - 2, signed=unit == "growth")
            case "money":
                return self.compact(value)
            case "points":
                return self.number(value, places(unit), signed=True)
            case "days" | "hours" | "years":
                if value is None or not known(value):
                    return self.unknown
                one, many = LENGTHS[unit]
                text = self.count(one_or_many(value, unit), one, many, n=self.number(value, places(unit)))
                return FormattedText(text, float(value), "number.1")
            case _:
                return self.number(value, places(unit))

    def form(self, unit: str) -> str:
        """How a spreadsheet writes values of a unit: as `value` does, money in full.

        >>> Formatter("en_GB", "EUR").form("fraction"), Formatter("en_GB", "EUR").form("money")
        ('percent.1', 'money.2.EUR')
        """
        if unit == "money":
            return f"money.{self.cents}.{self.currency}"
        if unit == "count":
            return "number.0"
        shown = self.value(0.0, unit)
        return shown.form if isinstance(shown, FormattedText) else ""

    def change(self, value: float, unit: str) -> str:
        """A difference between two values of a unit: percentage points, points, or a number; without a sign."""
        if unit in ("fraction", "growth"):
            return self.translate("{n} pt", n=self.number(abs(value) * 100, 1))
        return self.compact(abs(value)) if unit == "money" else self.number(abs(value), 1)

    def interval(self, low: float, high: float, unit: str, value: float | None = None) -> str:
        """An interval: `+32 to +56`; of shares in whole percent, but never so rounded that it excludes its value."""
        if unit == "fraction":
            shown = value if value is None else as_printed(value, unit)
            ends = (low, high) if shown is None else (min(low, shown), max(high, shown))
            digits = 0 if shown is None or round(ends[0], 2) <= shown <= round(ends[1], 2) else places(unit) - 2
            return self.translate(
                "{low} to {high}", low=self.percent(ends[0], digits), high=self.percent(ends[1], digits)
            )
        return self.translate("{low} to {high}", low=self.value(low, unit), high=self.value(high, unit))

    def day(self, value: Any, year: bool = True) -> str:
        """A date: `30 Sep 2026`, or `30 Sep` where the year is plain."""
        if not known(value):
            return self.unknown
        when = _as_date(value)
        text = format_date(when, "medium", self.babel) if year else format_skeleton("MMMd", when, locale=self.babel)
        return FormattedText(str(text), when.isoformat(), "date")

    def moment(self, value: datetime) -> str:
        """A day and a time, with seconds where it has any: `30 Sep 2026, 14:05`."""
        return f"{self.day(value)}, {format_time(value, 'medium' if value.second else 'short', locale=self.babel)}"

    def month(self, value: Any) -> str:
        """A month: `March 2021`."""
        return str(format_skeleton("yMMMM", _as_date(value), locale=self.babel)) if known(value) else self.unknown

    def days(self, first: Any, last: Any) -> str:
        """Exact dates of a period: `1 Jul 2026 to 30 Sep 2026`."""
        return self.translate("{low} to {high}", low=self.day(first), high=self.day(last))

    @staticmethod
    def _sign(value: float, signed: bool) -> str:
        return MINUS if value < 0 else "+" if signed and value > 0 else ""


def _as_date(value: Any) -> date:
    return value.date() if isinstance(value, datetime | pd.Timestamp) else value


def _zero(value: float, digits: int) -> float:
    """Rounded half even, and never minus zero."""
    return round(float(value), digits) + 0.0


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
