"""A whole table is the table: the same values in the same order, with repeated texts as categories."""

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib import open_book
from acctlib.book.schema.tables import TABLES
from acctlib.book.store.frames import as_frame
from acctlib.book.store.table_reader import REPEATED, read_table

texts = st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4))


def as_texts(frame):
    coded = [c for c in frame if isinstance(frame[c].dtype, pd.CategoricalDtype)]
    return frame.assign(**{c: frame[c].astype("object").where(frame[c].notna(), None) for c in coded})


@settings(max_examples=40)
@given(st.lists(st.tuples(texts, texts, st.floats(-9, 9)), max_size=12))
def test_categories_hold_the_texts_that_stand_in_the_database(rows):
    with duckdb.connect() as db:
        columns = ", ".join(
            f"{c.name} {'DOUBLE' if c.type in ('money', 'number') else 'DATE' if c.type == 'date' else 'VARCHAR'}"
            for c in TABLES["revenue"].columns
        )
        db.execute(f"create table revenue ({columns})")
        for client, line, amount in rows:
            db.execute("insert into revenue (client_id, service_line, amount) values (?, ?, ?)", [client, line, amount])
        plain = as_frame(db.execute("select * from revenue order by all").fetchnumpy(), "revenue")
        pd.testing.assert_frame_equal(as_texts(read_table(db, "revenue")), plain)


@pytest.mark.parametrize("table", ["clients", "revenue"])
def test_only_invoice_lines_have_categories(firm, table):
    with open_book(firm()) as book:
        dtypes = book.frame(table).dtypes
    coded = {name for name, dtype in dtypes.items() if isinstance(dtype, pd.CategoricalDtype)}
    assert coded == set(REPEATED.get(table, ()))


def test_order_of_categories_is_that_of_their_texts(firm):
    with open_book(firm()) as book:
        kinds = book.frame("revenue")["kind"].cat.categories
    assert list(kinds) == ["project", "retainer", "usage"]


def test_equal_texts_of_a_column_are_one_object_and_missing_ones_stay_missing():
    from acctlib.book.store.table_reader import _shared

    roles = ["".join(["Pro", "curement"]) for _ in range(4)]
    frame = pd.DataFrame(
        {"role": pd.Series([*roles, None], dtype="object"), "id": pd.Series(list("abcde"), dtype="object")}
    )
    made = _shared(frame.copy())
    pd.testing.assert_frame_equal(made, frame)
    assert len({id(text) for text in made["role"].dropna()}) == 1
    assert made["role"].iloc[-1] is None
