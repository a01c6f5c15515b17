"""Growth on the page: causes apart, what recurs apart, and every shown part of a shown total."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib import open_review
from acctlib.review.client.review import Review


@pytest.fixture(scope="module", params=["C001", "C002", "C003", "C004", "C005"])
def section(request, demo_yml):
    review = open_review(request.param, "2026Q3", "internal", str(demo_yml))
    return review, review.growth().payload()["blocks"]


def test_labels_of_the_bridge_are_the_rounded_amounts_of_the_tables(section):
    review, blocks = section
    (chart,) = [block for block in blocks if block.get("alt", "").startswith("Bridge")] or [None]
    if chart is None:  # across a merger there is none
        return
    formatter, table = review.formatter, next(block for block in blocks if block["block"] == "table")
    shown = review.account.steps[lambda f: f["step"].isin(["before", "now"]) | (f["amount"].round(2) != 0)]
    for amount, total in zip(shown["amount"], shown["step"].isin(["before", "now"]), strict=True):
        assert formatter.step(float(amount), signed=not total) in chart["alt"]
    before, now, _ = (cell["value"] for cell in table["rows"][-1][1:])
    ends = [shown.set_index("step")["amount"][side] for side in ("before", "now")]
    assert [before, now] == pytest.approx(ends, abs=0.005)


def tables_of(blocks):
    """Fees by service line and by agreement; the split into price, volume and mix comes after them."""
    return [block for block in blocks if block["block"] == "table"][:2]


def test_tables_add_up_across_and_down_and_say_where_they_do_not_as_printed(section):
    review, blocks = section
    tables = tables_of(blocks)
    assert len(tables) == 2
    for table in tables:
        *parts, total = [[cell["value"] for cell in row[1:]] for row in table["rows"]]
        assert [sum(column) for column in zip(*parts, strict=True)] == pytest.approx(total, abs=1e-6)
        assert all(now - before == pytest.approx(change, abs=1e-6) for before, now, change in (*parts, total))
        assert total[1] == pytest.approx(review.facts["fees"].value, abs=0.006)


def test_what_recurs_is_what_retention_is_measured_on(section):
    review, blocks = section
    recurring = tables_of(blocks)[1]["rows"][0]
    assert recurring[0]["text"] == review.formatter.translate("Retainer fees")
    before, now = recurring[1]["value"], recurring[2]["value"]
    assert review.facts["nrr"].value == pytest.approx(now / before, rel=1e-4)


def client(review, lines, **tables):
    """The review with other invoice lines, and other tables."""
    held = replace(review.slice, frames={**review.frames, "revenue": lines, **tables})
    return Review(held, review.context, review.config)


def test_goodwill_has_a_row_and_a_step_of_its_own(demo_yml):
    review = open_review("C001", "2026Q3", "internal", str(demo_yml))
    lines = review.frames["revenue"].reset_index(drop=True)
    first = lines.index == (lines["service_date"] >= pd.Timestamp("2026-07-01")).idxmax()
    types = pd.Series(None, index=lines.index, dtype="object").mask(first, "goodwill")
    given = client(review, lines.assign(amount=lines["amount"].mask(first, -120.0), credit_type=types))
    steps = given.account.steps.set_index("step")["amount"]
    assert steps["goodwill"] == -120.0
    names = [row[0]["text"] for row in tables_of(given.growth().payload()["blocks"])[1]["rows"]]
    assert names == ["Retainer fees", "Project work (non-recurring)", "Goodwill credits", "Total"]


def test_across_a_merger_there_is_no_bridge_and_a_reason(demo_yml):
    review = open_review("C001", "2025Q4", "internal", str(demo_yml))
    note, *tables = review.growth().payload()["blocks"]
    assert "another business was merged into this account in Q2 2025" in note["text"]
    assert [table["block"] for table in tables] == ["table", "table"]
    for table in tables:  # the fees of a year ago are of one of the two
        assert [column["name"] for column in table["columns"]][1:] == ["Q4 2025"]
    assert review.context.merged_on == (date(2025, 4, 1),)


def test_growth_at_one_exchange_rate_stands_beside_growth_as_invoiced(demo_yml):
    review = open_review("C001", "2026Q3", "internal", str(demo_yml))
    rates = pd.DataFrame({"date": pd.to_datetime(["2020-01-01", "2026-06-01"]), "currency": "USD", "rate": [0.8, 1.0]})
    dollars = client(review, review.frames["revenue"].assign(currency="USD"), rates=rates)
    steps = dollars.account.steps.set_index("step")["amount"]
    now = steps["now"]
    assert steps["currency"] == pytest.approx(now - now * 0.8, abs=0.01)
    told = " ".join(block.get("text", "") for block in dollars.growth().payload()["blocks"] if block["block"] == "note")
    assert "At the exchange rates of a year ago the fees would have changed by" in told


def test_fees_by_quarter_end_with_the_fees_of_this_quarter_line_by_line(section):
    review, blocks = section
    charts = [block for block in blocks if block["block"] == "chart" and block["data"]["columns"][0] == "name"]
    assert len(charts) == (review.name != "Aldermoor Foods")  # it took another over within these quarters
    for chart in charts:
        last = {row[0]: row[-1] for row in chart["data"]["rows"]}
        now = review.account.by_line[1]
        assert {name: last.get(name, 0.0) for name in now.index if name in last} == pytest.approx(
            now[now.index.isin(last)].to_dict()
        )
        assert sum(last.values()) == pytest.approx(now.sum())


def test_a_quarter_that_is_not_over_says_of_how_many_days_its_bars_are(demo_yml):
    review = open_review("C004", "2026Q3", "internal", str(demo_yml))
    early = Review(
        replace(review.slice, covered_to=date(2026, 8, 15)),
        replace(review.context, covered_to=date(2026, 8, 15)),
        review.config,
    )
    captions = [block.get("caption", "") for block in early.growth().payload()["blocks"]]
    assert any("Of each quarter the first 46 days." in caption for caption in captions)
