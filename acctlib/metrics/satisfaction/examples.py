"""Published examples of satisfaction scores."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.example import Example
from acctlib.metrics.base.intervals import adjusted_wald_nps, z_score
from acctlib.metrics.base.suppression import TOTAL, hidden_cells, hidden_groups
from acctlib.metrics.satisfaction.roll_up import client_scores, effective_answers, weighted_nps, weighted_nps_interval
from acctlib.metrics.satisfaction.satisfaction import (
    csat,
    csat_interval,
    customer_effort,
    net_promoter_score,
    nps_bounds,
)

# Answers by score, best first.
_DELIGHTED = {5: 42, 4: 32, 3: 10, 2: 9, 1: 14}
_CYS = {1: 80, 2: 210, 3: 140, 4: 110, 5: 160, 6: 180, 7: 120}


def _answers(counts: dict[int, int]) -> pd.Series:
    return pd.Series([score for score, count in counts.items() for _ in range(count)])


def _mean(counts: dict[int, int]) -> float:
    """The mean of one client's answers, as the roll-up takes it."""
    given = pd.DataFrame({"client_id": "A", "ces": _answers(counts), "answered_date": pd.Timestamp("2026-07-01")})
    return float(client_scores(given, "ces")["score"].iloc[0])


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


_VOTES, _FEES = pd.Series([9, 8, 3, 10, 7]), pd.Series([500, 300, 100, 50, 50])
_KISH = ("Kish 1965, Survey Sampling, section 11.7", "Wiley, New York")
_SDC = ("Hundepool et al. 2012, Statistical Disclosure Control", "doi.org/10.1002/9781118348239")
_NPS = ("Advertising Week 360, Net Promoter Score", "advertisingweek360.com")
_WHUBER = ("Huber, CrossValidated answer 18609", "stats.stackexchange.com/a/18609")
_CYS_PAGE = ("CYS Group, Customer Effort Score", "support.cys.group, article 3000095529")

SATISFACTION = (
    Example(*_NPS, "NPS", "80 answers: 55 % promoters, 20 % detractors", "35",
            lambda: net_promoter_score(_answers({10: 44, 8: 20, 3: 16}))),
    Example(*_WHUBER, "NPS", "half promoters, a third passives, a sixth detractors", "33.3",
            lambda: net_promoter_score(_answers({9: 162, 7: 108, 6: 54}))),
    Example(*_WHUBER, "variance of one answer (5/9)", "the same; from the interval of three million answers", ".5556",
            lambda: _variance((3, 2, 1), 500_000)),
    Example(*_WHUBER, "standard error of 324 answers, in points", "the same variance over 324", "4.1",
            lambda: 100 * (_variance((3, 2, 1), 500_000) / 324) ** 0.5),
    Example("Delighted, CSAT", "help.delighted.com/article/240", "top two of five",
            "42 fives, 32 fours, 10 threes, 9 twos, 14 ones", "69.16 %", lambda: csat(_answers(_DELIGHTED))),
    Example("Delighted, CSAT; Wilson 1927", "help.delighted.com/article/240", "95 % interval",
            "74 of these 107 answers", "59.9 % to 77.1 %", lambda: csat_interval(_answers(_DELIGHTED)), "by hand"),
    Example(*_CYS_PAGE, "answers of 5 or more", "1 to 7: 80, 210, 140, 110, 160, 180, 120 answers", "46 %",
            lambda: customer_effort(_answers(_CYS))),
    Example(*_CYS_PAGE, "mean", "the same", "4.08", lambda: _mean(_CYS)),
    Example(*_KISH, "effective answers",
            "weights 500, 300, 100, 50, 50: 1000² / 355,000", "2.82",
            lambda: effective_answers(pd.Series([500, 300, 100, 50, 50])), "by hand"),
    Example(*_KISH, "NPS by weight", "scores 9, 8, 3, 10, 7 with these weights: 55 % less 10 %", "45",
            lambda: weighted_nps(_VOTES, _FEES), "by hand"),
    Example(*_KISH, "its 95 % interval (adjusted Wald on 2.82 answers)", "the same", "-37.1 to 80.7",
            lambda: weighted_nps_interval(_VOTES, _FEES), "by hand"),
    Example(*_SDC, "groups not shown, fewest five", "groups of 3, 9, 6 people and their total", "3, 6",
            lambda: _hidden([3, 9, 6]), "by hand"),
    Example(*_SDC, "cells not shown, fewest five", "3 9 8 / 7 6 9 / 8 9 7 with totals both ways: a rectangle", "4",
            _hidden_in_a_table, "by hand"),
    Example("Manski 1989 (bounds without assumptions)", "Journal of Human Resources 24:343-360",
            "lowest and highest NPS", "6 of 15 answered: 4 promoters, 1 passive, 1 detractor", "-40, 80",
            lambda: nps_bounds(_answers({10: 4, 8: 1, 2: 1}), silent=9), "by hand"),
)  # fmt: skip
