"""Satisfaction in the portfolio: trend, answers, coverage, silence, falls, groups too small to show."""

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.periods import quarter
from acctlib.review import open_portfolio
from acctlib.review.portfolio.satisfaction import trend_of
from acctlib.review.portfolio.score_groups import main_service
from acctlib.review.session import portfolio_of


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


def with_surveys(book, surveys, **changes):
    frames = {**book.frames, "surveys": surveys, **changes}
    return portfolio_of(Slice("", "internal", frames, book.context.covered_to, ""), book.config, book.quarter)


def rows_under(text, head):
    """Rows of a table, first cell -> cells, by what its head begins with."""
    lines = text.split("\n")
    start = next(place for place, line in enumerate(lines) if line.startswith(head)) + 1
    rows = (line.split(" | ") for line in lines[start:])
    found = {}
    for row in rows:
        if len(row) < 2:
            break
        found[row[0]] = row
    return found


class TestNumbers:
    """What the page says is what the facts say."""

    def test_the_measures_are_the_facts_of_the_book(self, book):
        told = rows_under(text_of(book.satisfaction()), "Last four quarters")
        assert list(told) == [
            "Satisfaction (NPS)", "Satisfaction, one vote a client", "Satisfaction, by fees", "Satisfied (CSAT)",
            "Response rate",
        ]  # fmt: skip
        fact = book.facts["nps_by_client"]
        assert told["Satisfaction, one vote a client"][2] == f"{fact.n} of {fact.asked}"

    def test_the_trend_ends_with_the_fact_and_each_point_has_its_interval(self, book):
        points = trend_of(book)
        assert len(points) == 8
        assert points["value"].iloc[-1] == pytest.approx(book.facts["nps"].value)
        assert (points["low"] < points["value"]).all()
        assert (points["value"] < points["high"]).all()

    def test_every_client_is_in_one_band_and_the_shares_of_fees_add_up(self, book):
        told = rows_under(text_of(book.satisfaction()), "Latest response (client")
        assert sum(int(row[2]) for row in told.values()) == 22  # clients that paid or were asked, counted in the tables
        assert sum(int(row[3].rstrip("%")) for row in told.values()) == pytest.approx(100, abs=2)

    def test_a_client_that_pays_and_was_never_asked_is_named(self, book):
        text = text_of(book.satisfaction())
        assert f"1 paying client has never been surveyed: {book.names['C006']}." in text


class TestSilence:
    """Who says nothing."""

    def test_a_client_silent_for_two_waves_is_listed_though_it_answered_once_this_year(self, book):
        surveys = book.frames["surveys"]
        late = surveys["client_id"].eq("C004") & (surveys["sent_date"] >= "2026-04-01")
        quiet = with_surveys(book, surveys.assign(answered_date=surveys["answered_date"].mask(late)))
        told = rows_under(text_of(quiet.satisfaction()), "Non-responding client")
        assert told[book.names["C004"]][3] == "two consecutive waves"
        before = book.facts["silent_two_waves"].value
        assert quiet.facts["silent_two_waves"].value == before + 1

    def test_where_nobody_answered_nothing_is_a_percentage_of_nothing(self, book):
        surveys = book.frames["surveys"]
        text = text_of(with_surveys(book, surveys.assign(answered_date=pd.NaT)).satisfaction())
        assert "surveyed clients responded, representing 0% of surveyed fees" in text
        assert "Nobody can be compared with a year ago" in text
        assert "more clients did not respond." in text


class TestFell:
    """Who is less content than a year ago."""

    def test_a_client_that_turned_has_fallen_and_chance_is_told(self, book):
        surveys = book.frames["surveys"]
        turned = surveys["client_id"].eq("C016") & (surveys["sent_date"] >= "2025-10-01") & surveys["nps"].notna()
        text = text_of(with_surveys(book, surveys.assign(nps=surveys["nps"].mask(turned, 1))).satisfaction())
        assert rows_under(text, "Lower than a year ago")[book.names["C016"]][-1] == "fell"
        assert "18 clients compared; 0.5 false positives expected by chance." in text

    def test_one_contact_two_points_down_is_too_few_to_tell(self, book):
        surveys = book.frames["surveys"]
        own = surveys[surveys["client_id"].eq("C016") & surveys["kind"].eq("relationship")]
        kept = pd.concat([own[own["sent_date"].between(*days) & own["nps"].notna()].head(1) for days in (
            ("2024-10-01", "2025-09-30"), ("2025-10-01", "2026-09-30"))]).assign(nps=[9, 7])  # fmt: skip
        told = with_surveys(book, pd.concat([surveys[surveys["client_id"] != "C016"], kept], ignore_index=True))
        row = rows_under(text_of(told.satisfaction()), "Lower than a year ago")[book.names["C016"]]
        assert (row[2], row[4], row[-1]) == ("1", "1", "sample too small")

    def test_where_the_questions_changed_nobody_is_compared(self, book):
        surveys = book.frames["surveys"]
        new = surveys["sent_date"] >= "2025-10-01"
        asked = surveys.assign(instrument=pd.Series("two", index=surveys.index).where(new, "one"))
        changed = with_surveys(book, asked)
        assert trend_of(changed)["value"].notna().to_list() == [False] * 4 + [True] * 4
        text = text_of(changed.satisfaction())
        assert "Nobody can be compared with a year ago: not comparable: question changed in Q4 2025." in text


class TestGroups:
    """Scores by role, segment and service."""

    def test_a_small_group_is_named_without_score_or_n_and_so_is_one_that_covers_it(self, book):
        told = rows_under(text_of(book.satisfaction()), "Role")
        hidden = [row for row in told.values() if "withheld" in row]
        assert len(hidden) >= 2
        assert all(row[1:] == ["", "", "withheld"] for row in hidden)
        assert "Groups of fewer than 5 respondents are withheld" in text_of(book.satisfaction())

    def test_the_people_of_each_grouping_are_all_the_people(self, book):
        text = text_of(book.satisfaction())
        assert len({rows_under(text, head)["All"][1] for head in ("Role", "Segment", "Main service")}) == 1

    def test_the_main_service_is_the_one_that_a_client_paid_most_for(self, book):
        lines = book.prepared.revenue
        since = lines[lines["service_date"].between("2025-10-01", "2026-09-30") & lines["client_id"].eq("C001")]
        fees = since[~since["kind"].isin(["pass_through", "reimbursable"])].groupby("service_line")["amount"].sum()
        assert main_service(book)["C001"] == fees.idxmax()

    def test_without_roles_segments_and_services_there_is_no_table_of_groups(self, book):
        bare = {
            "clients": book.frames["clients"].drop(columns="segment"),
            "revenue": book.frames["revenue"].drop(columns="service_line"),
        }
        text = text_of(with_surveys(book, book.frames["surveys"].drop(columns="role"), **bare).satisfaction())
        assert "Segment" not in text
        assert "Main service" not in text
        assert "Lower than a year ago" in text


def test_a_book_without_surveys_says_so_in_one_line():
    revenue = pd.DataFrame(
        {"client_id": ["A"], "service_date": pd.to_datetime(["2026-08-01"]), "amount": [1.0], "kind": ["retainer"],
         "currency": ["EUR"], "credit_type": [None], "service_line": [None]}
    )  # fmt: skip
    clients = pd.DataFrame({"client_id": ["A"], "name": ["One"], "supervisor": [None]})
    held = Slice("", "internal", {"clients": clients, "revenue": revenue}, pd.Timestamp("2026-09-30").date(), "")
    bare = portfolio_of(held, Config(), quarter("2026Q3"))
    assert text_of(bare.satisfaction()) == "Satisfaction score not available: no survey was sent."
