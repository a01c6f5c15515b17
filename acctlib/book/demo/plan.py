"""The fictitious clients, and the latent parameters from which all their other data is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from acctlib.book.demo import names
from acctlib.book.demo.calendar import Calendar, after, later
from acctlib.book.demo.planted import IDS, LOCALES, NAMES, Case, case_of

RATES = {"EUR": 1.0, "USD": 0.92, "JPY": 0.0061, "GBP": 1.16, "CHF": 1.04}
MINOR = {"JPY": 0}  # decimals of a currency's minor unit, if not two
HOMES = {"EUR": "en_GB", "USD": "en_US", "GBP": "en_GB", "CHF": "de_CH", "JPY": "en_GB"}
ESCALATOR = 1.03


class Topic(IntEnum):
    """Topics of random draws; each topic of each client has its own random stream."""

    CLIENT = 0
    CONTRACTS = 1
    USAGE = 2
    PASSED_ON = 3
    CREDITS = 4
    COSTS = 5
    PROJECTS = 6
    MILESTONES = 7
    SURVEYS = 8
    OBJECTIVES = 9
    ACTIONS = 10
    OPPORTUNITIES = 11
    RATES = 12
    DECISIONS = 13
    RESULTS = 14
    RISKS = 15
    IDEAS = 16
    CALLS = 17
    CONTACTS = 18
    WALLET = 19


@dataclass(frozen=True)
class Stay:
    """A period as a client, [begin, stop), within the data."""

    begin: date
    stop: date


@dataclass(frozen=True)
class Client:
    """One fictitious client.

    Attributes
    ----------
    health : float
        Latent, 0 to 1; drives growth, scores, lateness and leaving.
    size : float
        Monthly retainer if the client bought every service line, in the firm's currency.
    start, end : date
        First day of the relationship, possibly long before the data; first day after its end.
    stays : tuple of Stay
        Its periods as a client; two for a client that returned.
    """

    number: int
    seed: int
    client_id: str
    case: Case
    health: float
    size: float
    lines: tuple[str, ...]
    currency: str
    start: date
    end: date | None
    stays: tuple[Stay, ...]
    segment: str
    region: str
    tier: str

    @property
    def name(self) -> str:
        """Its name; the first clients have difficult names, the others unique invented ones."""
        return NAMES[self.number][0] if self.number in NAMES else names.firm(self.number)

    @property
    def locale(self) -> str:
        """Its locale, for numbers and dates."""
        return LOCALES.get(self.number, HOMES[self.currency])

    @property
    def manager(self) -> str:
        """Its account manager."""
        return names.MANAGERS[self.number % len(names.MANAGERS)]

    @property
    def supervisor(self) -> str:
        """Its manager's supervisor."""
        return names.supervisor(self.manager)

    @property
    def late(self) -> float:
        """Probability that a project is late."""
        return round(0.55 - 0.45 * self.health, 4)

    @property
    def promoter(self) -> float:
        """Probability that a response scores 9 or 10."""
        return round(0.15 + 0.6 * self.health, 4)

    @property
    def detractor(self) -> float:
        """Probability that a response scores 6 or less."""
        return round(0.03 + 0.4 * (1 - self.health), 4)

    @property
    def drift(self) -> float:
        """Expected change in the retainer at each yearly renewal, in addition to the escalator."""
        return round(0.24 * (self.health - 0.5), 4)

    def there(self, day: date) -> bool:
        """Whether it is a client on the given day."""
        return any(stay.begin <= day < stay.stop for stay in self.stays)

    def serves(self, number: int, calendar: Calendar) -> bool:
        """Whether it is a client on any day of the given quarter."""
        begin, stop = calendar.starts[number : number + 2]
        return any(stay.begin < stop and begin < stay.stop for stay in self.stays)

    def stays_on(self, calendar: Calendar) -> bool:
        """Whether it is still a client at the end of the data."""
        return self.stays[-1].stop == calendar.cut

    def billed(self, amount_eur: float) -> float:
        """Convert an amount from the firm's currency to the client's, rounded to whole minor units."""
        return self.whole(amount_eur / RATES[self.currency])

    def whole(self, amount: float) -> float:
        """Round an amount in the client's currency to whole minor units."""
        return round(amount, MINOR.get(self.currency, 2))

    def stream(self, topic: Topic) -> np.random.Generator:
        """Return its random generator for a topic."""
        return stream(self.seed, self.number, topic)


def stream(seed: int, number: int, topic: Topic, place: int = 0) -> np.random.Generator:
    """Return the random generator for one client and topic, independent of the number of clients."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number, topic, place))))


def hazard(health: float) -> float:
    """Return the probability that an ordinary client leaves in a given quarter."""
    return round(0.05 * (1 - health), 4)


def client(number: int, calendar: Calendar, seed: int) -> Client:
    """Create the client with this number."""
    rng = stream(seed, number, Topic.CLIENT)
    case = case_of(number, len(calendar.names))
    first = number == 0
    drawn = float(rng.beta(4, 2.2))
    health = round(0.86 if first else 0.12 if case is Case.WILL_LEAVE else drawn, 4)
    size = float(np.exp(rng.normal(9.3, 0.55)))
    lines = tuple(str(line) for line in rng.permutation(names.LINES)[: int(rng.integers(1, 5))])
    start, end, stays = _relationship(case if number else None, calendar, rng, health)
    return Client(
        number=number, seed=seed, client_id=IDS.get(number, f"C{number + 1:03d}"), case=case, health=health,
        size=21_000.0 if first else size, lines=("Media", "Digital", "Brand") if first else lines,
        currency=_currency(number, case, float(rng.random())), start=start, end=end, stays=stays,
        segment=str(rng.choice(names.SEGMENTS)), region=str(rng.choice(names.REGIONS)), tier=str(rng.choice(names.TIERS)),
    )  # fmt: skip


def _currency(number: int, case: Case, draw: float) -> str:
    if case in (Case.USD, Case.JPY):
        return case.name
    ordinary = number > 0 and case is Case.NONE
    return "GBP" if ordinary and draw < 0.1 else "CHF" if ordinary and draw > 0.94 else "EUR"


Relationship = tuple[date, date | None, tuple[Stay, ...]]


def _relationship(case: Case | None, calendar: Calendar, rng: np.random.Generator, health: float) -> Relationship:
    """Dates as a client, as its case requires; the first client, which has no case, stays throughout."""
    begin, cut = calendar.begin, calendar.cut
    # At least a year before the data, so that a one-year contract can be running when the data begins.
    long_ago = later(begin, -3 * int(rng.integers(4, 30)))
    match case:
        case Case.CREDIT | Case.MERGER:
            left = _ago(calendar, 2 if case is Case.CREDIT else 5)
            return long_ago, left, (Stay(begin, left),)
        case Case.MID_QUARTER:
            start = after(later(_ago(calendar, 2), 1), 14)
            return start, None, (Stay(start, cut),)
        case Case.RETURN:
            left = calendar.starts[max(1, calendar.last - 8)]
            back = calendar.starts[max(2, calendar.last - 3)]
            return long_ago, None, (Stay(begin, left), Stay(back, cut))
        case Case.NONE:
            return _ordinary(calendar, rng, health, long_ago)
        case _:
            return long_ago, None, (Stay(begin, cut),)


def _ago(calendar: Calendar, quarters: int) -> date:
    """Start of the quarter `quarters` before the last; never the first quarter, unless it is the only one."""
    return calendar.starts[max(min(1, calendar.last), calendar.last - quarters)]


def _ordinary(calendar: Calendar, rng: np.random.Generator, health: float, long_ago: date) -> Relationship:
    """About a third join during the data; some leave at the end of a quarter."""
    last = calendar.last
    joined = int(rng.integers(0, max(last - 4, 1))) if rng.random() < 0.35 else 0
    leaves = rng.random(last + 1) < hazard(health)
    left = next((q + 1 for q in range(joined + 2, last) if leaves[q]), None)
    begin = calendar.starts[joined]
    end = None if left is None else calendar.starts[left]
    return begin if joined else long_ago, end, (Stay(begin, end or calendar.cut),)
