"""A typed cell becomes the text that a person would write."""

from datetime import date, time
from decimal import Decimal

import pandas as pd
import pytest

from acctlib.book.ingest.cells import as_text, texts, unique
from acctlib.book.ingest.problems import Unreadable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (None, ""),
        (123.0, "123"),
        (-0.5, "-0.5"),
        (1e20, "1e+20"),
        (123, "123"),
        (False, "no"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (date(2026, 2, 28), "2026-02-28"),
        (pd.Timestamp("2026-02-28"), "2026-02-28"),
        (time(8, 5), "08:05:00"),
        ("00123", "00123"),
    ],
)
def test_a_typed_cell_as_text(value, text):
    assert as_text(value) == text


def test_rows_of_a_query_are_counted_as_under_a_head():
    found = texts(pd.DataFrame({"id": ["007", "8"], "n": [1, None]}, dtype="object"))
    assert found.index.to_list() == [2, 3]
    assert found.to_numpy().tolist() == [["007", "1"], ["8", ""]]


def test_a_column_that_comes_twice_is_no_column():
    with pytest.raises(Unreadable, match="column 'id' comes twice"):
        texts(pd.DataFrame([[1, 2]], columns=["id", "id"]))


def test_columns_without_a_name_may_be_many():
    assert unique(["", "id", ""]) == ["", "id", ""]
