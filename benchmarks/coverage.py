"""Coverage: how often the 95 % intervals of the kit hold the truth, on simulated books of 5 to 40 clients.

    python benchmarks/coverage.py                                    # prints the table
    python benchmarks/coverage.py --write docs/coverage.md           # and writes the page of the docs

Each replication draws a truth, then a book from it, then asks the kit's own function for the interval. The same
seed gives the same numbers, cell by cell: a cell has a stream of its own, whatever else is run.
"""

import argparse
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from acctlib.metrics.base.intervals import adjusted_wald_nps, newcombe_difference, nps_difference, wilson
from acctlib.metrics.base.resampling import retention_interval
from acctlib.metrics.retention.tenure import restricted_mean, restricted_mean_interval, survival

PAGE = Path(__file__).parent / "coverage_page.md"
SIZES = (5, 10, 20, 40)
ANSWERS, PROJECTS = 3, 3  # of a client, in the stretch that is measured
SAME = 0.7  # how often a person who is asked again says what was said before
ANSWERED = 0.65  # how often a person answers when asked in a wave
SLOW = 0.1  # share of the replications for what is worked out one book after another
HORIZON = 3.0
GROWTH, SPREAD = 0.03, 0.12  # of the logarithm of what a client that stays pays a year later
Drawn = tuple[np.ndarray, np.ndarray, np.ndarray]  # low, high, truth; NaN where the kit gives no interval


def binomial(rng: np.random.Generator, clients: int, times: int, each: int, low: float, high: float) -> Drawn:
    """Wilson's interval of a share; the truth lies evenly between two shares."""
    n, truth = clients * each, rng.uniform(low, high, times)
    ends = np.array([wilson(k, n) for k in range(n + 1)])[rng.binomial(n, truth)]
    return ends[:, 0], ends[:, 1], truth


def binomial_difference(
    rng: np.random.Generator, clients: int, times: int, each: int, low: float, high: float
) -> Drawn:
    """Newcombe's interval of the difference of two independent shares of as many each."""
    n, truths = clients * each, rng.uniform(low, high, (2, times))
    counts = rng.binomial(n, truths)
    ends = _looked_up(lambda now, before: newcombe_difference(now, n, before, n), counts)
    return ends[:, 0], ends[:, 1], truths[0] - truths[1]


def healths(rng: np.random.Generator, mean: np.ndarray, clients: int, alike: bool) -> np.ndarray:
    """What drives each client's answers, around the mean of the book; one for all where answers are independent."""
    return rng.beta(6 * mean[:, None], 6 * (1 - mean[:, None]), (len(mean), clients)) if alike else mean[:, None]


def groups(rng: np.random.Generator, mean: np.ndarray, clients: int, alike: bool) -> np.ndarray:
    """Promoters, passives and detractors of each book: the odds of the demonstration book."""
    health = healths(rng, mean, clients, alike)
    each = ANSWERS if alike else ANSWERS * clients
    up, down = 0.15 + 0.6 * health, 0.03 + 0.4 * (1 - health)
    drawn = rng.multinomial(each, np.stack([up, 1 - up - down, down], axis=-1))
    return np.asarray(drawn.sum(axis=1).T)


def score(mean: np.ndarray) -> np.ndarray:
    """The true Net Promoter Score of books with this mean health."""
    return 100 * (0.15 + 0.6 * mean - 0.03 - 0.4 * (1 - mean))


def nps(rng: np.random.Generator, clients: int, times: int, alike: bool = False) -> Drawn:
    """Adjusted Wald interval of the score."""
    mean = rng.uniform(0.35, 0.85, times)
    ends = _looked_up(lambda *counts: adjusted_wald_nps(counts), groups(rng, mean, clients, alike))
    return ends[:, 0], ends[:, 1], score(mean)


def nps_of_four_waves(rng: np.random.Generator, clients: int, times: int) -> Drawn:
    """The same where the same people are asked four quarters running: the latest answer of each who gave one counts.

    Most of them say again what they said before. A book of which nobody answered has no interval.
    """
    mean = rng.uniform(0.35, 0.85, times)
    people = (times, ANSWERS * clients)
    up, down = 0.15 + 0.6 * mean[:, None], 0.03 + 0.4 * (1 - mean[:, None])
    meant, latest = np.full(people, -1), np.full(people, -1)
    for _ in range(4):
        draw = rng.random(people)
        anew = np.where(draw < up, 0, np.where(draw < 1 - down, 1, 2))
        meant = np.where((meant >= 0) & (rng.random(people) < SAME), meant, anew)
        latest = np.where(rng.random(people) < ANSWERED, meant, latest)
    counts = np.array([(latest == group).sum(axis=1) for group in range(3)])
    ends = _looked_up(lambda *each: adjusted_wald_nps(each), counts)
    return ends[:, 0], ends[:, 1], score(mean)


def nps_of_a_list(rng: np.random.Generator, clients: int, times: int) -> Drawn:
    """The same where half of a contact list answered, and the score of the whole list is the truth."""
    mean = rng.uniform(0.35, 0.85, times)
    everyone = np.concatenate([groups(rng, mean, clients, False)] * 2)[:3] * 2
    asked = np.array([rng.multivariate_hypergeometric(people, people.sum() // 2) for people in everyone.T]).T
    total = int(everyone[:, 0].sum())
    ends = _looked_up(lambda *counts: adjusted_wald_nps(counts, population=total), asked)
    return ends[:, 0], ends[:, 1], 100 * (everyone[0] - everyone[2]) / total


def score_difference(rng: np.random.Generator, clients: int, times: int) -> Drawn:
    """Interval of the difference of two scores, of other people each time."""
    means = rng.uniform(0.35, 0.85, (2, times))
    now, before = (groups(rng, mean, clients, False) for mean in means)
    ends = _looked_up(lambda *counts: nps_difference(counts[:3], counts[3:]), np.concatenate([now, before]))
    return ends[:, 0], ends[:, 1], score(means[0]) - score(means[1])


def satisfied(rng: np.random.Generator, clients: int, times: int, alike: bool = False) -> Drawn:
    """Wilson's interval of the share in the top two of five: promoters, and two passives of three."""
    mean = rng.uniform(0.35, 0.85, times)
    counts = groups(rng, mean, clients, alike)
    yes, n = counts[0] + rng.binomial(counts[1], 2 / 3), int(counts[:, 0].sum())
    ends = np.array([wilson(k, n) for k in range(n + 1)])[yes]
    up, down = 0.15 + 0.6 * mean, 0.03 + 0.4 * (1 - mean)
    return ends[:, 0], ends[:, 1], up + (1 - up - down) * 2 / 3


def books(rng: np.random.Generator, clients: int, times: int) -> tuple[list[pd.DataFrame], np.ndarray]:
    """Stays of clients who leave at one rate a year, a third of them won before the data began, and that rate."""
    rate = rng.uniform(0.08, 0.3, times)
    entry = np.where(rng.random((times, clients)) < 1 / 3, rng.uniform(0, 2, (times, clients)), 0.0)
    life = entry + rng.exponential(1 / rate[:, None], (times, clients))  # who had left by then was never seen
    seen = entry + rng.uniform(1, 6, (times, clients))
    frames = [pd.DataFrame({"entry": e, "exit": np.minimum(t, c), "left": t <= c})
              for e, t, c in zip(entry, life, seen, strict=True)]  # fmt: skip
    return frames, rate


def kept_for_three_years(rng: np.random.Generator, clients: int, times: int) -> Drawn:
    """Log-log interval of the Kaplan-Meier curve at three years; none where it has not moved, or is not seen so far."""
    frames, rate = books(rng, clients, times)
    ends = np.full((times, 2), np.nan)
    for place, frame in enumerate(frames):
        curve = survival(frame)
        if curve.index[-1] >= HORIZON and (curve.index <= HORIZON).any():
            ends[place] = curve.loc[:HORIZON, ["low", "high"]].iloc[-1]
    return ends[:, 0], ends[:, 1], np.exp(-rate * HORIZON)


def years_within_three(rng: np.random.Generator, clients: int, times: int) -> Drawn:
    """Interval of the mean years within the first three; none where no one was seen so far, or no one left."""
    frames, rate = books(rng, clients, times)
    ends = np.full((times, 2), np.nan)
    for place, frame in enumerate(frames):
        curve = survival(frame)
        if restricted_mean(curve, HORIZON) < HORIZON:
            ends[place] = restricted_mean_interval(curve, HORIZON)
    return ends[:, 0], ends[:, 1], (1 - np.exp(-rate * HORIZON)) / rate


def money_kept(rng: np.random.Generator, clients: int, times: int, growth: bool) -> Drawn:
    """Interval of the net (or gross) revenue retention: clients of unequal size, some leave, the others change."""
    lost = rng.uniform(0.03, 0.25, times)
    opening = np.exp(rng.normal(9.3, 0.55, (times, clients)))
    factor = np.exp(rng.normal(GROWTH, SPREAD, (times, clients)))
    kept = opening * (factor if growth else np.minimum(factor, 1)) * (rng.random((times, clients)) >= lost[:, None])
    ends = np.array([retention_interval(pd.Series(o), pd.Series(k)) for o, k in zip(opening, kept, strict=True)])
    below = NormalDist(GROWTH + SPREAD**2, SPREAD).cdf(0)
    mean = math.exp(GROWTH + SPREAD**2 / 2)
    each = mean if growth else mean * below + 1 - NormalDist(GROWTH, SPREAD).cdf(0)
    return ends[:, 0], ends[:, 1], (1 - lost) * each


def _looked_up(interval: Callable[..., tuple[float, float]], counts: np.ndarray) -> np.ndarray:
    """The interval of each column of counts; the kit is asked once for each that differs."""
    known, place = np.unique(counts, axis=1, return_inverse=True)
    return np.array([interval(*map(int, case)) for case in known.T])[place.ravel()]


METRICS: dict[str, Callable[[np.random.Generator, int, int], Drawn]] = {
    "Clients retained (Wilson)": partial(binomial, each=1, low=0.7, high=0.97),
    "Delivery success (Wilson)": partial(binomial, each=PROJECTS, low=0.5, high=0.95),
    "CSAT, answers independent (Wilson)": satisfied,
    "CSAT, a client's answers alike (Wilson)": partial(satisfied, alike=True),
    "NPS, answers independent (adjusted Wald)": nps,
    "NPS, a client's answers alike (adjusted Wald)": partial(nps, alike=True),
    "NPS, the same people in four waves, latest answer (adjusted Wald)": nps_of_four_waves,
    "NPS of a list, half answered (finite population)": nps_of_a_list,
    "Change of clients retained (Newcombe)": partial(binomial_difference, each=1, low=0.7, high=0.97),
    "Change of delivery success (Newcombe)": partial(binomial_difference, each=PROJECTS, low=0.5, high=0.95),
    "Change of the NPS (adjusted)": score_difference,
    "Net revenue retention (bootstrap)": partial(money_kept, growth=True),
    "Gross revenue retention (bootstrap)": partial(money_kept, growth=False),
    "Kept for 3 years (Kaplan-Meier, log-log)": kept_for_three_years,
    "Mean years within 3 (restricted mean)": years_within_three,
}
ONE_BY_ONE = {name for name in METRICS if name.startswith(("Net rev", "Gross rev", "Kept for", "Mean years"))}


@dataclass(frozen=True)
class TableCell:
    """What was found for one metric and one size of book.

    Attributes
    ----------
    covered : float
        Share of the intervals that hold the truth.
    worst : float
        The same in the fifth of the truths where it is lowest.
    none : float
        Share of the replications for which the kit gives no interval.
    width : float
        Mean width of an interval: points for scores, years for years, percentage points else.
    """

    metric: str
    clients: int
    covered: float
    worst: float
    none: float
    width: float

    @property
    def verdict(self) -> str:
        """Whether it is a 95 % interval: within two points."""
        return "short" if self.covered < 0.93 else "wide" if self.covered > 0.97 else "yes"


@cache
def cell(metric: str, clients: int, replications: int, seed: int) -> TableCell:
    """One cell of the table, from a stream of its own."""
    rng = np.random.default_rng([seed, clients, zlib.crc32(metric.encode())])
    times = max(1, int(replications * SLOW)) if metric in ONE_BY_ONE else replications
    low, high, truth = METRICS[metric](rng, clients, times)
    given = ~np.isnan(low)
    held = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
    fifth = pd.qcut(pd.Series(truth), 5, labels=False, duplicates="drop")
    by_truth = pd.Series(held[given]).groupby(fifth[given].to_numpy()).mean()
    scale = 1 if "NPS" in metric or metric.startswith("Mean years") else 100
    return TableCell(metric, clients, float(held[given].mean()), float(by_truth.min()), float(1 - given.mean()),
                float((high - low)[given].mean()) * scale)  # fmt: skip


def study(replications: int, seed: int) -> list[TableCell]:
    """Every metric at every size."""
    return [cell(metric, clients, replications, seed) for metric in METRICS for clients in SIZES]


def table(cells: list[TableCell]) -> str:
    """The cells as a table of the docs."""
    head = ["| interval | clients | covers | worst fifth of truths | no interval | mean width | 93 to 97 % |",
            "|---|--:|--:|--:|--:|--:|---|"]  # fmt: skip
    rows = [
        f"| {c.metric} | {c.clients} | {c.covered:.1%} | {c.worst:.1%} | {c.none:.1%} | {c.width:.2f} | {c.verdict} |"
        for c in cells
    ]
    return "\n".join([*head, *rows])


def page(replications: int, seed: int) -> str:
    """The page of the docs, whole: what was simulated, the table, and where the intervals are not what they say."""
    cells = study(replications, seed)
    return PAGE.read_text(encoding="utf-8").format(
        command=f"python benchmarks/coverage.py --replications {replications} --seed {seed} --write docs/coverage.md",
        table=table(cells),
        short=_listed(cells, "short"),
        wide=_listed(cells, "wide"),
        slow=int(replications * SLOW),
        noise=f"{1.96 * (0.95 * 0.05 / replications) ** 0.5:.1%}",
        slow_noise=f"{1.96 * (0.95 * 0.05 / (replications * SLOW)) ** 0.5:.1%}",
    )


def _listed(cells: list[TableCell], verdict: str) -> str:
    """Metrics with the sizes for which a verdict holds."""
    sizes: dict[str, list[TableCell]] = {}
    for found in cells:
        if found.verdict == verdict:
            sizes.setdefault(found.metric, []).append(found)
    lines = [f"- {name}: " + ", ".join(f"{c.clients} clients ({c.covered:.1%})" for c in known)
             for name, known in sizes.items()]  # fmt: skip
    return "\n".join(lines) or "- nowhere in this table"


def main() -> None:
    """Run the study and print its table, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the page of the docs")
    options = parser.parse_args()
    print(table(study(options.replications, options.seed)))
    if options.write:
        options.write.write_text(page(options.replications, options.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
