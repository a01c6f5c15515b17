"""What can be wrong with an input: named rules, and problems that state where they are and how to fix them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from acctlib.errors import ConfigError, nearest

Level = Literal["block", "set_aside", "warn"]


@dataclass(frozen=True)
class Rule:
    """What breaking a rule does to the data, and how to fix it.

    `block`: the book is not built. `set_aside`: the row is left out and counted. `warn`: the row is used.

    Attributes
    ----------
    of_row : bool
        Whether the rule concerns a row, which can be set aside, rather than a whole file or column.
    unread : bool
        Whether nothing of the source could be read. Such a rule can only block, as rows would silently be missing.
    """

    level: Level
    todo: str
    of_row: bool = True
    unread: bool = False


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "missing_file": Rule(
            "block", "Put the file there, or correct the path in acctlib.yml.", of_row=False, unread=True
        ),
        "unreadable": Rule(
            "block", "Open it in the program it came from and export it again.", of_row=False, unread=True
        ),
        "empty_file": Rule(
            "block", "Export it again; if there is really nothing, take the source out of acctlib.yml.", of_row=False
        ),
        "wrong_encoding": Rule(
            "block", "Set `encoding:` of the source, often cp1252 or utf-16.", of_row=False, unread=True
        ),
        "wrong_delimiter": Rule(
            "block",
            "Set `delimiter:` of the source to the character that separates the columns.",
            of_row=False,
            unread=True,
        ),
        "second_head": Rule(
            "block",
            "Cut the file there, name both parts under `files:`, and join them: `union all by name`.",
            of_row=False,
            unread=True,
        ),
        "title_rows": Rule(
            "warn", "Check that this is the header row; if not, remove the rows above it.", of_row=False
        ),
        "repeated_rows": Rule(
            "warn", "Check whether the export was appended to itself; if so, delete the repeated rows.", of_row=False
        ),
        "short_row": Rule("warn", "Check whether the export was cut off there.", of_row=False),
        "unnamed_sheet": Rule("block", "Name the sheet with `sheet:` of the source.", of_row=False, unread=True),
        "no_value": Rule(
            "block", "Open the workbook in Excel, let it recalculate, fix the errors and save it.", of_row=False
        ),
        "hidden": Rule(
            "warn", "Unhide it in Excel, check whether it should count, and delete it if not.", of_row=False
        ),
        "failed_query": Rule(
            "block",
            "Correct the query. A file of any kind is named under `files:`, `sql:` reads it by that name, and every "
            "column of it is text.",
            of_row=False,
            unread=True,
        ),
        "missing_column": Rule("block", "Add the column, or map it under `columns:` of the source."),
        "unused_status": Rule(
            "warn", "Filter such rows out with a query (`sql:` with `where`), or confirm that they count.", of_row=False
        ),
        "missing_value": Rule("block", "Fill in the cell; this column is required."),
        "duplicate_key": Rule("block", "Keep one of the rows, or give them different ids."),
        "not_a_date": Rule("block", "Correct the date, or set `dates:` of the source (iso, day-first, month-first)."),
        "time_zone": Rule("warn", "Where that matters, export times of your own zone, or convert them in a query."),
        "not_a_number": Rule("block", "Correct the number, or set `decimal:` and `thousands:` of the source."),
        "not_a_flag": Rule("block", "Write yes or no."),
        "unknown_choice": Rule("block", "Use one of the allowed values of this column."),
        "out_of_range": Rule("block", "Correct the value."),
        "end_before_start": Rule("warn", "Correct one of the two dates."),
        "unknown_client": Rule("block", "Add the client to the clients table, or correct the id."),
        "unknown_project": Rule("set_aside", "Add the project, or correct the id."),
        "lonely_group": Rule("warn", "Check whether another client's group is spelled differently."),
        "beyond_rows": Rule(
            "warn",
            "Correct the date in acctlib.yml, or add the missing rows; months without rows count as zero.",
            of_row=False,
        ),
        "after_data_end": Rule(
            "warn", "Correct the date, or update `covered_to:` if the data now extends further.", of_row=False
        ),
        "missing_rate": Rule(
            "block", "Add an exchange rate for this currency, dated on or before this day, to the rates table."
        ),
        "unknown_calendar": Rule("block", "Write a country or a part of it by its ISO 3166 code: FR, DE-BY, GB-ENG."),
        "unknown_currency": Rule("block", "Write the ISO 4217 code, three capital letters."),
        "rounded": Rule("warn", "Amounts are stored with four decimals; check whether this one needs more."),
        "misread": Rule("warn", "Set `encoding:` of the source, often utf-8; or correct it at the source."),
        "odd_character": Rule("warn", "It was removed; correct it at the source."),
    }
)


@dataclass(frozen=True)
class Problem:
    """One problem in the input, located so that a person can find it.

    Attributes
    ----------
    table
        Our name for the table; `file` and `sheet` are the user's names.
    row
        As a spreadsheet counts it: the header row is row 1. None if the problem concerns the whole file.
    column
        Its name in the user's file.
    """

    table: str
    file: str
    rule: str
    level: Level
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    what: str = ""

    @property
    def todo(self) -> str:
        """How to fix it."""
        return RULES[self.rule].todo

    @property
    def visible(self) -> Problem:
        """A copy in which all text from the input is safe to display: see the function `visible`."""
        sheet, column, value = (
            None if text is None else visible(text) for text in (self.sheet, self.column, self.value)
        )
        return replace(self, file=visible(self.file), sheet=sheet, column=column, value=value, what=visible(self.what))

    @property
    def text(self) -> str:
        """One-line description: `projects.csv, row 17, agreed_date: '31/02/2026' is not a valid date (day-first)`."""
        told = self.visible
        place = [told.file, told.sheet, f"row {told.row}" if told.row else None, told.column]
        said = f"'{_short(told.value)}' {told.what}" if told.value is not None else told.what
        return f"{', '.join(p for p in place if p)}: {said}"


def visible(text: str) -> str:
    r"""Make text safe to display on a terminal or a page: unprintable characters are replaced by their escape codes.

    Notes
    -----
    - Terminal control characters and text-direction marks would otherwise change the text that appears.

    Examples
    --------
    >>> print(visible("Alder\u202emoor\x1b[2J Müller"))
    Alder\u202emoor\x1b[2J Müller
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _short(value: str, most: int = 80) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"


class Unreadable(Exception):
    """A source could not be read at all; carries the broken rule and what was found."""

    def __init__(self, rule: str, what: str, row: int | None = None) -> None:
        super().__init__(what)
        self.rule, self.row = rule, row
        self.file: str | None = None
        self.sheet: str | None = None

    def of(self, file: str, sheet: str | None = None) -> Unreadable:
        """Add the file and sheet concerned, unless already set, and return the exception."""
        self.file, self.sheet = self.file or file, self.sheet or sheet
        return self


def and_more(rows: int) -> str:
    """Suffix for a problem reported once: the number of further rows that have it.

    >>> and_more(0), and_more(1), and_more(1200)
    ('', ' (and 1 more row)', ' (and 1,200 more rows)')
    """
    return f" (and {rows:,} more row{'s' * (rows != 1)})" if rows else ""


def gist(error: Exception) -> str:
    """First paragraph of a database's error message, on one line."""
    return " ".join(str(error).split("\n\n")[0].split())


def levels(overridden: Mapping[str, Level]) -> dict[str, Level]:
    """Return every rule's level, with the firm's overrides from `rules:` in acctlib.yml."""
    for name, level in overridden.items():
        if name not in RULES:
            raise ConfigError(f"rules.{name}: unknown rule, {nearest(name, RULES)}")
        if level == "set_aside" and not RULES[name].of_row:
            raise ConfigError(
                f"rules.{name}: it is not about a single row, so no row can be set aside; use block or warn"
            )
        if level != "block" and RULES[name].unread:
            raise ConfigError(f"rules.{name}: the source cannot be read at all, so it can only block")
    return {name: overridden.get(name, rule.level) for name, rule in RULES.items()}


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that prevent the book from being built."""
    return [problem for problem in problems if problem.level == "block"]
