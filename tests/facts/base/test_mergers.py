"""A book in which clients were merged says what it would say had they been one from the start."""

from datetime import date

import pandas as pd
import pytest

from acctlib.book.schema.tables import TABLES
from acctlib.config import Config, Policy
from acctlib.facts import ReviewContext, book_scorecard
from acctlib.facts.base.mergers import OWN_MONEY, restated
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import account_health
from acctlib.facts.health.attention import attention
from acctlib.periods import quarter
from acctlib.review.portfolio import Portfolio
from acctlib.review.portfolio.retention import renewals_ahead
from tests.properties.books import TERMS, random_book
from tests.properties.test_whole_book import assert_same, whole

GONE, INTO, DAY = "C6", "C5", pd.Timestamp("2026-05-10")
SECTIONS = ("attention", "retention", "checkpoints", "back_test", "satisfaction", "growth", "delivery", "team", "forecast_accuracy",
            "actions")  # fmt: skip


def two_books(seed):
    """A random book in which C6 was merged into C5, and the same book in which they were one from the start."""
    frames = random_book(seed)
    clients = frames["clients"].assign(parent_id=None, currency="EUR")
    clients["end_date"] = clients["end_date"].mask(clients["client_id"].isin([GONE, INTO]))
    of_gone = frames["contracts"]["client_id"].eq(GONE) & ~(frames["contracts"]["end_date"] < DAY)
    frames["contracts"] = frames["contracts"][~of_gone]  # what may have ended by the merger has a test of its own
    is_gone = clients["client_id"] == GONE
    merged = clients.assign(
        parent_id=clients["parent_id"].mask(is_gone, INTO), end_date=clients["end_date"].mask(is_gone, DAY)
    )
    starts = clients.loc[clients["client_id"].isin([GONE, INTO]), "start_date"]
    one = clients[~is_gone].assign(
        start_date=lambda f: f["start_date"].mask(f["client_id"] == INTO, starts.min()),
    )
    names = [name for name, frame in frames.items() if "client_id" in frame and name != "clients"]
    mapped = {n: frames[n].assign(client_id=frames[n]["client_id"].replace(GONE, INTO)) for n in names}
    return {**frames, "clients": merged}, {**frames, **mapped, "clients": one}


@pytest.fixture(scope="module", params=[1, 2])
def books(request):
    return two_books(request.param)


def test_every_fact_of_the_book_and_its_comparisons_are_those_of_one_client(books):
    one, other = (whole(book_scorecard(frames, TERMS)) for frames in books)
    assert_same(one, other, rel=1e-9, dust=1e-6)


def test_every_account_stands_where_the_one_client_stands(books):
    seen = [Prepared(frames, TERMS) for frames in books]
    panels = [account_health(frames) for frames in seen]
    pd.testing.assert_frame_equal(panels[0].states, panels[1].states)
    lists = [attention(frames, health) for frames, health in zip(seen, panels, strict=True)]
    pd.testing.assert_frame_equal(lists[0].listed, lists[1].listed)
    assert GONE not in panels[0].states.index


@pytest.fixture(scope="module")
def portfolios(books):
    return [Portfolio(frames, TERMS, Config()) for frames in books]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_page_of_the_portfolio_is_that_of_one_client(portfolios, name):
    made = [repr(getattr(book, name)()) for book in portfolios]
    assert made[0] == made[1]


def test_the_books_differ_before_they_are_restated(books):
    merged = {**books[0], "clients": books[0]["clients"].assign(parent_id=None)}
    assert book_scorecard(merged, TERMS)["top_share"].n == book_scorecard(books[1], TERMS)["top_share"].n + 1


AT = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30), Policy())


def ledger(*rows):
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"]).astype({"amount": "float64"})
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]), kind="retainer", currency="EUR")


def people(**more):
    told = {"client_id": ["A", "B", "D"], "name": ["Ann", "Bea", "Dan"], "parent_id": ["B", None, None],
            "end_date": pd.to_datetime(["2026-05-04", None, None]), **more}  # fmt: skip
    return pd.DataFrame(told)


class TestByHand:
    """Numbers that anybody can check."""

    def test_the_share_of_the_largest_client_is_that_of_both_together(self):
        # over four quarters A paid 300 and was merged into B, which paid 400; D paid 300: 700 of 1,000, not 400
        lines = ledger(
            ("A", "2026-02-01", 300), ("B", "2026-02-01", 200), ("B", "2026-08-01", 200), ("D", "2026-08-01", 300)
        )
        found = book_scorecard({"revenue": lines, "clients": people()}, AT)
        assert (found["top_share"].value, found["top_share"].n) == (pytest.approx(0.7), 2)
        assert found["fee_concentration"].value == pytest.approx(70**2 + 30**2)

    def test_the_quarter_before_the_merger_is_restated_too(self):
        lines = ledger(("A", "2026-01-01", 300), ("B", "2026-01-01", 400), ("D", "2026-01-01", 300))
        found = book_scorecard({"revenue": lines, "clients": people()}, AT)
        assert (found["top_share"].value, found["top_share"].prior) == (pytest.approx(0.7), pytest.approx(0.7))

    def test_a_contract_that_ended_with_its_client_is_neither_renewed_nor_lost(self):
        # due in the year: B renewed, D lost, A ended with the merger: one of two, not one of three
        held = pd.DataFrame({
            "contract_id": ["KA", "KB", "KB2", "KD"], "client_id": ["A", "B", "B", "D"],
            "start_date": pd.to_datetime(["2025-05-01", "2025-05-01", "2026-05-01", "2025-05-01"]),
            "end_date": pd.to_datetime(["2026-05-03", "2026-04-30", "2027-04-30", "2026-04-30"]),
            "signed_date": pd.to_datetime([None, None, "2026-04-01", None]), "renewal_of": [None, None, "KB", None],
            "annual_value": [100.0, 100.0, 100.0, 300.0], "status": ["ended", "renewed", "active", "ended"],
        })  # fmt: skip
        found = book_scorecard({"revenue": ledger(("B", "2026-08-01", 1)), "clients": people(), "contracts": held}, AT)
        assert (found["renewal_rate"].value, found["renewal_rate"].n) == (0.5, 2)
        assert found["renewal_rate_by_value"].value == pytest.approx(100 / 400)
        (left,) = found["renewal_rate"].left_out
        assert (left.why, left.n) == ("contracts of a merged client that nothing continues", 1)

    def test_a_contract_that_ended_with_its_client_is_not_up_for_renewal(self):
        held = pd.DataFrame({
            "contract_id": ["KA", "KA2"], "client_id": ["A", "A"], "start_date": pd.to_datetime(["2026-01-01"] * 2),
            "end_date": pd.to_datetime(["2026-12-31"] * 2), "signed_date": pd.to_datetime([None, None]),
            "renewal_of": [None, None], "annual_value": [100.0, 70.0], "status": ["ended", "active"],
        })  # fmt: skip
        frames = {"revenue": ledger(("B", "2026-08-01", 1)), "clients": people(), "contracts": held}
        due = renewals_ahead(Portfolio(frames, AT, Config()))
        assert due[["contract_id", "client_id", "state"]].to_numpy().tolist() == [["KA2", "B", "open"]]

    def test_a_contract_that_was_over_before_the_merger_was_lost(self):
        held = pd.DataFrame({
            "contract_id": ["KA"], "client_id": ["A"], "start_date": pd.to_datetime(["2025-05-01"]),
            "end_date": pd.to_datetime(["2026-04-30"]), "signed_date": pd.to_datetime([None]), "renewal_of": [None],
            "annual_value": [100.0], "status": ["ended"],
        })  # fmt: skip
        found = book_scorecard({"revenue": ledger(("B", "2026-08-01", 1)), "clients": people(), "contracts": held}, AT)
        assert (found["renewal_rate"].value, found["renewal_rate"].n) == (0.0, 1)

    def test_a_merger_across_supervisors_moves_all_fees_to_the_survivors(self):
        lines = ledger(("A", "2026-02-01", 300), ("B", "2026-08-01", 400), ("D", "2026-08-01", 300))
        frames = {"revenue": lines, "clients": people(supervisor=["Old", "New", "New"])}
        new = Portfolio(frames, AT, Config(), "New")
        assert new.facts["top_share"].value == pytest.approx(0.7)
        assert Portfolio(frames, AT, Config(), "Old").facts["top_share"].n == 0

    def test_budgets_of_a_merged_client_are_converted_to_the_survivors_currency(self):
        projects = pd.DataFrame({"project_id": ["P", "Q"], "client_id": ["A", "B"], "budget": [100.0, 100.0]})
        rates = pd.DataFrame({"date": pd.to_datetime(["2026-01-01"]), "currency": ["USD"], "rate": [0.5]})
        frames = {"clients": people(currency=["USD", "EUR", "EUR"]), "projects": projects, "rates": rates,
                  "milestones": pd.DataFrame({"project_id": ["P"], "planned_value": [10.0]})}  # fmt: skip
        found = restated(frames, AT)
        assert found["projects"]["budget"].to_list() == [50.0, 100.0]
        assert found["milestones"]["planned_value"].to_list() == [5.0]
        assert restated({**frames, "rates": rates.iloc[:0]}, AT)["projects"]["budget"].isna().to_list() == [True, False]

    def test_all_money_of_these_tables_is_converted(self):
        money = {name: tuple(c.name for c in TABLES[name].columns if c.type == "money") for name in OWN_MONEY}
        assert money == OWN_MONEY

    def test_texts_kept_as_categories_are_moved_too(self):
        lines = ledger(("A", "2026-02-01", 300), ("D", "2026-08-01", 300)).astype({"client_id": "category"})
        found = restated({"revenue": lines, "clients": people()}, AT)["revenue"]
        assert found["client_id"].astype(str).to_list() == ["B", "D"]

    def test_a_client_whose_survivor_is_not_there_stays(self):
        alone = people().iloc[[0]]
        frames = {"revenue": ledger(("A", "2026-02-01", 300)), "clients": alone}
        assert restated(frames, AT) is frames
