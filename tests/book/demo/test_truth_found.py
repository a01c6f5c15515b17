"""The kit finds again what the demonstration was drawn from: over 40 books, its intervals hold the truth as often as they say.

Ordinary clients only: who carries a planted case does not leave, answer or deliver by chance.
"""

from datetime import timedelta

import pandas as pd
import pytest

from acctlib.book.demo import money
from acctlib.book.demo import projects as work
from acctlib.book.demo import surveys as voice
from acctlib.book.demo.calendar import calendar
from acctlib.book.demo.plan import client
from acctlib.book.demo.planted import ORDER
from acctlib.book.demo.truth import latent
from acctlib.metrics.base.intervals import wilson
from acctlib.metrics.delivery.delivery import due_within, outcomes
from acctlib.metrics.fees.fees import by_client, recurring_fees
from acctlib.metrics.retention.renewals import net_renewal_rate, renewals_due
from acctlib.metrics.retention.retention import logo_retention
from acctlib.metrics.satisfaction.satisfaction import net_promoter_score, nps_interval, response_rate, wave
from acctlib.periods import Span, quarter

BOOKS, CLIENTS, COVERED = 40, 8, calendar("2026Q3", 12)
LAST = COVERED.cut - timedelta(days=1)
WHOLE = Span(quarter(COVERED.names[0]), quarter(COVERED.names[-1]))
YEAR = (COVERED.last - 5, COVERED.last - 1)  # numbers of the quarters between which a whole year of leaving lies
TABLES = ("contracts", "revenue", "surveys", "projects")


def frame(rows):
    made = pd.DataFrame(rows)
    return made.assign(**{c: pd.to_datetime(made[c]) for c in made if c.endswith("_date")})


def rows_of(one):
    """What this page asks of a client: contracts, retainers, surveys of the relationship, projects."""
    agreed = money.contracts(one, COVERED)
    return {
        "contracts": agreed,
        "revenue": money.retainers(one, agreed),
        "surveys": voice.surveys(one, COVERED, []),
        "projects": work.projects(one, COVERED),
    }


def drawn(seed):
    """One book of ordinary clients: tables, and the truth of each client."""
    clients = [client(len(ORDER) + number, COVERED, seed) for number in range(CLIENTS)]
    rows = [rows_of(one) for one in clients]
    frames = {table: frame([row for each in rows for row in each[table]]) for table in TABLES}
    truth = {one.client_id: {**latent(one), "draws": leaving_draws(one)} for one in clients}
    return {"frames": frames, "truth": truth}


def leaving_draws(one):
    """How often chance could have taken a client within the year: not in its first two quarters."""
    joined = COVERED.starts.index(one.stays[0].begin)
    return sum(number >= joined + 2 or (joined == 0 and number >= 2) for number in range(*YEAR))


@pytest.fixture(scope="module")
def books():
    return [drawn(seed) for seed in range(BOOKS)]


def each_client(books, table):
    """Client by client over all books: its rows of a table, and its truth."""
    for book in books:
        for client_id, rows in book["frames"][table].groupby("client_id"):
            yield rows, book["truth"][client_id]


def held(cases):
    """Share of (low, high), truth where the truth lies inside."""
    inside = [low <= truth <= high for (low, high), truth in cases]
    return sum(inside) / len(inside), len(inside)


@pytest.fixture(scope="module")
def scores(books):
    asked = [(wave(rows, WHOLE)["nps"], truth["nps"]) for rows, truth in each_client(books, "surveys")]
    return [(scores, nps) for scores, nps in asked if scores.notna().sum() >= 5]


class TestNetPromoterScore:
    """The score of each client, from all answers to its relationship surveys."""

    def test_its_interval_holds_the_truth_of_93_to_98_clients_in_100(self, scores):
        share, n = held([(nps_interval(scores), nps) for scores, nps in scores])
        assert n > 300
        assert 0.93 <= share <= 0.98

    def test_over_all_clients_the_score_is_not_off(self, scores):
        off = [net_promoter_score(scores) - nps for scores, nps in scores]
        assert abs(sum(off) / len(off)) < 2  # its standard error is below 1 point

    def test_a_truth_that_is_20_points_off_is_not_found(self, scores):
        assert held([(nps_interval(scores), nps + 20) for scores, nps in scores])[0] < 0.8


@pytest.fixture(scope="module")
def deliveries(books):
    """On time, known and the true share of each client."""
    made = []
    for book in books:
        found = outcomes(book["frames"]["projects"], LAST)
        known = found[(found["state"] != "cancelled") & found["on_time"].notna()]
        counts = known.groupby("client_id")["on_time"].agg(["sum", "count"])
        made += [(int(yes), int(n), 1 - book["truth"][who]["late"]) for who, yes, n in counts.itertuples() if n >= 5]
    return made


class TestOnTime:
    """Projects due that were done by the day first promised."""

    def test_its_interval_holds_the_truth_of_93_to_98_clients_in_100(self, deliveries):
        share, n = held([(wilson(yes, n), on_time) for yes, n, on_time in deliveries])
        assert n > 300
        assert 0.93 <= share <= 0.98

    def test_the_rate_of_every_book_is_near_the_mean_of_its_projects(self, books):
        off = []
        for book in books:
            projects = book["frames"]["projects"]
            expected = 1 - projects["client_id"].map(lambda one, truth=book["truth"]: truth[one]["late"]).mean()
            off.append(due_within(outcomes(projects, LAST), WHOLE)["on_time"].mean() - expected)
        assert abs(sum(off) / len(off)) < 0.015

    def test_a_truth_that_is_a_quarter_off_is_not_found(self, deliveries):
        assert held([(wilson(yes, n), on_time - 0.25) for yes, n, on_time in deliveries])[0] < 0.6


@pytest.fixture(scope="module")
def retained(books):
    """Kept, n and the expected share of each book."""
    made = []
    for book in books:
        fees = recurring_fees(book["frames"]["revenue"])
        opening, closing = (by_client(fees, quarter(COVERED.names[number])) for number in YEAR)
        stay = [(1 - book["truth"][c]["churn_hazard"]) ** book["truth"][c]["draws"] for c in opening[opening > 0].index]
        made.append((logo_retention(opening, closing), len(stay), sum(stay) / len(stay)))
    return made


class TestClientsRetained:
    """Clients kept within a year, against the hazard that they were drawn with."""

    def test_the_interval_of_the_book_holds_the_truth(self, retained):
        share, _ = held([(wilson(round(kept * n), n), expected) for kept, n, expected in retained])
        assert share >= 0.9

    def test_over_all_books_as_many_left_as_the_hazard_says(self, retained):
        left = sum(n * (1 - kept) for kept, n, _ in retained)
        expected = sum(n * (1 - stay) for _, n, stay in retained)
        assert expected > 20
        assert abs(left - expected) < 3 * expected**0.5

    def test_a_hazard_three_times_as_high_is_not_found(self, retained):
        left = sum(n * (1 - kept) for kept, n, _ in retained)
        expected = sum(n * 3 * (1 - stay) for _, n, stay in retained)
        assert abs(left - expected) > 3 * expected**0.5


def test_the_share_that_answers_is_found_again(books):
    waves = pd.concat([wave(book["frames"]["surveys"], WHOLE) for book in books])
    known = waves[waves["sent_date"] < pd.Timestamp(COVERED.starts[-2])]  # later answers may still be on their way
    # About 2,600 contacts, of which some never answer: a standard error of 0.006.
    assert response_rate(known) == pytest.approx(books[0]["truth"]["C016"]["answers"], abs=0.02)


def test_what_renewals_add_is_found_again(books):
    off = []
    for book in books:
        contracts = book["frames"]["contracts"]
        due = renewals_due(contracts.assign(renewal_of=contracts["renewal_of"].replace("", None)), WHOLE, LAST)
        renewed = due[due["final"] > 0]
        growth = renewed["client_id"].map({c: known["retainer_growth"] for c, known in book["truth"].items()})
        off.append(net_renewal_rate(renewed) - 1 - (growth * renewed["target"]).sum() / renewed["target"].sum())
    assert abs(sum(off) / len(off)) < 0.005
