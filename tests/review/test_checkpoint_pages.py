"""Checkpoints, the back-test and the forecast ledger on the pages, in English and in German."""

from dataclasses import replace

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.errors import ReviewError
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.health.checkpoints import VERDICTS
from acctlib.review import open_portfolio, open_review
from acctlib.review.client.sections import checkpoints as words
from acctlib.review.portfolio.checkpoints import by_client
from acctlib.review.session import portfolio_of


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


@pytest.fixture(scope="module")
def account(demo_yml):
    return lambda client, edition="internal": open_review(client, "2026Q3", edition, str(demo_yml))


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


def changed(book, **frames):
    held = {name: frame for name, frame in {**book.frames, **frames}.items() if frame is not None}
    return portfolio_of(Slice("", "internal", held, book.context.covered_to, ""), book.config, book.quarter)


class TestAccount:
    """One client, before the meeting."""

    def test_the_panel_says_act_and_the_supervisor_renew_and_both_stand(self, account):
        told = text_of(account("C013").renewals())
        rows = [line for line in told.split("\n") if line.startswith("Brand | ") and "months:" in line]
        assert [row.split(" | ")[1:3] for row in rows] == [
            ["6 months: 30 May 2026", "at risk, Q1 2026"], ["3 months: 30 Aug 2026", "at risk, Q2 2026"],
        ]  # fmt: skip
        assert all("will renew" in row and row.endswith("disagree") for row in rows)
        assert "Health and forecast disagree at 8 checkpoints." in told

    def test_where_both_see_a_risk_they_agree(self, account):
        told = text_of(account("C012").renewals())
        rows = [line for line in told.split("\n") if "months:" in line and "upcoming" not in line]
        assert len(rows) == 3
        assert all(row.endswith("agree") and "at risk" in row for row in rows)
        assert "No disagreements at past checkpoints." in told

    def test_the_section_is_not_for_the_client(self, account):
        with pytest.raises(ReviewError, match="this section is internal"):
            account("C013", "client").renewals()

    def test_the_client_edition_holds_no_call(self, account):
        review = account("C013", "client")
        assert "renewal_forecasts" not in review.frames
        assert "renewal_forecasts" in account("C013").frames
        assert not any("will renew" in frame.to_csv() for frame in review.frames.values())

    def test_a_firm_without_calls_sees_that_there_is_none(self, account):
        review = account("C013")
        review.slice = replace(
            review.slice, frames={n: f for n, f in review.frames.items() if n != "renewal_forecasts"}
        )
        assert text_of(review.renewals()).count("| no forecast") == 8


class TestPortfolio:
    """All contracts that end soon."""

    def test_disagreements_come_first_and_name_both(self, book):
        lines = text_of(book.checkpoints()).split("\n")
        parted = [line for line in lines if f"{book.names['C013']} | 4 | 30 Nov 2026" in line]
        assert parted == [
            f"{book.names['C013']} | 4 | 30 Nov 2026 | Health: at risk · Forecast: will renew | Health: at risk · Forecast: will renew"
        ]
        shared = next(i for i, line in enumerate(lines) if line.startswith(f"{book.names['C012']} | "))
        assert lines.index(parted[0]) < shared

    def test_not_yet_is_no_call_three_months_before(self, book):
        calls = book.frames["renewal_forecasts"]
        waiting = changed(
            book, renewal_forecasts=calls.assign(call=calls["call"].mask(calls["client_id"] == "C013", "monitor"))
        )
        points = text_of(waiting.checkpoints())
        assert (
            f"{book.names['C013']} | 4 | 30 Nov 2026 | Health: at risk · Forecast: undecided | Health: at risk · Forecast: undecided"
            in points
        )
        told = open_rows(waiting, "C013")
        assert told == {(6, "disagree"), (3, "call_needed")}

    def test_every_contract_is_in_one_line(self, book):
        from acctlib.facts.health.checkpoints import checkpoints

        points = checkpoints(Prepared(book.frames, book.context), book.history)
        lines = by_client(points)
        assert lines["contracts"].sum() == points["contract_id"].nunique()

    def test_without_contracts_it_is_unknown(self, book):
        assert text_of(changed(book, contracts=None).checkpoints()).startswith("Checkpoints not available")

    def test_every_verdict_has_a_word_and_a_state(self):
        assert set(words.VERDICTS) == set(words.STATES) == set(VERDICTS)


def open_rows(book, client):
    from acctlib.facts.health.checkpoints import checkpoints

    points = checkpoints(Prepared(book.frames, book.context), book.history)
    own = points[points["client_id"] == client]
    return set(zip(own["months"], own["verdict"], strict=True))


class TestBackTest:
    """What the panel said before clients left."""

    def test_few_losses_are_not_validated_and_there_is_an_interval(self, book):
        told = text_of(book.back_test())
        assert "Not validated: only 2 losses." in told
        assert "1 quarter before: at risk | 2 | 87 | 2% | 1% to 8%" in told  # statsmodels, 2 of 89: 0.006, 0.078

    def test_the_word_probability_is_nowhere(self, book):
        assert "probab" not in text_of(book.back_test()).lower()

    def test_ten_losses_are_validated(self, book):
        gone = [*book.names.index[:12]]
        revenue = book.frames["revenue"]
        left = revenue["client_id"].isin(gone) & (revenue["service_date"] >= pd.Timestamp("2026-07-01"))
        told = text_of(changed(book, revenue=revenue[~left]).back_test())
        assert "Not validated" not in told
        assert "losses." in told

    def test_too_few_quarters_put_nothing_to_the_test(self, book):
        revenue = book.frames["revenue"]
        short = changed(book, revenue=revenue[revenue["service_date"] >= pd.Timestamp("2026-04-01")])
        assert text_of(short.back_test()).startswith("The health scorecard was not back-tested")


class TestLedger:
    """What was forecast, and what came."""

    def test_calls_and_estimates_at_completion_are_in_it(self, book):
        told = text_of(book.forecast_accuracy())
        assert "Contracts forecast as “will renew” | 15 | 100% | 100% | 0 |" in told
        assert "Forecast cost over actual cost (f/A) | 23 |" in told
        assert "Days delivered after the day expected | 25 |" in told

    def test_a_call_that_did_not_come_true_is_counted(self, book):
        contracts, kept = book.frames["contracts"], book.frames["renewal_forecasts"]
        said = kept[(kept["call"] == "renew") & (kept["called_on"] <= pd.Timestamp("2026-03-31"))]
        due = contracts["end_date"].between(pd.Timestamp("2026-04-01"), pd.Timestamp("2026-09-30"))
        first = contracts.loc[due & contracts["contract_id"].isin(said["contract_id"]), "contract_id"].iloc[0]
        broken = contracts[contracts["renewal_of"] != first]
        assert "Contracts forecast as “will renew” | 15 | 100% | 93% |" in text_of(
            changed(book, contracts=broken).forecast_accuracy()
        )

    def test_notice_of_the_quarter_itself_was_no_expectation(self, book):
        contracts = book.frames["contracts"]
        due = contracts["end_date"].between(pd.Timestamp("2026-07-01"), pd.Timestamp("2026-09-30"))
        told = contracts.assign(status=contracts["status"].mask(due, "notice"))
        late = told.assign(notice_date=told["notice_date"].mask(due, pd.Timestamp("2026-07-01")))
        early = told.assign(notice_date=told["notice_date"].mask(due, pd.Timestamp("2026-06-30")))
        assert "Contracts renewed | 13 | 100% |" in text_of(changed(book, contracts=late).forecast_accuracy())
        assert "Contracts renewed | 13 | 0% |" in text_of(changed(book, contracts=early).forecast_accuracy())


@pytest.mark.parametrize("section", ["checkpoints", "back_test", "forecast_accuracy"])
def test_all_of_it_is_german_where_the_house_reads_german(book, section):
    held = Slice("", "internal", book.frames, book.context.covered_to, "")
    german = portfolio_of(held, book.config.model_copy(update={"locale": "de_DE"}), book.quarter)
    told = text_of(getattr(german, section)()).replace("renewals.ics", "")  # the name of a file
    for english in (
        "call",
        "panel:",
        "disagree",
        "quarter",
        "expected",
        "Forecast",
        "losses",
        "renew",
        "Stayed",
        "before",
    ):
        assert english not in told, english
