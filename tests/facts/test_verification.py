"""Published examples are read off the facts that pages print, so that a bug in what makes them is seen."""

import inspect
import textwrap
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from acctlib.cli import main
from acctlib.facts.base import measures
from acctlib.facts.delivery import delivery as delivery_facts
from acctlib.facts.growth import growth as growth_facts
from acctlib.facts.retention import recurring, renewals
from acctlib.facts.retention import retention as retention_facts
from acctlib.facts.satisfaction import answers
from acctlib.facts.scorecard import facts_of
from acctlib.facts.verification import read_facts, verdicts
from acctlib.metrics import published
from acctlib.metrics.base import currency
from acctlib.metrics.base.example import Example, SmallBook, judged, printed_numbers
from acctlib.metrics.base.small_tables import fees_of, projects, replies, surveyed
from acctlib.metrics.delivery import delivery
from acctlib.metrics.fees import fees
from acctlib.metrics.published import EXAMPLES
from acctlib.metrics.retention import retention
from acctlib.metrics.satisfaction import contacts, satisfaction

FACTS = [one for one in EXAMPLES if one.read_off == "fact"]


def name(one):
    return f"{one.source}: {one.what} of {one.given}"


@pytest.fixture(scope="module")
def judgements():
    return {name(verdict.example): verdict for verdict in verdicts(EXAMPLES)}


@pytest.mark.parametrize("one", EXAMPLES, ids=name)
def test_our_number_is_the_printed_one(one, judgements):
    verdict = judgements[name(one)]
    assert verdict.passed, (verdict.found, verdict.failure)


@pytest.mark.parametrize("one", EXAMPLES, ids=name)
def test_one_printed_unit_off_is_a_failure(one, judgements):
    found = judgements[name(one)].found
    if isinstance(found, str):
        wrong = found + "0"
    else:
        scale = 100 if "%" in one.expected else 1
        off = 10.0 ** -printed_numbers(one.expected)[-1][1]
        wrong = [x / scale for x in (*found[:-1], found[-1] + off)]
    assert not judged(Example("A", "B", "C", "D", one.expected, lambda: wrong), read_facts).passed


def printed(tables, *names, **terms):
    return read_facts(SmallBook(lambda: tables, names, **terms))


class TestReading:
    """What is read off a small book."""

    def test_a_fact_a_part_a_difference_and_a_share_of_it(self):
        paid = fees_of({"A": 80}, {"A": 60})
        assert printed(paid, "fees", "fees.year_ago", "1 - grr", "fees.year_ago / fees") == pytest.approx(
            (60, 80, 0.25, 80 / 60)
        )

    def test_it_is_of_the_quarter_and_of_the_data_up_to_their_last_day(self):
        paid = fees_of({"A": 80}, {"A": 60})
        assert printed(paid, "fees", quarter="2025Q2") == (80,)
        assert printed(paid, "fees", covered_to=date(2026, 5, 14)) == (0,)

    def test_a_driver_of_account_health_is_read_by_its_name(self):
        assert printed(surveyed(replies({9: 2, 6: 1})), "health.mean_score") == (8,)

    def test_a_fact_that_nothing_prints_is_an_error(self):
        with pytest.raises(ValueError, match="nrr is printed as nothing"):
            printed(fees_of({}, {"A": 60}), "nrr")

    def test_two_places_that_print_different_numbers_are_an_error(self, monkeypatch):
        plant(monkeypatch, delivery_facts.delivery_success, '"success"', '"accepted"')
        late = {"delivered_date": "2026-05-20", "accepted_date": "2026-05-20"}
        with pytest.raises(ValueError, match=r"delivery_success is printed as 0\.5 and 1\.0"):
            printed(projects((1, {}), (1, late)), "delivery_success")


def plant(monkeypatch, function, old, new):
    """Put other code into a function, wherever it was imported."""
    function = inspect.unwrap(function)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{function.__qualname__} holds '{old}' {source.count(old)} times"
    lines = source.replace(old, new).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("def "))  # its decorators stay behind
    namespace = dict(function.__globals__)
    exec(compile("from __future__ import annotations\n" + "\n".join(lines[start:]), "<planted>", "exec"), namespace)
    monkeypatch.setattr(function, "__code__", namespace[function.__name__].__code__)


BUGS = {
    "CSAT counts the top box alone": (
        "Delighted", (satisfaction.says_yes, "scores >= LEAST_YES[question]", "scores > LEAST_YES[question]")),
    "promoters begin at 10": ("Huber", (satisfaction.nps_counts, "known >= 9", "known > 9")),
    "GRR of the book is not capped": (
        "Cohort forms", (retention_facts.book_grr, ".clip(upper=fees.opening_cohort)", "")),
    "GRR of a client is not capped": (
        "Cohort forms", (retention.gross_revenue_retention, "np.minimum(held, end.clip(lower=0))", "end")),
    "logo retention is halved": ("Angelwood", (retention_facts.logo_retention, "(value, n,", "(value / 2, n,")),
    "shares are inverted": ("KPI-Start", (measures.share, "(float(known.mean())", "(1 - float(known.mean())")),
    "replies after the end of the data count": (
        "AAPOR", (answers.invitations, 'surveys["answered_date"].mask(late)', 'surveys["answered_date"]')),
    "the first reply counts": ("UserGuiding", (contacts.latest_by_contact, "[::-1]", "")),
    "the silent are those who replied": ("Marketing Calculator", (
        satisfaction.response_rate, 'surveys["answered_date"].notna()', 'surveys["answered_date"].isna()')),
    "cancelled projects were on time": (
        "kebs PSApedia, success",
        (delivery.outcomes, "agreed_on_time[cancelled] = pd.NA, pd.NA", "agreed_on_time[cancelled] = True, True"),
        (delivery._not_cancelled, "rows[~gone] if gone.any() else rows", "rows")),
    "cancelled projects are late": (
        "kebs PSApedia, success", (delivery.outcomes, "_cancelled(projects) & ~closed", "_cancelled(projects) & closed")),
    "the latest agreed date is the due date": (
        "KPI-Start, client", (delivery_facts.on_time, '"committed_date", "on_time"', '"agreed_date", "agreed_on_time"')),
    "fees as agreed are over": ("KPI-Start, projects", (delivery._within_fees, "<= 0", "< 0")),
    "pass-through costs are fees": (
        "Parakeeto", (fees.fee_income, 'revenue[~revenue["kind"].isin(PASSED_ON)]', "revenue")),
    "money is converted at the rate of the last day": (
        "IAS 21", (currency.converted, "else frame[on]", "else frame[on] * 0 + frame[on].max()")),
    "money is converted at the rate of the next day": (
        "IAS 21", (currency._rate, 'side="right") - 1', 'side="right")')),
    "the cohort is that of the closing quarter": (
        "Recurly", (retention._cohort, "start[start > 0]", "start[exact(closing).reindex(start.index) > 0]")),
    "the year before is the quarter before": (
        "Cohort forms", (recurring.stretches, "else year_ago(now)", "else previous(now)")),
    "growth is on the quarter before": (
        "WPP", (growth_facts.existing_growth, "(year_ago(prepared.quarter), prepared", "(prepared.quarter - 1, prepared")),
    "a year ago is a quarter ago on the scorecard": (
        "Accountancy", (facts_of, "year_ago(prepared.quarter))", "previous(prepared.quarter))")),
    "contracts that were lost went on": ("Upnify", (renewals.went_on, '.ne("lost")', '.eq("lost")')),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_verify_fails_on_a_planted_bug_and_names_the_example(monkeypatch, bug):
    source, *edits = BUGS[bug]
    examples = tuple(one for one in EXAMPLES if one.source.startswith(source))
    monkeypatch.setattr(published, "EXAMPLES", examples)
    for edit in edits:
        plant(monkeypatch, *edit)
    result = CliRunner().invoke(main, ["verify"])
    assert result.exit_code == 1, result.output
    assert examples[0].source in result.output
    assert any(line.endswith("FAIL") for line in result.output.splitlines())
    assert "do NOT agree" in result.output


def test_a_planted_bug_is_gone_after_its_test():
    assert printed(fees_of({"A": 80}, {"A": 60}), "grr") == (0.75,)
    assert satisfaction.nps_counts(pd.Series([9.0])) == (1, 0, 0)
