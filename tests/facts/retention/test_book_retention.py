"""The retention of the whole book, by our definitions and by those of others."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.book_retention import book_retention, cohort_tables, rosetta_of
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
# The ledger worked by hand, and J, that joins and leaves within the year
ORACLE = {"A": (100, 100), "B": (100, 130), "C": (100, 60), "D": (100, 0), "E": (0, 50), "F": (0, 70)}


def frames(ends=ORACLE, more=(), **tables):
    days = ("2025-07-01", "2026-07-01")
    rows = [(c, day, amount) for c, both in ends.items() for day, amount in zip(days, both, strict=True) if amount]
    held = pd.DataFrame([*rows, *more], columns=["client_id", "service_date", "amount"])
    held = held.assign(service_date=pd.to_datetime(held["service_date"]), amount=held["amount"].astype("float64"))
    return {"revenue": held.assign(kind="retainer", currency="EUR", credit_type=None), **tables}


class TestRosetta:
    """The oracle ledger from invoice lines, with a joiner that is lost."""

    compared = rosetta_of(Prepared(frames(more=[("F", "2024-01-01", 10), ("J", "2026-01-01", 20)]), TERMS))

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("nrr", 0.725),
            ("chartmogul_net", 0.10),
            ("chartmogul_gross", 0.35),
            ("recurly", 1 / 4),
            ("recurly_basic", 2 / 4),
            ("stripe", 2 / 7),
            ("generic", (5 - 3) / 4),
        ],
    )
    def test_each_definition_finds_its_number(self, key, value):
        assert self.compared.loc[key, "value"] == pytest.approx(value)  # by hand: E, F and J joined, J left

    def test_its_denominators_are_told(self):
        assert self.compared.loc[["recurly", "stripe"], "n"].to_list() == [4, 7]


class TestFigures:
    """What an internal review carries."""

    def test_figures_are_numbers_alone_and_name_no_client(self):
        figures = book_retention(Prepared(frames(), TERMS))
        assert {"book_nrr", "book_grr", "book_logo_retention", "book_nrr_without_largest", "rosetta_stripe"} <= set(
            figures
        )
        assert all(isinstance(x, float) for found in figures.values() for x in found.values())
        assert figures["book_nrr_without_largest"]["n"] == 3

    def test_what_is_not_known_is_not_among_them(self):
        assert "book_nrr_year" not in book_retention(Prepared(frames(), TERMS))
        assert book_retention(Prepared(frames({"E": (0, 50)}), TERMS)) == {}


class TestCohorts:
    """By the quarter in which clients came."""

    lines = (("N", "2025-11-15", 50), ("N", "2026-01-01", 90), ("N", "2026-04-01", 90), ("N", "2026-07-01", 45))

    def test_a_client_that_came_in_the_middle_of_a_quarter_has_its_base_after_it(self):
        logos, fees = cohort_tables(Prepared(frames(more=self.lines), TERMS))
        row = fees.loc[pd.Period("2025Q4", "Q-DEC")].xs("share", level="part").dropna()
        assert row.to_dict() == {1: 1, 2: 1, 3: 0.5}
        assert logos.loc[pd.Period("2025Q4", "Q-DEC"), (3, "n")] == 1

    def test_a_quarter_that_is_not_over_is_blank(self):
        logos, _ = cohort_tables(Prepared(frames(more=self.lines), replace(TERMS, covered_to=date(2026, 9, 29))))
        assert (3, "share") not in logos.columns or pd.isna(logos.loc[pd.Period("2025Q4", "Q-DEC"), (3, "share")])

    def test_clients_that_came_as_the_data_began_are_a_cohort_where_that_is_known(self):
        days = pd.to_datetime(["2025-07-15", "2019-01-01"])
        people = pd.DataFrame({"client_id": ["A", "B"], "start_date": days})
        logos, _ = cohort_tables(Prepared(frames(clients=people), TERMS))
        assert logos.loc[pd.Period("2025Q3", "Q-DEC"), (0, "n")] == 1
