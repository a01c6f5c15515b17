"""Published examples of delivery, earned value and earned schedule."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.small_tables import Tables, projects
from acctlib.metrics.delivery.earned_value import earned_schedule, earned_value, time_indices


def _status(planned: float, earned: float, cost: float, budget: float) -> pd.Series:
    columns = {"planned": planned, "earned": earned, "cost": cost, "budget": budget}
    found: pd.Series = earned_value(pd.DataFrame({name: [float(value)] for name, value in columns.items()})).iloc[0]
    return found


def _plan(*values: float) -> pd.Series:
    """Planned value at times 1, 2, 3 and so on."""
    return pd.Series([float(value) for value in values], index=range(1, len(values) + 1))


def _done(lots: tuple[tuple[int, Mapping[str, object]], ...], *facts: str) -> SmallBook:
    return SmallBook(lambda: projects(*lots), facts)


_LATE = {"delivered_date": "2026-05-20", "accepted_date": "2026-05-20"}
_OVER, _REJECTED, _CANCELLED = {"fees_at_completion": 101.0}, {"accepted_date": None}, {"status": "cancelled"}
_OPEN = {"delivered_date": None, "accepted_date": None}
# Promised for the 15th, which was moved to the 20th before it was late.
_MOVED = {**_LATE, "agreed_date": "2026-05-20"}
_LINEAR = _plan(*range(10_000, 110_000, 10_000))
_FENCE = ("PMP Exam Prep, the fence, page 210", "studylib.net/doc/5898152")
_PM = ("pmcontrols, hand-worked cases", "github.com/arikanatakan/pmcontrols, tests/validation_cases.json")
_ON_TIME = ("kebs PSApedia, on-time project delivery", "kebs.ai/psapedia/what-is-on-time-project-delivery-rate")
_SUCCESS = ("kebs PSApedia, success rate of projects", "kebs.ai/psapedia/what-is-success-rate-of-projects")
_START = ("KPI-Start, client projects", "kpi-start.com/tag/schedule")
_BOOKS = (
    "QuickBooks, using earned value management",
    "quickbooks.intuit.com/ca/resources/running-a-business/using-earned-value-management",
)
_HALFWAY = "budget 100,000; planned 55,000, earned 50,000, cost 45,000"
_COST = ("cpi", "spi", "estimate")
_SIDES = "four sides of 1,000; after day 3: two done, half of the third, 2,800 spent"
_HAND = "100,000 over 10, linear; at {} earned {}, cost {}"
_FIRST = _HAND.format(4, "30,000", "35,000")
_AHEAD = _HAND.format(4, "50,000", "45,000")
_BEHIND = _HAND.format(5, "40,000", "38,000")


def _fence() -> pd.Series:
    return _status(3000, 2500, 2800, 4000)


def _fence_book(*facts: str) -> SmallBook:
    """Facts of a client whose one project in progress is the fence: a side a day, seen at the end of the third."""
    sides = ((1000, 1000), (1000, 1200), (500, 600), (0, None))
    steps = pd.DataFrame({"project_id": "P0", "due_date": pd.date_range("2026-06-28", periods=4), "done_date": pd.NaT,
                          "planned_value": 1000.0, "earned_value": [float(earned) for earned, _ in sides],
                          "actual_cost": [cost for _, cost in sides]})  # fmt: skip

    def tables() -> Tables:
        work = projects((1, {**_OPEN, "committed_date": "2026-07-20", "start_date": "2026-06-28"}))
        return {**work, "milestones": steps}

    return SmallBook(tables, facts)


def _hand(at: int, earned: float, cost: float) -> pd.Series:
    time = time_indices(_LINEAR, earned, at).add_prefix("time_")
    found: pd.Series = pd.concat([_status(10_000 * at, earned, cost, 100_000), time])
    return found


DELIVERY = (
    Example(*_ON_TIME, "on time", "100 projects, 85 delivered by their day", "85 %",
            _done(((85, {}), (15, _LATE)), "on_time")),
    Example(*_SUCCESS, "projects within scope, time and budget", "100 projects, 80 of them", "80 %",
            _done(((80, {}), (9, _LATE), (6, _OVER), (5, _REJECTED)), "delivery_success")),
    Example(*_SUCCESS, "the same, and on time (91 of 103)", "as above; 4 more cancelled, 3 past their day and open",
            "80, 88.35 %",
            _done(((80, {}), (9, _LATE), (6, _OVER), (5, _REJECTED), (4, {**_OPEN, **_CANCELLED}), (3, _OPEN)),
                  "delivery_success", "on_time"), "by hand"),
    Example(*_START, "on schedule, compared with initial planning; with the latest agreed date",
            "10 projects: 6 on the day, 3 on a day agreed later, 1 late", "60, 90 %",
            _done(((6, {}), (3, _MOVED), (1, _LATE)), "on_time", "on_time_agreed"), "by hand"),
    Example(*_START, "on schedule, with those that are past their day and open", "6 on the day, 2 not delivered",
            "75 %", _done(((6, {}), (2, _OPEN)), "on_time"), "by hand"),
    Example("KPI-Start, projects within budget", "kpi-start.com/tag/budget", "within the agreed fees",
            "10 projects of 100: 7 at 100, 1 at 99, 2 at 101", "80 %",
            _done(((7, {}), (1, {"fees_at_completion": 99.0}), (2, _OVER)), "within_fees"), "by hand"),
    Example(*_FENCE, "CV, SV", _SIDES, "-300, -500",
            lambda: _fence()[["cost_variance", "schedule_variance"]].to_list()),
    Example(*_FENCE, "CPI, SPI", _SIDES, ".893, .833", lambda: _fence()[["cpi", "spi"]].to_list()),
    Example(*_FENCE, "CPI", _SIDES, ".893", _fence_book("cpi")),
    Example(*_FENCE, "SPI(t) (2.5 of 3 days)", _SIDES, ".8333", _fence_book("spi_time"), "by hand"),
    Example(*_FENCE, "EAC, from a CPI rounded to .893 as the book does", _SIDES, "4,479",
            lambda: 4000 / round(float(_fence()["cpi"]), 3)),
    Example(*_FENCE, "EAC, ETC, VAC from the CPI as it is", _SIDES, "4,480, 1,680, -480",
            lambda: _fence()[["estimate", "to_complete", "variance_at_completion"]].to_list(), "by hand"),
    Example(*_PM, "CPI, SPI", f"evm-hand-001: {_FIRST}", ".857143, .75",
            lambda: _hand(4, 30e3, 35e3)[["cpi", "spi"]].to_list()),
    Example(*_PM, "EAC, EAC at budget, VAC", f"evm-hand-001: {_FIRST}", "116,666.67, 105,000, -16,666.67",
            lambda: _hand(4, 30e3, 35e3)[["estimate", "estimate_at_budget", "variance_at_completion"]].to_list()),
    Example(*_PM, "TCPI", f"evm-hand-001: {_FIRST}", "1.076923", lambda: float(_hand(4, 30e3, 35e3)["needed_cpi"])),
    Example(*_PM, "ES, SPI(t), IEAC(t)", f"evm-hand-001: {_FIRST}", "3, .75, 13.333",
            lambda: _hand(4, 30e3, 35e3)[["time_earned_schedule", "time_spi", "time_duration"]].to_list()),
    Example(*_PM, "CPI, SPI, EAC, ES, IEAC(t)", f"ahead-003: {_AHEAD}", "1.1111, 1.25, 90,000, 5, 8",
            lambda: _hand(4, 50e3, 45e3)[[*_COST, "time_earned_schedule", "time_duration"]].to_list()),
    Example(*_PM, "CPI, SPI, EAC, SPI(t), IEAC(t)", f"behind-under-004: {_BEHIND}", "1.0526, .8, 95,000, .8, 12.5",
            lambda: _hand(5, 40e3, 38e3)[[*_COST, "time_spi", "time_duration"]].to_list()),
    Example(*_PM, "earned schedule", "plan 20, 50, 90, 140, 200; earned 70", "2.5",
            lambda: earned_schedule(_plan(20, 50, 90, 140, 200), 70)),
    Example(*_PM, "earned schedule", "plan 30, 70, 120, 180, 250; earned 100", "2.6",
            lambda: earned_schedule(_plan(30, 70, 120, 180, 250), 100)),
    Example(*_BOOKS, "SV, CV", _HALFWAY, "-5,000, 5,000",
            lambda: _status(55e3, 50e3, 45e3, 100e3)[["schedule_variance", "cost_variance"]].to_list()),
    Example(*_BOOKS, "CPI, SPI, EAC", _HALFWAY, "1.11, .91, 90,000",
            lambda: _status(55e3, 50e3, 45e3, 100e3)[[*_COST]].to_list()),
    Example("Lipke 2003, Schedule is Different", "The Measurable News, summer 2003", "SPI and SPI(t) of a late finish",
            "100,000 over 10, linear, all earned at 12", "1.00, .8333",
            lambda: (float(_status(100e3, 100e3, 100e3, 100e3)["spi"]), float(time_indices(_LINEAR, 100e3, 12)["spi"])),
            "by hand"),
)  # fmt: skip
