"""Price, volume and mix as facts: of services whose hours are known, with a reason where none are."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext, scorecard
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import account_of

TERMS = ReviewContext(pd.Period("2026Q3", "Q-DEC"), "internal", "EUR", "EUR", date(2026, 9, 30))
EFFECTS = ["price_effect", "volume_effect", "mix_effect"]


def frames(*rows):
    columns = ["service_date", "service_line", "amount", "hours"]
    lines = pd.DataFrame(rows, columns=columns).assign(client_id="C", kind="project", currency="EUR")
    lines["service_date"] = pd.to_datetime(lines["service_date"])
    return {"clients": pd.DataFrame({"client_id": ["C"], "name": ["C"]}), "revenue": lines.astype({"hours": "float64"})}


PUBLISHED = frames(  # accountancyindex.com, worked by hand: 3,400 and 2,782.61 and 1,717.39 of 7,900
    ("2025-08-01", "A", 10_000, 1000), ("2025-08-01", "B", 12_000, 800), ("2025-08-01", "C", 10_000, 500),
    ("2026-08-01", "A", 11_000, 1000), ("2026-08-01", "B", 10_500, 700), ("2026-08-01", "C", 18_400, 800),
)  # fmt: skip


def test_the_published_example_in_three_parts():
    found = scorecard(PUBLISHED, TERMS)
    assert [round(found[name].value, 2) for name in EFFECTS] == [3400.00, 2782.61, 1717.39]
    assert {found[name].n for name in EFFECTS} == {3}
    assert sum(found[name].value for name in EFFECTS) == pytest.approx(39_900 - 32_000, abs=0.001)


def test_without_hours_it_is_unknown_with_its_reason():
    found = scorecard(frames(("2025-08-01", "A", 100, None), ("2026-08-01", "A", 120, None)), TERMS)["price_effect"]
    assert (found.value, found.n) == (None, 0)
    assert found.note == "no service has hours on all its work in both quarters"


def test_without_hours_it_is_unknown_where_the_fees_did_not_change_either():
    rows = frames(("2025-08-01", "A", 100, None), ("2026-08-01", "A", 100, None))
    found = scorecard(rows, TERMS)
    assert {(found[name].value, found[name].n) for name in EFFECTS} == {(None, 0)}
    half = frames(("2025-08-01", "A", 100, 5), ("2026-08-01", "A", 100, None))
    assert scorecard(half, TERMS)["price_effect"].value is None


def test_a_service_with_a_line_without_hours_is_not_split():
    rows = frames(
        ("2025-08-01", "A", 100, 10), ("2026-08-01", "A", 100, 10), ("2026-08-01", "A", 50, None),
        ("2025-08-01", "B", 100, 10), ("2026-08-01", "B", 120, 10),
    )  # fmt: skip
    split = account_of(Prepared(rows, TERMS)).split
    assert split.loc["A", "not_split"] == 50
    assert split.loc["B", "price"] == pytest.approx(20)
    assert scorecard(rows, TERMS)["price_effect"].n == 1


def test_a_credit_needs_no_hours():
    rows = frames(("2025-08-01", "A", 100, 10), ("2026-08-01", "A", 120, 10), ("2026-08-02", "A", -20, None))
    assert account_of(Prepared(rows, TERMS)).split.loc["A", "price"] == pytest.approx(0)


def test_new_work_is_never_a_price():
    rows = frames(("2025-08-01", "A", 100, 10), ("2026-08-01", "A", 110, 10), ("2026-08-01", "B", 500, 5))
    found = account_of(Prepared(rows, TERMS)).split
    assert (found.loc["B", "new"], found.loc["A", "price"]) == (500, pytest.approx(10))


def test_without_fees_a_year_ago_there_is_nothing_to_split():
    found = scorecard(frames(("2026-08-01", "A", 110, 10)), TERMS)["mix_effect"]
    assert (found.value, found.note) == (None, "no fees in Q3 2025 to compare with")


def test_a_client_never_sees_them():
    from dataclasses import replace

    assert not set(EFFECTS) & set(scorecard(PUBLISHED, replace(TERMS, edition="client")))
