"""What must not change the facts of delivery does not."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.delivery import BOOK_DELIVERY
from acctlib.facts.growth.profit import PROFIT
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
START = pd.Timestamp("2025-08-01")
MONEY = (
    "budget",
    "approved_budget",
    "fees_at_completion",
    "cost",
    "planned_value",
    "earned_value",
    "actual_cost",
    "amount",
)
MEASURES = (*BOOK_DELIVERY, *PROFIT)
DAYS = st.integers(0, 420)
PROJECT = st.tuples(DAYS, st.integers(20, 120), st.one_of(st.none(), st.integers(-10, 40)), st.integers(0, 30),
                    st.integers(50, 150), st.sampled_from(["active", "active", "active", "cancelled"]))  # fmt: skip
BOOKS = st.lists(PROJECT, min_size=1, max_size=8)


def tables(book):
    """A book of projects with two milestones each, from drawn numbers."""
    rows = []
    for at, (begin, length, slip, moved, cost, status) in enumerate(book):
        start = START + pd.Timedelta(begin, "D")
        committed = start + pd.Timedelta(length, "D")
        done = committed + pd.Timedelta(slip, "D") if slip is not None else pd.NaT
        rows.append({"project_id": f"P{at}", "client_id": f"C{at % 3}", "start_date": start, "committed_date": committed,
                     "agreed_date": committed + pd.Timedelta(moved, "D"), "delivered_date": done, "accepted_date": done,
                     "budget": 100.0, "approved_budget": 100.0 + moved, "fees_at_completion": float(cost), "cost": float(cost), "hours_planned": 10.0,
                     "hours_actual": cost / 10, "status": status, "cancel_reason": "us"})  # fmt: skip
    projects = pd.DataFrame(rows).astype(dict.fromkeys(("delivered_date", "accepted_date"), "datetime64[ns]"))
    half = projects["start_date"] + (projects["committed_date"] - projects["start_date"]) // 2
    ends = {"a": (half, half), "b": (projects["committed_date"], projects["delivered_date"])}
    steps = [
        pd.DataFrame({"milestone_id": projects["project_id"] + name, "project_id": projects["project_id"], "due_date": due,
                      "done_date": done, "planned_value": 50.0, "earned_value": 50.0, "actual_cost": projects["cost"] / 2})
        for name, (due, done) in ends.items()
    ]  # fmt: skip
    revenue = pd.DataFrame(
        {"client_id": ["C0"], "service_date": [START], "amount": [500.0], "kind": ["project"], "hours": [4.0]}
    )
    costs = pd.DataFrame({"client_id": ["C0"], "date": [pd.Timestamp("2026-01-01")], "amount": [200.0]})
    clients = pd.DataFrame({"client_id": ["C0", "C1", "C2"], "currency": "EUR"})
    return {"projects": projects, "milestones": pd.concat(steps, ignore_index=True), "revenue": revenue, "costs": costs,
            "clients": clients}  # fmt: skip


def taken(held):
    prepared = Prepared(held, TERMS)
    return {m.name: m.compute(prepared) for m in MEASURES}


def same(now, before):
    for name, estimate in now.items():
        assert estimate.value == (pytest.approx(before[name].value) if before[name].value is not None else None), name
        assert (estimate.n, estimate.counts) == (before[name].n, before[name].counts), name
        assert [(r.why, r.n) for r in estimate.left_out] == [(r.why, r.n) for r in before[name].left_out], name


@given(BOOKS, st.integers(2, 1000))
@settings(max_examples=15)
def test_scaling_all_money_changes_no_fact(book, factor):
    held = tables(book)
    scaled = {name: frame.assign(**{c: frame[c] * factor for c in MONEY if c in frame}) for name, frame in held.items()}
    same(taken(scaled), taken(held))


@given(BOOKS, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_rows_and_their_index_change_no_fact(book, random):
    held = tables(book)
    mixed = {}
    for name, frame in held.items():
        order = random.sample(range(len(frame)), len(frame))
        mixed[name] = frame.iloc[order].set_axis([f"row {i}" for i in range(len(frame))])
    same(taken(mixed), taken(held))


@given(BOOKS)
@settings(max_examples=15)
def test_tables_stay_as_they_were_and_every_fact_is_finite_or_says_why(book):
    held = tables(book)
    before = {name: frame.copy(deep=True) for name, frame in held.items()}
    for name, estimate in taken(held).items():
        known = estimate.value is not None
        assert (abs(estimate.value) < float("inf")) if known else estimate.note, name
    for name, frame in held.items():
        pd.testing.assert_frame_equal(frame, before[name])


@given(BOOKS)
@settings(max_examples=10)
def test_shares_lie_in_their_intervals_and_success_is_no_more_than_each_leg(book):
    found = taken(tables(book))
    for estimate in found.values():
        if estimate.low is not None:
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    if found["delivery_success"].value is not None:
        for leg in ("within_fees", "accepted"):
            if found[leg].n == found["delivery_success"].n:
                assert found["delivery_success"].counts[0] <= found[leg].counts[0]
