"""The ground truth behind the drawn data, for checking whether an analysis recovers it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Any

from acctlib.book.demo.calendar import Calendar
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.names import PASSED
from acctlib.book.demo.plan import ESCALATOR, MINOR, Client, hazard
from acctlib.book.demo.planted import Case, planted
from acctlib.book.demo.surveys import ANSWERS, NEVER


class Truth:
    """Each client's latent probabilities, planted cases, and totals in minor units as drawn.

    It is updated as each client's rows are written, and keeps no rows.
    """

    def __init__(self, calendar: Calendar, seed: int) -> None:
        self._calendar = calendar
        self._told: dict[str, Any] = {"seed": seed, "quarters": list(calendar.names), "planted": [], "clients": {}}
        self._rows: Counter[str] = Counter()
        self._invoiced: Counter[tuple[str, str]] = Counter()
        self._fees: Counter[tuple[str, str]] = Counter()
        self._served: Counter[str] = Counter()

    def count(self, table: str, rows: Rows) -> None:
        """Count rows written to a table."""
        self._rows[table] += len(rows)
        for row in rows if table == "revenue" else ():
            amount, code = minor(row), row["currency"]
            self._invoiced[row["kind"], code] += amount
            if row["kind"] not in PASSED:
                self._fees[self._quarter(row), code] += amount

    def add(self, client: Client) -> None:
        """Record a client that has been drawn."""
        self._told["planted"] += planted(client.number, client.client_id, client.case)
        self._told["clients"][client.client_id] = latent(client)
        self._served.update(
            name for number, name in enumerate(self._calendar.names) if client.serves(number, self._calendar)
        )

    def told(self) -> dict[str, Any]:
        """Return the ground truth as stored in truth.json."""
        quarters = self._calendar.names
        return {
            **self._told,
            "rows": dict(self._rows),
            "clients_served": {name: self._served[name] for name in quarters},
            "fee_income_minor_units": nested(self._fees, quarters),
            "invoiced_minor_units": nested(self._invoiced),
        }

    def _quarter(self, row: Row) -> str:
        return self._calendar.names[bisect_right(self._calendar.starts, row["service_date"]) - 1]


def minor(row: Row) -> int:
    """Return an invoice line's amount in minor units of its currency: an integer, so that totals are exact."""
    coins: int = round(row["amount"] * 10 ** MINOR.get(row["currency"], 2))
    return coins


def nested(sums: Counter[tuple[str, str]], first: tuple[str, ...] = ()) -> dict[str, dict[str, int]]:
    """Nest sums by two keys; the given outer keys come first, even if they have no sums."""
    told: dict[str, dict[str, int]] = {key: {} for key in first}
    for (outer, inner), amount in sorted(sums.items()):
        told.setdefault(outer, {})[inner] = amount
    return told


def latent(client: Client) -> dict[str, Any]:
    """Return the parameters of one client's draws; probabilities and rates as fractions, NPS in points.

    A client with a planted case does not leave by chance, so its churn hazard is None.
    """
    promoter, detractor = client.promoter, client.detractor
    return {
        "case": client.case.value,
        "stays": [[stay.begin.isoformat(), stay.stop.isoformat()] for stay in client.stays],
        "health": client.health,
        "promoter": promoter,
        "passive": round(1 - promoter - detractor, 4),
        "detractor": detractor,
        "nps": round(100 * (promoter - detractor), 2),
        "answers": round(ANSWERS * (1 - NEVER), 4),
        "churn_hazard": hazard(client.health) if client.number and client.case is Case.NONE else None,
        "retainer_growth": round(ESCALATOR * (1 + client.drift) - 1, 4),
        "late": client.late,
    }
