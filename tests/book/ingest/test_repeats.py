"""Rows that stand in a file twice as a block are told; rows that are equal by right are not."""

import pytest

from acctlib.book import check_book
from acctlib.book.ingest.repeats import FEWEST, Repeat, Repeats
from acctlib.config import load_config

HEAD = "client_id,service_date,amount,kind"


def blocks(text):
    looked = Repeats()
    lines = [(number, [letter]) for number, letter in enumerate(text, 2)]
    assert list(looked.passing(iter(lines))) == lines
    return looked.found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abcdefabcdef", [Repeat(8, 2, 6)]),
        ("xabcdexabcde", [Repeat(8, 2, 6)]),
        ("abcdeXabcde", [Repeat(8, 2, 5)]),  # something else stands between them
        ("abcabdefghabdefgh", [Repeat(14, 7, 5)]),  # its first rows stood elsewhere before
        ("abcdabcd", []),  # four rows are few
        ("a" * 40, []),  # one line that is there many times
        ("ab" * 20, []),  # two that alternate
        ("abcdefghfedcba", []),  # the same rows in another order
        ("abcdeabcdeabcde", [Repeat(7, 2, 5), Repeat(12, 2, 5)]),
    ],
)
def test_a_block_is_five_different_rows_in_the_same_order(text, found):
    assert FEWEST == 5
    assert blocks(text) == found


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_that_was_appended_to_itself_is_told_by_row(tmp_path, times):
    lines = [f"C1,2026-0{month}-01,100,retainer" for month in range(1, 7)]
    (tmp_path / "clients.csv").write_text("client_id,name\nC1,Alder\n", encoding="utf-8")
    (tmp_path / "revenue.csv").write_text("\n".join([HEAD, *lines * times, ""]), encoding="utf-8")
    (tmp_path / "acctlib.yml").write_text(
        "sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n", encoding="utf-8"
    )
    problems = check_book(load_config(tmp_path / "acctlib.yml")).problems
    told = [(one.file, one.row, one.what) for one in problems if one.rule == "repeated_rows"]
    text = "from here on 6 rows repeat those from row 2 on, word for word"
    assert told == ([("revenue.csv", 8, text)] if times == 2 else [])
