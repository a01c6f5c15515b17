"""Facts about milestones."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.errors import PeriodError
from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.milestones import milestone_slip, milestone_slip_p90, milestones_met
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
MEASURES = (milestones_met, milestone_slip, milestone_slip_p90)


def frames(*days, status="active", delivered=None):
    """One project with milestones from pairs of due and done."""
    steps = pd.DataFrame(list(days), columns=["due_date", "done_date"]).assign(project_id="P", milestone_id="M")
    steps = steps.assign(**{day: pd.to_datetime(steps[day]) for day in ("due_date", "done_date")})
    project = {"committed_date": "2026-09-01", "delivered_date": delivered}
    work = pd.DataFrame({name: pd.to_datetime([day]) for name, day in project.items()})
    work = work.assign(project_id="P", client_id="C", status=status)
    return {"projects": work, "milestones": steps}


class TestMet:
    """Of those due."""

    def test_late_and_overdue_ones_are_missed_and_open_ones_are_out(self):
        days = [("2026-08-03", "2026-08-03"), ("2026-08-03", "2026-08-04"), ("2026-09-01", None), ("2026-10-01", None)]
        found = milestones_met(Prepared(frames(*days), TERMS))
        assert (found.n, found.counts) == (3, (1,))
        assert found.low < 1 / 3 < found.high

    def test_those_first_promised_before_the_four_quarters_are_out(self):
        days = [(day, day) for day in ("2025-09-30", "2025-10-01", "2026-09-30")]
        assert milestones_met(Prepared(frames(*days), TERMS)).n == 2

    def test_what_is_left_out_is_named_with_its_effect(self):
        found = milestones_met(
            Prepared(frames(("2026-08-03", "2026-08-03"), ("2026-08-10", None), status="cancelled"), TERMS)
        )
        assert [(r.why, r.n, r.effect) for r in found.left_out] == [("milestones of cancelled projects", 1, -0.5)]
        gaps = milestones_met(Prepared(frames(("2026-08-03", None), (None, None), delivered="2026-09-01"), TERMS))
        assert [(r.why, r.n) for r in gaps.left_out] == [
            ("milestones of closed projects without a day done", 1),
            ("milestones without a day promised, of any time", 1),
        ]


class TestSlip:
    """In working days, both sides."""

    days = (("2026-08-07", "2026-08-10"), ("2026-08-10", "2026-08-07"), ("2026-08-03", "2026-08-17"))

    def test_the_mean_counts_early_ones_below_zero(self):
        found = milestone_slip(Prepared(frames(*self.days), TERMS))
        assert (found.value, found.n) == (pytest.approx(10 / 3), 3)  # by hand: +1, -1, +10

    def test_the_ninetieth_percentile_lies_between_the_two_nearest(self):
        assert milestone_slip_p90(Prepared(frames(*self.days), TERMS)).value == pytest.approx(
            8.2
        )  # by hand: 1 + 0.8 x 9

    def test_an_overdue_one_counts_with_the_days_so_far(self):
        assert milestone_slip(Prepared(frames(("2026-09-16", None)), TERMS)).value == 10  # by hand: two weeks


class TestUnknown:
    """Never nought out of nothing."""

    @pytest.mark.parametrize("measure", MEASURES)
    def test_without_milestones_it_is_unknown_and_says_why(self, measure):
        held = frames(("2026-08-03", None))
        kept_none = {name: frame for name, frame in held.items() if name != "milestones"}
        assert (measure(Prepared(kept_none, TERMS)).value, measure(Prepared(kept_none, TERMS)).note) == (
            None,
            "no milestones are kept",
        )
        assert measure(Prepared(frames(("2020-01-01", None)), TERMS)).note == "no milestone was due"
        nothing = {**held, "projects": held["projects"].iloc[:0]}
        assert measure(Prepared(nothing, TERMS)).value is None


class TestHolidays:
    """Public holidays are no working days, by the client's calendar or the firm's."""

    # 3 October, Germany's national day, is a Saturday in 2026 and was a Friday in 2025.
    over_unity_day = ("2025-10-02", "2025-10-06")

    def slip(self, calendar="", clients=None):
        given = frames(self.over_unity_day) | ({} if clients is None else {"clients": clients})
        return milestone_slip(Prepared(given, replace(TERMS, policy=Policy(calendar=calendar)))).value

    def test_without_a_calendar_only_weekends_are_free(self):
        assert self.slip() == 2.0

    def test_a_holiday_of_the_firms_calendar_is_free(self):
        assert (self.slip("DE"), self.slip("FR")) == (1.0, 2.0)

    @pytest.mark.parametrize(("own", "expected"), [("DE-BE", 1.0), ("GB-ENG", 2.0), (None, 1.0)])
    def test_the_clients_own_calendar_goes_before_the_firms(self, own, expected):
        assert self.slip("DE", pd.DataFrame({"client_id": ["C"], "calendar": [own]})) == expected

    def test_a_calendar_that_is_none_is_named_with_the_way_out(self):
        with pytest.raises(PeriodError, match=r"calendar: 'DE-QQ' is not a known calendar .*, like DE-BY"):
            self.slip("DE-QQ")
        with pytest.raises(PeriodError, match=r"calendar: 'XX' is not a known calendar"):
            self.slip(clients=pd.DataFrame({"client_id": ["C"], "calendar": ["XX"]}))
