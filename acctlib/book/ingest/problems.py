"""What can be wrong with an input: rules with names, and problems that say where and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from acctlib.errors import ConfigError, nearest

Level = Literal["block", "set_aside", "warn"]


@dataclass(frozen=True)
class Rule:
    """A rule by name: what it does to the data, and the way out.

    `block`: no book is built. `set_aside`: the row is left out and counted. `warn`: the row is used.

    Attributes
    ----------
    of_row : bool
        It is about a row, which can be set aside, and not about a file or a column as a whole.
    unread : bool
        Nothing of the source could be read: it can only block, for a book without it would miss rows without a word.
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
    """One thing that is wrong, by the place where a person finds it.

    Attributes
    ----------
    table
        Our name of the table; `file` and `sheet` are the user's.
    row
        As the spreadsheet counts it: the head is row 1. None where it is about the whole file.
    column
        As the user's file calls it.
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
        """The way out."""
        return RULES[self.rule].todo

    @property
    def visible(self) -> Problem:
        """The same with all that comes from the input safe to show: see `visible`."""
        sheet, column, value = (
            None if text is None else visible(text) for text in (self.sheet, self.column, self.value)
        )
        return replace(self, file=visible(self.file), sheet=sheet, column=column, value=value, what=visible(self.what))

    @property
    def text(self) -> str:
        """In one line: `projects.csv, row 17, agreed_date: '31/02/2026' is not a valid date (day-first)`."""
        told = self.visible
        place = [told.file, told.sheet, f"row {told.row}" if told.row else None, told.column]
        said = f"'{_short(told.value)}' {told.what}" if told.value is not None else told.what
        return f"{', '.join(p for p in place if p)}: {said}"


def visible(text: str) -> str:
    r"""A text as a terminal or a page may show it: characters without a look stand as their codes.

    Notes
    -----
    - Those that steer a terminal or turn the reading direction would show another text than the one that is there.

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
    """A source that could not be read at all: the rule that it breaks, and what was found."""

    def __init__(self, rule: str, what: str, row: int | None = None) -> None:
        super().__init__(what)
        self.rule, self.row = rule, row
        self.file: str | None = None
        self.sheet: str | None = None

    def of(self, file: str, sheet: str | None = None) -> Unreadable:
        """The same, with the file that it is about, unless it says so already."""
        self.file, self.sheet = self.file or file, self.sheet or sheet
        return self


def and_more(rows: int) -> str:
    """What stands after a problem that is told once: how many more rows have it.

    >>> and_more(0), and_more(1), and_more(1200)
    ('', ' (and 1 more row)', ' (and 1,200 more rows)')
    """
    return f" (and {rows:,} more row{'s' * (rows != 1)})" if rows else ""


def gist(error: Exception) -> str:
    """The first paragraph of what a database says, in one line."""
    return " ".join(str(error).split("\n\n")[0].split())


def levels(overridden: Mapping[str, Level]) -> dict[str, Level]:
    """Every rule's level, with the firm's own choices from `rules:` in acctlib.yml."""
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
    """The problems that keep the book from being built."""
    return [problem for problem in problems if problem.level == "block"]
