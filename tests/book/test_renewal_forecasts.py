"""Calls of supervisors as input: unknown words and missing days are problems, told by row."""

import pytest

from acctlib.book.ingest.checks import check_sources
from acctlib.book.schema.tables import TABLES

HEAD = "client_id,contract_id,called_on,caller,call,reason\n"


@pytest.mark.parametrize("word", ["renew", "at_risk", "lost", "monitor"])
def test_a_word_of_the_list_is_no_problem(firm, word):
    assert check_sources(firm(renewal_forecasts=f"{HEAD}C1,,2026-07-01,R. Okafor,{word},They said so\n")).problems == ()


def test_another_word_is_a_problem_of_its_row(firm):
    report = check_sources(firm(renewal_forecasts=f"{HEAD}C1,,2026-07-01,,renew,\nC1,,2026-07-02,,maybe,\n"))
    assert [(p.rule, p.row, p.column, p.value) for p in report.problems] == [("unknown_choice", 3, "call", "maybe")]


def test_a_call_without_a_day_a_word_or_a_known_client_is_a_problem(firm):
    report = check_sources(firm(renewal_forecasts=f"{HEAD}C1,,,,renew,\nC1,,2026-07-02,,,\nC9,,2026-07-02,,lost,\n"))
    assert {(p.rule, p.row) for p in report.problems} == {
        ("missing_value", 2), ("missing_value", 3), ("unknown_client", 4),
    }  # fmt: skip


def test_no_column_of_it_reaches_a_client():
    assert TABLES["renewal_forecasts"].visible("client") == []
    assert {column.class_ for column in TABLES["renewal_forecasts"].columns} == {"internal"}
