"""Who the invented clients are: their latent truth, and the hard cases that the first ones carry."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from acctlib.book.demo import names

# In this order: a book of three clients has the first three cases.
CASES = (
    "the steady one",
    "a foreign-currency client (USD)",
    "a foreign-currency client without cents (JPY)",
    "a pause",
    "a credit after leaving",
    "no survey",
    "one answer",
    "an overdue open project",
    "a mid-quarter start",
    "a return after leaving",
    "a merger",
    "no projects",
    "will leave: notice given in the last quarter",
    "an over-serviced client",
)
IDS = {8: "00123"}
CURRENCIES = {1: "USD", 2: "JPY"}
LOCALES = {1: "en_US", 3: "fr_FR", 7: "de_DE"}
MINOR = {"JPY": 0}
RATES = {"EUR": 1.0, "USD": 0.92, "JPY": 0.0061, "GBP": 1.16, "CHF": 1.04}


@dataclass(frozen=True)
class Client:
    """One invented client and the truth that its rows are drawn from.

    Attributes
    ----------
    health : float
        Latent, 0 to 1; drives growth, scores, lateness and leaving.
    served : tuple of (Period, Period)
        The quarters in which it is a client, first and last of each stretch.
    """

    number: int
    client_id: str
    name: str
    case: str
    health: float
    size: float
    lines: tuple[str, ...]
    currency: str
    locale: str
    start: pd.Timestamp
    served: tuple[tuple[pd.Period, pd.Period], ...]
    end: pd.Timestamp | None
    head: dict[str, str] = field(default_factory=dict)

    @property
    def lateness(self) -> float:
        """Probability that a project is late."""
        return round(0.55 - 0.45 * self.health, 4)

    @property
    def promoter(self) -> float:
        """Probability that an answer is 9 or 10."""
        return round(0.15 + 0.6 * self.health, 4)

    @property
    def detractor(self) -> float:
        """Probability that an answer is 6 or less."""
        return round(0.03 + 0.4 * (1 - self.health), 4)

    @property
    def growth(self) -> float:
        """Drift of the retainer at each yearly renewal, beside the escalator of 3 %."""
        return round(0.24 * (self.health - 0.5), 4)

    @property
    def hazard(self) -> float:
        """Probability of leaving in a quarter."""
        return round(0.05 * (1 - self.health), 4)

    def serves(self, quarter: pd.Period) -> bool:
        """Whether it is a client in a quarter."""
        return any(first <= quarter <= last for first, last in self.served)

    def cents(self, amount_eur: float) -> float:
        """An amount in its own currency, in whole minor units."""
        return round(amount_eur / RATES[self.currency], MINOR.get(self.currency, 2))


def stream(seed: int, number: int, topic: int) -> np.random.Generator:
    """Random numbers of one client and one topic: they do not depend on how many clients there are."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number, topic))))


def client(number: int, quarters: pd.PeriodIndex, seed: int) -> Client:
    """The client with this number; its case is its number's, where there is one."""
    rng = stream(seed, number, 0)
    case = CASES[number] if number < len(CASES) else ""
    health = {"the steady one": 0.86, "will leave: notice given in the last quarter": 0.12}.get(
        case, float(rng.beta(4, 2.2))
    )
    size = float(np.exp(rng.normal(9.3, 0.55)))
    lines = tuple(rng.permutation(names.LINES)[: int(rng.integers(1, 5))])
    served, start, end = _stay(case, quarters, rng, health)
    return Client(
        number=number,
        client_id=IDS.get(number, f"C{number + 1:03d}"),
        name=names.HARD[number] if number < len(names.HARD) else _name(number),
        case=case,
        health=round(health, 4),
        size=size if case != "the steady one" else 21_000.0,
        lines=lines if case != "the steady one" else ("Media", "Digital", "Brand"),
        currency=CURRENCIES.get(number, "EUR"),
        locale=LOCALES.get(number, "en_GB"),
        start=start,
        served=served,
        end=end,
        head=_head(number, rng),
    )


def _name(number: int) -> str:
    first, second = names.FIRST[number % len(names.FIRST)], names.SECOND[(number * 7) % len(names.SECOND)]
    round_ = number // (len(names.FIRST) * len(names.SECOND))
    return f"{first} {second}" + (f" {round_ + 1}" if round_ else "")


def _head(number: int, rng: np.random.Generator) -> dict[str, str]:
    manager = number % len(names.MANAGERS)
    return {
        "segment": str(rng.choice(names.SEGMENTS)),
        "region": str(rng.choice(names.REGIONS)),
        "tier": str(rng.choice(["A", "B", "C"])),
        "supervisor": names.SUPERVISORS[manager % len(names.SUPERVISORS)],
        "manager": names.MANAGERS[manager],
    }


Stay = tuple[tuple[tuple[pd.Period, pd.Period], ...], pd.Timestamp, pd.Timestamp | None]


def _stay(case: str, quarters: pd.PeriodIndex, rng: np.random.Generator, health: float) -> Stay:
    """When it is a client: as its case demands, else from long ago or lately, until it leaves or not."""
    first, last = quarters[0], quarters[-1]
    at = {k: max(first, last - k) for k in (2, 3, 5, 6, 9)}
    long_ago = (first - int(rng.integers(1, 30))).start_time
    joined = first + int(rng.integers(0, max(len(quarters) - 6, 1))) if rng.random() < 0.35 else first
    start = long_ago if joined == first else joined.start_time
    match case:
        case "a credit after leaving":
            return ((first, at[3]),), long_ago, (at[3] + 1).start_time
        case "a mid-quarter start":
            return ((at[2], last),), at[2].start_time + pd.DateOffset(months=1, days=14), None
        case "a return after leaving":
            return ((first, at[9]), (at[3], last)), long_ago, None
        case "a merger":
            return ((first, at[6]),), long_ago, (at[6] + 1).start_time
        case "":
            left = next((q for q in quarters[1:-1] if q > joined + 1 and rng.random() < 0.05 * (1 - health)), None)
            return ((joined, left or last),), start, (left + 1).start_time if left is not None else None
        case _:
            return ((first, last),), long_ago, None
