"""Published examples of satisfaction scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.intervals import adjusted_wald_nps, z_score
from acctlib.metrics.base.small_tables import YEAR_AGO, fees_of, replies, surveyed
from acctlib.metrics.base.suppression import TOTAL, hidden_cells, hidden_groups

# Answers by score, best first.
_DELIGHTED = {5: 42, 4: 32, 3: 10, 2: 9, 1: 14}
_CYS = {1: 80, 2: 210, 3: 140, 4: 110, 5: 160, 6: 180, 7: 120}


def _scored(scores: Mapping[int, int], *facts: str, column: str = "nps", silent: int = 0) -> SmallBook:
    """Facts of a client whose contacts gave these scores."""
    return SmallBook(lambda: surveyed(replies(scores, silent, column)), facts)


def _groups(counts: tuple[int, int, int], *facts: str) -> SmallBook:
    """Facts of a client with so many promoters, passives and detractors."""
    return _scored(dict(zip((9, 8, 6), counts, strict=True)), *facts)


def _two_years(now: tuple[int, int], before: tuple[int, int], *facts: str) -> SmallBook:
    """Facts of a client of whom so many of so many are satisfied now, and were a year ago."""
    (yes, n), (was, of) = now, before

    def tables() -> dict[str, pd.DataFrame]:
        earlier = replies({4: was, 3: of - was}, 0, "csat", YEAR_AGO)
        return surveyed(replies({4: yes, 3: n - yes}, 0, "csat"), earlier)

    return SmallBook(tables, facts)


def _by_fees(*facts: str) -> SmallBook:
    """Facts of five clients, each with one score and its fees."""
    votes = ((9, 500), (8, 300), (3, 100), (10, 50), (7, 50))
    told = [replies({score: 1}, client=f"C{n}") for n, (score, _) in enumerate(votes)]
    paid = {f"C{n}": float(fees) for n, (_, fees) in enumerate(votes)}
    return SmallBook(lambda: {**surveyed(*told), **fees_of({}, paid)}, facts)


def _again(*facts: str) -> SmallBook:
    """Facts of one contact who gave an 8, and a 10 three months later."""
    first, then = replies({8: 1}, answered="2026-02-15"), replies({10: 1})
    return SmallBook(lambda: surveyed(first, then.assign(respondent=first["respondent"])), facts)


def _late(*facts: str) -> SmallBook:
    """Facts of ten contacts asked in May, of whom six promoters replied in it, and two detractors after the quarter."""
    late = replies({0: 2}).assign(answered_date=pd.Timestamp("2026-07-01"), respondent=["L1", "L2"])
    return SmallBook(lambda: surveyed(replies({9: 6}, silent=2), late), facts, covered_to=date(2026, 6, 30))


def _variance(counts: tuple[int, int, int], times: int) -> float:
    """Variance of one answer, from the width of the interval of so many times these answers."""
    low, high = adjusted_wald_nps([times * count for count in counts])
    return float(((high - low) / 200 / z_score()) ** 2 * sum(counts) * times)


def _hidden(counts: list[int]) -> tuple[float, ...]:
    """Sizes of the groups that a list does not show."""
    groups = pd.Series(counts)
    return tuple(float(n) for n in groups[hidden_groups(groups).drop(TOTAL)])


def _hidden_in_a_table() -> float:
    """How many inner cells of a table of three by three with one small cell are hidden."""
    return float(hidden_cells(pd.DataFrame([[3, 9, 8], [7, 6, 9], [8, 9, 7]])).iloc[:-1, :-1].to_numpy().sum())


_KISH = ("Kish 1965, Survey Sampling, section 11.7", "Wiley, New York")
_SDC = ("Hundepool et al. 2012, Statistical Disclosure Control", "doi.org/10.1002/9781118348239")
_NPS = ("Advertising Week 360, Net Promoter Score", "advertisingweek360.com")
_WHUBER = ("Huber, CrossValidated answer 18609", "stats.stackexchange.com/a/18609")
_CYS_PAGE = ("CYS Group, Customer Effort Score", "support.cys.group, article 3000095529")
_RATE = ("Marketing Calculator, survey response rate", "marketing-calculator.net/survey-response-rate-calculator")
_AAPOR = ("AAPOR, Standard Definitions (RR1)", "aapor.org/standards-and-ethics/standard-definitions")
_ROCKS = ("Rocks 2016 (adjusted Wald)", "The American Statistician 70:365-372, arxiv.org/abs/1601.07235")
_DIFFERENCE = ("Newcombe 1998, two proportions, method 10", "Statistics in Medicine 17:873-890, table II")
_ENDS = ("nps.low", "nps.high")
_CHANGED = ("csat_change.low / 100", "csat_change.high / 100")
_SCORES = (((9, 0, 2), "8.0 to 92.0"), ((15, 9, 12), "-19.0 to 34.4"), ((44, 8, 28), "-0.5 to 39.1"),
           ((5, 0, 0), "17.5 to 100.0"), ((3, 1, 1), "-29.8 to 79.8"))  # fmt: skip


def _score(counts: tuple[int, int, int], expected: str) -> Example:
    said = "{} promoters, {} passives, {} detractors".format(*counts)
    return Example(*_ROCKS, "95 % interval of the NPS", said, expected, _groups(counts, *_ENDS), "by hand")


SATISFACTION = (
    Example(*_NPS, "NPS", "80 answers: 55 % promoters, 20 % detractors", "35", _scored({10: 44, 8: 20, 3: 16}, "nps")),
    Example(*_WHUBER, "NPS", "half promoters, a third passives, a sixth detractors", "33.3",
            _scored({9: 162, 7: 108, 6: 54}, "nps")),
    Example(*_WHUBER, "variance of one answer (5/9)", "the same; from the interval of three million answers", ".5556",
            lambda: _variance((3, 2, 1), 500_000)),
    Example(*_WHUBER, "standard error of 324 answers, in points", "the same variance over 324", "4.1",
            lambda: 100 * (_variance((3, 2, 1), 500_000) / 324) ** 0.5),
    Example("UserGuiding, how promoter surveys keep track", "help.userguiding.com, article 3725767",
            "NPS, from the latest answer of a person", "one person: 8 three months ago, 10 today", "100",
            _again("nps"), "by hand"),
    Example("Delighted, CSAT", "help.delighted.com/article/240", "top two of five",
            "42 fives, 32 fours, 10 threes, 9 twos, 14 ones", "69.16 %", _scored(_DELIGHTED, "csat", column="csat")),
    Example("Delighted, CSAT; Wilson 1927", "help.delighted.com/article/240", "95 % interval",
            "74 of these 107 answers", "59.9 % to 77.1 %", _scored(_DELIGHTED, "csat.low", "csat.high", column="csat"),
            "by hand"),
    Example(*_CYS_PAGE, "answers of 5 or more", "1 to 7: 80, 210, 140, 110, 160, 180, 120 answers", "46 %",
            _scored(_CYS, "ces", column="ces")),
    Example(*_CYS_PAGE, "mean", "the same", "4.08", _scored(_CYS, "health.mean_score")),
    Example(*_RATE, "response rate", "1,000 invitations, 450 replies", "45 %",
            _scored({9: 450}, "response_rate", silent=550)),
    Example(*_RATE, "response rate", "450 delivered, 180 replies", "40 %",
            _scored({9: 180}, "response_rate", silent=270)),
    Example(*_AAPOR, "response rate at the end of the data",
            "10 asked; 6 promoters replied in the quarter, 2 detractors on the day after it", "60 %",
            _late("response_rate"), "by hand"),
    Example(*_AAPOR, "NPS at the end of the data", "the same", "100", _late("nps"), "by hand"),
    *(_score(*case) for case in _SCORES),
    Example(*_DIFFERENCE, "95 % interval of the change of CSAT", "56 of 70 now, 48 of 80 a year ago", ".0524 to .3339",
            _two_years((56, 70), (48, 80), *_CHANGED)),
    Example(*_DIFFERENCE, "95 % interval of the change of CSAT", "9 of 10 now, 3 of 10 a year ago", ".1705 to .8090",
            _two_years((9, 10), (3, 10), *_CHANGED)),
    Example(*_KISH, "effective answers", "weights 500, 300, 100, 50, 50: 1000² / 355,000", "2.82",
            _by_fees("effective_clients_heard"), "by hand"),
    Example(*_KISH, "NPS by weight", "scores 9, 8, 3, 10, 7 with these weights: 55 % less 10 %", "45",
            _by_fees("nps_by_fees"), "by hand"),
    Example(*_KISH, "its 95 % interval (adjusted Wald on 2.82 answers)", "the same", "-37.1 to 80.7",
            _by_fees("nps_by_fees.low", "nps_by_fees.high"), "by hand"),
    Example(*_SDC, "groups not shown, fewest five", "groups of 3, 9, 6 people and their total", "3, 6",
            lambda: _hidden([3, 9, 6]), "by hand"),
    Example(*_SDC, "cells not shown, fewest five", "3 9 8 / 7 6 9 / 8 9 7 with totals both ways: a rectangle", "4",
            _hidden_in_a_table, "by hand"),
    Example("Manski 1989 (bounds without assumptions)", "Journal of Human Resources 24:343-360",
            "lowest and highest NPS", "6 of 15 answered: 4 promoters, 1 passive, 1 detractor", "-40, 80",
            _scored({10: 4, 8: 1, 2: 1}, "nps_worst", "nps_best", silent=9), "by hand"),
)  # fmt: skip
