"""Arrays of the database become the types of the schema, with and without values."""

import duckdb
import pandas as pd
import pytest

from acctlib.book.store.frames import as_frame

ROW = "'007' client_id, date '2026-07-01' service_date, 1.5::decimal(18,4) amount, null as hours"
SURVEY = "'S1' survey_id, date '2026-08-01' sent_date, 9::bigint nps, true may_quote"


def fetched(sql):
    with duckdb.connect() as db:
        return db.execute(sql).fetchnumpy()


def test_columns_come_in_the_order_of_the_schema_and_others_not_at_all():
    found = as_frame(fetched(f"select 1 as x, 2.0 as amount, {ROW.split(',')[0]}"), "revenue")
    assert list(found) == ["client_id", "amount"]


def test_values_have_the_types_of_the_schema():
    found = as_frame(fetched(f"select {ROW}"), "revenue")
    assert list(map(str, found.dtypes)) == ["object", "datetime64[us]", "float64", "float64"]
    assert found.iloc[0].to_list()[:3] == ["007", pd.Timestamp("2026-07-01"), 1.5]
    assert pd.isna(found["hours"][0])


@pytest.mark.parametrize("where", ["", " where false"], ids=["missing", "no rows"])
def test_a_column_without_values_has_its_type(where):
    nothing = "null::varchar survey_id, null::date sent_date, null::bigint nps, null::boolean may_quote"
    found = as_frame(fetched(f"select {nothing}{where}"), "surveys")
    assert list(map(str, found.dtypes)) == ["object", "datetime64[us]", "Int64", "boolean"]
    assert found.isna().all(axis=None)


def test_a_missing_value_between_others_is_missing():
    found = as_frame(fetched(f"select {SURVEY} union all select null, null, null, null"), "surveys")
    assert found["survey_id"].to_list() == ["S1", None]
    assert found["nps"].to_list() == [9, pd.NA]
    assert found["may_quote"].to_list() == [True, pd.NA]
    assert found["sent_date"].isna().to_list() == [False, True]


def test_an_amount_is_the_float_that_is_nearest():
    # as Python reads the same digits
    found = as_frame(fetched("select '12345678901.2345'::decimal(18,4) amount, '007' client_id"), "revenue")
    assert found["amount"].to_list() == [12345678901.2345]
