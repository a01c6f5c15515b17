"""The same ledger under the definitions of others: published fixtures, and fightchurn's SQL run by DuckDB."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.retention.vendor_definitions import FORMS, compare_vendor_definitions

ORACLE = pd.DataFrame(
    {"A": (100, 100), "B": (100, 130), "C": (100, 60), "D": (100, 0), "E": (0, 50), "F": (0, 70), "G": (100, -10)},
    index=["opening", "closing"],
).T.astype("float64")  # worked by hand; F was billed before, E never
FEES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12)


def found(ledger, known="ABCDF", joined=("E", "F")):
    told = compare_vendor_definitions(
        ledger["opening"], ledger["closing"], pd.Index(list(known)), pd.Index(list(joined))
    )
    return told["value"]


class TestRecurly:
    """1,000 at the start, 50 leave, 500 join, 12 of these leave, worked by hand."""

    opening = pd.Series(1.0, index=range(1000))
    closing = pd.Series(1.0, index=[*range(50, 1000), *range(2000, 2488)])
    told = compare_vendor_definitions(opening, closing, opening.index, pd.Index(range(2000, 2500)))

    @pytest.mark.parametrize(
        ("key", "percent", "n"),
        [
            ("recurly", 5.00, 1000),  # published
            ("recurly_basic", 6.20, 1000),  # published
            ("stripe", 4.13, 1500),  # worked by hand
            ("generic", 93.8, 1000),  # worked by hand
            ("logo_retention", 95.0, 1000),
            ("baremetrics_user", 6.20, 1000),
        ],
    )
    def test_each_definition_names_its_own_number(self, key, percent, n):
        assert round(100 * self.told.loc[key, "value"], 2) == percent
        assert self.told.loc[key, "n"] == n


class TestOracle:
    """The ledger where definitions part."""

    @pytest.mark.parametrize(
        ("key", "value"),
        [("nrr", 0.725), ("grr", 0.65), ("logo_retention", 0.75), ("chartmogul_net", 0.10), ("chartmogul_gross", 0.35),
         ("smsb_nrr", 0.725), ("smsb_grr", 0.65), ("fightchurn_net", 0.725), ("fightchurn_mrr", 0.35), ("generic", 0.75)],
    )  # fmt: skip
    def test_a_to_f(self, key, value):
        assert found(ORACLE.drop("G"))[key] == pytest.approx(value)

    @pytest.mark.parametrize(
        ("key", "value"), [("nrr", 0.56), ("grr", 0.52), ("smsb_grr", 0.50), ("logo_retention", 0.60)]
    )
    def test_with_a_client_that_closes_with_a_credit(self, key, value):
        assert found(ORACLE, "ABCDFG")[key] == pytest.approx(value)

    def test_chartmoguls_own_example_is_20_percent_gross_and_10_net(self):
        month = pd.DataFrame({"opening": [10.0, 20, 20, 50], "closing": [0.0, 10, 30, 50]}, index=list("ABCD"))
        told = found(month, "ABCD", ())
        assert (told["chartmogul_gross"], told["chartmogul_net"]) == (pytest.approx(0.20), pytest.approx(0.10))

    def test_churnzero_exceeds_100_percent_where_expansion_outweighs_losses(self):
        grown = pd.DataFrame({"opening": [100.0], "closing": [150.0]}, index=["A"])
        assert found(grown, "A", ())["churnzero"] == 1.5

    def test_angelwoods_agency_kept_80_percent(self):
        # angelwood.io: 50 at the start, 55 at the end, 15 of them new
        start, end = pd.Series(1.0, index=range(50)), pd.Series(1.0, index=range(10, 65))
        assert compare_vendor_definitions(start, end, start.index, pd.Index(range(50, 65))).loc[
            "generic", "value"
        ] == pytest.approx(0.80)


class TestBadInput:
    """Nothing to divide by."""

    @pytest.mark.parametrize("opening", [{}, {"A": 0.0}, {"A": -5.0}])
    def test_without_opening_fees_no_definition_has_a_number(self, opening):
        start = pd.Series(opening, dtype="float64")
        told = compare_vendor_definitions(start, pd.Series(dtype="float64"), start.index, pd.Index([]))
        assert told["value"].isna().all()

    def test_every_form_says_who_what_and_how(self):
        assert all(form.vendor and form.metric and form.formula for form in FORMS.values())
        told = compare_vendor_definitions(ORACLE["opening"], ORACLE["closing"], ORACLE.index, pd.Index(["E", "F"]))
        assert list(told.columns) == ["vendor", "metric", "formula", "value", "n"]

    def test_one_formula_is_one_number(self):
        told = compare_vendor_definitions(
            ORACLE["opening"], ORACLE["closing"], pd.Index(list("ABCDFG")), pd.Index(["E", "F"])
        )
        assert (told.groupby("formula")["value"].nunique() == 1).all()


FIGHTCHURN = """
with start_accounts as (select client_id, opening as mrr from ledger where opening > 0),
     end_accounts as (select client_id, closing as mrr from ledger where closing > 0),
     retained as (select s.client_id, s.mrr as before, e.mrr as after from start_accounts s join end_accounts e using (client_id)),
     churned as (select s.client_id, s.mrr from start_accounts s left join end_accounts e using (client_id) where e.client_id is null)
select (select sum(after) from retained) / (select sum(mrr) from start_accounts),
       (select count(*) from churned) / (select count(*) from start_accounts),
       (coalesce((select sum(mrr) from churned), 0)
        + coalesce((select sum(before - after) from retained where after < before), 0)) / (select sum(mrr) from start_accounts)
"""  # Fighting Churn with Data, chapter 2: net retention, account churn, MRR churn, in DuckDB's words


@given(FEES)
@settings(max_examples=60)
def test_fightchurns_sql_finds_the_same(rows):
    ledger = pd.DataFrame(rows, columns=["opening", "closing"], dtype="float64").rename_axis("client_id")
    told = compare_vendor_definitions(ledger["opening"], ledger["closing"], ledger.index, pd.Index([]))["value"]
    with duckdb.connect() as db:
        db.register("ledger", ledger.reset_index())
        theirs = db.execute(FIGHTCHURN).fetchone()
    if not (ledger["opening"] > 0).any():
        assert told.isna().all()
        return
    ours = told[["fightchurn_net", "fightchurn_account", "fightchurn_mrr"]].to_list()
    assert ours == pytest.approx([x if x is not None else 0.0 for x in theirs])
    assert told["nrr"] == pytest.approx(ours[0])
    assert 1 - told["logo_retention"] == pytest.approx(ours[1])
    assert np.isclose(1 - told["smsb_grr"], ours[2])
