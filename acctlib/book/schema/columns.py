"""Definitions of columns and tables: type, unit, meaning, limits and access class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Type = Literal["id", "text", "choice", "date", "money", "number", "whole", "flag"]
Class = Literal["client", "internal", "restricted"]
EDITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"client": frozenset({"client"}), "internal": frozenset({"client", "internal", "restricted"})}
)


@dataclass(frozen=True)
class Column:
    """One column of a table, as used by the input contract and the slice.

    Attributes
    ----------
    type
        `id` and `text` are text; `money` is exact to 4 decimals in the row's own currency; `whole`
        is an integer; `flag` is yes or no; `choice` is one of `choices`; `date` is a calendar day.
    unit
        Unit of the value: money, hours, points, share (0.25 = 25 %), or none.
    required
        Whether every row needs a value. Optional columns may be absent altogether.
    low, high
        Smallest and largest allowed value.
    visible_if
        Flag column in the same table: the client edition gets a row's value only if its flag is yes.
    pseudonym
        Name of a replacement column for editions that may not see the value: it contains the id of the client's
        first row with the same value, and reveals only which rows belong together.
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    class_: Class = "internal"
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    visible_if: str | None = None
    pseudonym: str | None = None

    @property
    def key(self) -> Column | None:
        """The pseudonymous column that replaces it in editions that may not see its value."""
        meaning = f"Pseudonym of: {self.meaning}"
        return Column(self.pseudonym, "id", meaning, class_="client") if self.pseudonym else None


def client(name: str, type: Type, meaning: str, unit: str = "", *, class_: Class = "client", **rest: object) -> Column:
    """Define a column that every edition may see."""
    return Column(name, type, meaning, unit, class_, **rest)  # type: ignore[arg-type]


def internal(
    name: str, type: Type, meaning: str, unit: str = "", *, class_: Class = "internal", **rest: object
) -> Column:
    """Define a column that only internal editions may see."""
    return Column(name, type, meaning, unit, class_, **rest)  # type: ignore[arg-type]


OWNER = client("client_id", "id", "Client that it belongs to", required=True)
CURRENCY = client("currency", "text", "ISO 4217 code of the amounts; empty: the currency of the client")
SERVICE = client("service_line", "text", "Service line, as the client knows it")


@dataclass(frozen=True)
class Table:
    """One table: what a row represents, its columns, and the pairs of dates that must be in order.

    Attributes
    ----------
    visible_if
        Flag column: the client edition gets only the rows in which it is yes.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    class_: Class = "client"
    required: bool = False
    ordered: tuple[tuple[str, str], ...] = ()
    visible_if: str | None = None

    @property
    def key(self) -> str | None:
        """The key column; None for tables without one (revenue, costs, rates)."""
        first = self.columns[0]
        return first.name if first.type == "id" and first.name == KEYS.get(self.name) else None

    @property
    def money(self) -> str | None:
        """The amount column whose sum is this table's control total; None if there is none."""
        return next((c.name for c in self.columns if c.type == "money"), None)

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(c for c in self.columns if c.name == name)

    def visible(self, edition: str) -> list[str]:
        """Return the columns that an edition may load, with pseudonyms, in order; empty if the table is withheld."""
        allowed = EDITIONS[edition]
        if self.class_ not in allowed:
            return []
        return [name for c in self.columns if (name := c.name if c.class_ in allowed else c.pseudonym)]

    @property
    def loadable(self) -> tuple[Column, ...]:
        """Every column that any edition loads: the table's own columns and their pseudonyms."""
        return tuple(each for c in self.columns for each in ((c, c.key) if c.key else (c,)))


KEYS = {
    "clients": "client_id",
    "contracts": "contract_id",
    "surveys": "survey_id",
    "projects": "project_id",
    "milestones": "milestone_id",
    "objectives": "objective_id",
    "actions": "action_id",
    "decisions": "decision_id",
    "results": "result_id",
    "risks": "risk_id",
    "ideas": "idea_id",
    "opportunities": "opportunity_id",
    "contacts": "contact_id",
    "people": "person",
}
