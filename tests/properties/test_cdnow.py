"""A public data set through the kit: CDNOW, 69,659 purchases of 23,570 customers who all came in the first quarter of 1997.

The counts are those of the marketing literature (Fader and Hardie, brucehardie.com/notes/016). The file comes with the
PyPI package `lifetimes`, of which nothing else is used: `pip install --no-deps lifetimes`.
"""

import importlib.metadata

import pandas as pd
import pytest

from acctlib.metrics.fees.fees import by_client
from acctlib.metrics.retention.retention import (
    logo_retention,
    movement_bridge,
    net_revenue_retention,
    revenue_movements,
)
from acctlib.periods import quarter, trailing

QUARTERS = trailing(quarter("1998Q2"), 6)
FIRST = QUARTERS.first


@pytest.fixture(scope="module")
def purchases():
    """One row per purchase, as invoice lines have it."""
    try:
        files = importlib.metadata.files("lifetimes")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("pip install --no-deps lifetimes has the CDNOW file")
    path = next(file for file in files if file.name == "CDNOW_master.txt").locate()
    rows = pd.read_csv(
        path, sep=r"\s+", names=["client_id", "day", "cds", "amount"], skiprows=1, dtype={"client_id": str}
    )
    return rows.assign(service_date=pd.to_datetime(rows["day"].astype(str)))


@pytest.fixture(scope="module")
def seen(purchases):
    """The same with one unit for each purchase: who was there counts, also with a purchase for nothing."""
    return purchases.assign(amount=1.0)


def test_the_file_is_the_one_of_the_literature(purchases):
    assert len(purchases) == 69_659
    assert purchases["client_id"].nunique() == 23_570
    assert purchases["cds"].sum() == 167_881
    assert purchases["amount"].sum() == pytest.approx(2_500_315.63)


def test_all_customers_came_in_the_first_quarter(seen):
    assert len(by_client(seen, FIRST)) == 23_570


@pytest.mark.parametrize(
    ("later", "active", "share"),
    [(1, 5376, 0.2281), (2, 4263, 0.1809), (3, 4221, 0.1791), (4, 3817, 0.1619), (5, 3317, 0.1407)],
)
def test_of_the_cohort_as_many_are_active_later(seen, later, active, share):
    opening, closing = by_client(seen, FIRST), by_client(seen, FIRST + later)
    assert round(logo_retention(opening, closing) * len(opening)) == active
    assert logo_retention(opening, closing) == pytest.approx(share, abs=5e-5)


def test_revenue_of_each_quarter_is_to_the_cent(purchases):
    told = [1_071_805.47, 359_153.66, 292_395.37, 300_806.76, 262_823.89, 213_330.48]
    assert [round(by_client(purchases, each).sum(), 2) for each in QUARTERS.quarters] == told
    opening, closing = by_client(purchases, FIRST), by_client(purchases, FIRST + 1)
    assert net_revenue_retention(opening, closing) == pytest.approx(359_153.66 / 1_071_805.47, abs=2e-4)


def test_who_comes_back_after_a_quarter_away_is_a_reactivation_and_the_bridge_adds_up(seen, purchases):
    opening, closing = (by_client(seen, FIRST + later) for later in (1, 2))
    moves = revenue_movements(opening, closing, pd.Index(seen["client_id"].unique()))
    back = set(closing.index) - set(opening.index)
    assert set(moves.index[moves["movement"] == "reactivation"]) == back
    assert (moves["movement"] == "new").sum() == 0
    fees = [by_client(purchases, FIRST + later) for later in (1, 2)]
    bridge = movement_bridge(revenue_movements(*fees, pd.Index(purchases["client_id"].unique())))
    assert round(bridge.drop("closing").sum() - bridge["closing"], 2) == 0
