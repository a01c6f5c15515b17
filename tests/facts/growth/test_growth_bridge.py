"""The growth bridge of the book, and that it calls nobody new whom the bridge of recurring fees calls returned."""

from datetime import date

import pandas as pd
import pytest

from acctlib.config import Config
from acctlib.facts import ReviewContext, book_scorecard
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.growth_bridge import growth_bridge
from acctlib.facts.retention.recurring import moves_of
from acctlib.periods import quarter, year_ago
from acctlib.review.portfolio import Portfolio
from tests.properties.books import TERMS as RANDOM
from tests.properties.books import random_book

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
LINES = [
    ("A", "2025-08-01", 100, "retainer"), ("A", "2026-08-01", 130, "retainer"),  # grew by 30
    ("B", "2025-08-01", 80, "retainer"), ("B", "2026-08-01", 50, "project"),  # shrank by 30, its retainer left
    ("L", "2025-08-01", 60, "retainer"),  # left
    ("N", "2026-08-01", 20, "retainer"),  # new
    ("M", "2026-02-01", 5, "retainer"), ("M", "2026-08-01", 10, "retainer"),  # came within the year: new
    ("R", "2024-02-01", 40, "retainer"), ("R", "2026-08-01", 50, "retainer"),  # returned
    ("P", "2024-02-01", 40, "project"), ("P", "2026-08-01", 25, "retainer"),  # returned, though its fees did not recur
    ("T", "2025-08-01", 15, "project"), ("T", "2026-08-01", 15, "retainer"),  # level; its retainer is new
    ("C", "2026-08-01", -3, "retainer"),  # a credit after all was over
]  # fmt: skip


@pytest.fixture(scope="module")
def frames():
    lines = pd.DataFrame(LINES, columns=["client_id", "service_date", "amount", "kind"]).astype({"amount": "float64"})
    clients = pd.DataFrame({"client_id": sorted(set(lines["client_id"])), "supervisor": "S"})
    revenue = lines.assign(service_date=pd.to_datetime(lines["service_date"]), currency="EUR")
    return {"revenue": revenue, "clients": clients.assign(name=clients["client_id"])}


def test_every_client_is_under_its_cause_and_the_parts_add_up(frames):
    found = growth_bridge(Prepared(frames, TERMS))
    assert found.to_dict() == {
        "before": 255, "new": 30, "returned": 75, "grew": 30, "shrank": -33, "left": -60, "now": 297,
    }  # fmt: skip


def test_the_bridge_of_recurring_fees_agrees_on_who_returned(frames):
    found = book_scorecard(frames, TERMS)
    assert (found["movement_reactivation"].value, found["movement_reactivation"].n) == (75, 2)
    assert (found["movement_new"].value, found["movement_new"].n) == (20 + 10 + 15, 3)


def test_the_page_tells_returned_from_new(frames):
    page = repr(Portfolio(frames, TERMS, Config()).growth())
    assert "Reactivated clients" in page
    assert "New clients" in page


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_no_book_a_client_is_new_in_one_bridge_and_returned_in_the_other(seed):
    frames = random_book(seed)
    then = year_ago(RANDOM.quarter).start_time
    moved = moves_of(Prepared(frames, RANDOM))["movement"]
    for client in moved.index[moved.isin(["new", "reactivation"])]:
        own = frames["revenue"][frames["revenue"]["client_id"] == client]
        # A client beside it, so that there is a year to compare with.
        other = own.iloc[:1].assign(client_id="other", service_date=then, amount=1.0, kind="retainer", credit_type=None)
        steps = growth_bridge(Prepared({**frames, "revenue": pd.concat([own, other])}, RANDOM))
        assert not steps[{"new": "returned", "reactivation": "new"}[moved[client]]]


def test_without_fees_a_year_ago_there_is_no_bridge(frames):
    later = frames["revenue"][frames["revenue"]["service_date"] > "2026-01-01"]
    assert growth_bridge(Prepared({**frames, "revenue": later}, TERMS)) is None
