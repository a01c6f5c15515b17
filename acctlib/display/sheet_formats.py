"""How a spreadsheet writes a value: number formats in the patterns of the reader's locale.

A spreadsheet puts the decimal mark of its own user into them; order and symbols are the reader's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol

GENERAL = "General"
LONGEST = 255  # characters that a spreadsheet takes for one format
_FIXED = {"integer": "0", "duration": "[h]:mm:ss", "scientific": "0.00E+00"}
_DIGITS = re.compile(r"[#0.,]+")
_DAY = re.compile(r"'([^']*)'|(d+|M+|L+|y+)|([^'dMLy]+)")


@lru_cache(maxsize=512)
def sheet_format(form: str, locale: str, suffix: str = "") -> str:
    """A number format for a form (see `FormattedText`); `General` where there is none.

    Parameters
    ----------
    form : str
        `money.2.EUR`, `percent.1`, `number.0.signed`, `date`, `datetime`, `duration` (in days), `integer` (not
        grouped), `scientific`.
    suffix : str
        Text behind the number, like a unit.

    Notes
    -----
    - A locale's grouping by other than three digits is left to the spreadsheet.
    - A percent sign in the suffix is text: the number is not multiplied.

    Examples
    --------
    >>> sheet_format("money.2.EUR", "de_DE"), sheet_format("percent.1.signed", "en_GB")
    ('#,##0.00"\\xa0€"', '+0.0%;-0.0%;0.0%')
    >>> sheet_format("date", "de_DE"), sheet_format("number.1", "en_GB", " days"), sheet_format("", "en_GB")
    ('dd"."mm"."yyyy', '#,##0.0" days"', 'General')
    """
    kind, *more = form.split(".")
    known = Locale.parse(locale.replace("-", "_"))
    if kind in ("date", "datetime"):
        return _day(str(known.date_formats["medium"].pattern)) + " hh:mm:ss" * (kind == "datetime")
    if kind in _FIXED:
        return _FIXED[kind]
    if kind not in ("money", "percent", "number"):
        return GENERAL
    patterns = {
        "money": str(known.currency_formats["standard"].pattern),
        "percent": str(known.percent_formats[None].pattern),
        "number": "#,##0",
    }
    symbol = get_currency_symbol(more[1], known) if kind == "money" else ""
    plain = _filled(patterns[kind].split(";")[0].replace("¤", symbol), int(more[0]), grouped=kind != "percent")
    plain += f'"{_plain(suffix)}"' if suffix else ""
    made = f"+{plain};-{plain};{plain}" if "signed" in more else plain
    return made if len(made) <= LONGEST else GENERAL


def _filled(pattern: str, digits: int, *, grouped: bool) -> str:
    """A locale's pattern with so many decimals; all but digits and the percent sign is a text."""
    found = _DIGITS.search(pattern)
    before, after = (pattern[: found.start()], pattern[found.end() :]) if found else ("", "")
    number = ("#,##0" if grouped else "0") + ("." + "0" * digits if digits else "")
    return f"{_quoted(before)}{number}{_quoted(after)}"


def _quoted(text: str) -> str:
    """Text made safe for use in a number format, which cannot contain quotes or backslashes.

    >>> _quoted(' %'), _quoted(' "5" x')
    ('" "%', '" 5 x"')
    """
    return "".join(part if part == "%" else f'"{part}"' for part in re.split("(%)", _plain(text)) if part)


def _plain(text: str) -> str:
    return text.replace('"', "").replace("\\", "")


def _day(pattern: str) -> str:
    """A date pattern of Unicode's as a spreadsheet's; spaces need no quotes."""
    return "".join(map(_day_part, _DAY.findall(pattern)))


def _day_part(found: tuple[str, str, str]) -> str:
    literal, field, other = found
    if field:
        return "yyyy" if field[0] == "y" else "m" * len(field) if field[0] in "ML" else field
    text = literal or other
    return text if text.isspace() else _quoted(text)
