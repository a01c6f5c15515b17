"""A book in which every text and amount stands once only, so that a file tells whose it holds."""

import re
from dataclasses import dataclass, field
from itertools import product

from acctlib.book.schema.tables import TABLES, Column, Table

CLIENTS = tuple(f"zq{letter}client{letter}zq" for letter in "abcdefghij")
WATCHED = CLIENTS[:4]  # are rendered; the others are their peers
ROWS = 2  # of each table and client; in the first every flag says no, in the second yes
REFERENCES = ("parent_id", "renewal_of", "reports_to", "objective_id", "survey_id")  # empty outside their own tables
SAID = {
    ("clients", "currency"): "EUR", ("contracts", "currency"): "EUR", ("revenue", "currency"): "EUR",
    ("clients", "locale"): "en_GB", ("clients", "calendar"): "DE-BY", ("clients", "end_date"): "", ("people", "end_date"): "",
    ("objectives", "unit"): "%", ("results", "unit"): "%",
}  # fmt: skip
DAYS = {"start_date": "2025-01-06", "promised_on": "2026-07-01", "raised_on": "2026-07-01", "asked_on": "2026-07-01",
        "sent_date": "2026-07-01", "signed_date": "2025-01-02", "end_date": "2027-01-05", "accepted_date": "2026-08-20",
        "closed_date": "", "decided_date": ""}  # fmt: skip
_WORD = re.compile(r"zq[a-z]{4}zq|zq[a-j]client[a-j]zq")


@dataclass
class Canary:
    """The tables as CSV text, and what each token is.

    `tokens` and `amounts`: text -> (client_id, table.column, whether its own client may read it).
    """

    tokens: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    amounts: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._made = 0
        self.tokens |= {client: (client, "clients.client_id", True) for client in CLIENTS}
        for name, table in TABLES.items():
            if name != "rates":
                self.tables[name] = self._table(table)

    def found(self, text: str, client: str) -> set[str]:
        """What stands in a text and is not for this client."""
        plain = text.casefold()
        there = [self.tokens[word] for word in set(_WORD.findall(plain)) if word in self.tokens]
        there += [told for amount, told in self.amounts.items() if amount in plain]
        return {f"{where} of {whose}" for whose, where, shown in there if whose != client or not shown}

    def _table(self, table: Table) -> str:
        rows = range(1 if table.name == "clients" else ROWS)
        lines = [",".join(column.name for column in table.columns)]
        for client, row in product(CLIENTS, rows):
            lines.append(",".join(self._cell(table, column, client, row) for column in table.columns))
        return "\n".join(lines) + "\n"

    def _cell(self, table: Table, column: Column, client: str, row: int) -> str:
        if column.name == "client_id":
            return client
        if table.name in ("milestones", "assignments") and column.name == "project_id":
            mine = (
                w for w, (whose, where, _) in self.tokens.items() if (whose, where) == (client, "projects.project_id")
            )
            return list(mine)[row]
        if (table.name, column.name) in SAID:
            return SAID[table.name, column.name]
        if column.name in REFERENCES and column.name[:4] != table.name[:4]:
            return ""
        leave = row == 1 or not (table.visible_if or column.visible_if)
        return self._value(
            column, (client, f"{table.name}.{column.name}", column.name in table.visible("client") and leave), row
        )

    def _value(self, column: Column, told: tuple[str, str, bool], row: int) -> str:
        self._made += 1
        match column.type:
            case "id" | "text":
                number, word = self._made, ""
                for _ in range(4):
                    number, letter = divmod(number, 20)
                    word += "abcdefghijklmnoprstu"[letter]
                self.tokens[f"zq{word}zq"] = told
                return f"zq{word}zq"
            case "money":
                amount = 20_000.11 + 31.07 * self._made
                self.amounts |= {f"{amount:,.2f}": told, f"{amount:.2f}": told}
                return f"{amount:.2f}"
            case "choice":
                return column.choices[0]
            case "date":
                return DAYS.get(column.name, "2026-08-14")
            case "flag":
                return "yes" if row else "no"
            case kind:
                return "5" if kind == "whole" else "0.5"
