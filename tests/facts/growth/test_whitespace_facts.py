"""What a client's internal page is told of the others, and the client edition never."""

from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import ReviewContext, benchmarks
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.whitespace import KEY, service_outlook, whitespace_figures, whitespace_grid
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))


def book(buyers, clients="ABCDEFGH", segment=None):
    """Everybody buys Media for 100; buyers also Brand for 50."""
    rows = [
        (c, s, fee) for c in clients for s, fee in (("Media", 100.0), ("Brand", 50.0)) if s == "Media" or c in buyers
    ]
    revenue = pd.DataFrame(rows, columns=["client_id", "service_line", "amount"])
    revenue = revenue.assign(service_date=pd.Timestamp("2026-07-01"), kind="retainer", currency="EUR", credit_type=None)
    heads = pd.DataFrame({"client_id": list(clients), "start_date": pd.NaT, "end_date": pd.NaT})
    heads = heads.astype({"start_date": "datetime64[us]", "end_date": "datetime64[us]"})
    return {"clients": heads.assign(segment=[(segment or {}).get(c) for c in clients]), "revenue": revenue}


def alone(frames, client):
    return {name: frame[frame["client_id"] == client] for name, frame in frames.items()}


def outlook(frames, client, context=TERMS):
    figures = whitespace_figures(Prepared(frames, context))
    return service_outlook(Prepared(alone(frames, client), context), figures).set_index("service")


def test_a_gap_that_enough_others_do_not_have_is_a_hypothesis_with_a_range():
    row = outlook(book("ABC"), "H").loc["Brand"]
    # by hand: 3 of the 7 others buy it (43 %), each for half of what else they pay; but 3 prices are too few for a range
    assert (row["state"], row["n"], row["buyers"], bool(row["hypothesis"])) == ("gap", 7, 3, True)
    assert pd.isna(row["low"])
    row = outlook(book("ABCDE"), "H").loc["Brand"]
    assert (row["low"], row["high"]) == (50, 50)


def test_a_rare_service_is_no_hypothesis_and_has_no_value():
    row = outlook(book("AB"), "H").loc["Brand"]  # 2 of 7
    assert (row["state"], bool(row["hypothesis"])) == ("gap", False)
    assert pd.isna(row["low"])


def test_fewer_others_than_the_policy_asks_for_tell_nothing():
    row = outlook(book("ABCD", clients="ABCDE"), "E").loc["Brand"]  # 4 others, all buy
    assert (row["n"], bool(row["hypothesis"])) == (4, False)
    assert pd.isna(row["share"])


def test_clients_of_the_same_segment_come_first_where_there_are_enough():
    segment = {**dict.fromkeys("ABCDEF", "Retail"), "G": "Public", "H": "Public"}
    assert outlook(book("AB", segment=segment), "F").loc["Brand"][["n", "buyers", "alike"]].to_list() == [5, 2, True]
    assert outlook(book("AB", segment=segment), "H").loc["Brand"][["n", "buyers", "alike"]].to_list() == [7, 2, False]


def test_what_is_not_sold_to_a_segment_is_in_no_denominator():
    context = ReviewContext(
        quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30), Policy(not_eligible={"Brand": ("Public",)})
    )
    found = outlook(book("ABC", segment={"H": "Public", "G": "Public"}), "H", context).loc["Brand"]
    assert (found["state"], found["n"], found["buyers"], bool(found["hypothesis"])) == ("not_eligible", 6, 3, False)


def test_who_has_left_is_in_no_grid():
    frames = book("ABC")
    gone = frames["clients"]["client_id"].eq("A")
    frames["clients"] = frames["clients"].assign(
        end_date=frames["clients"]["end_date"].mask(gone, pd.Timestamp("2026-08-01"))
    )
    assert "A" not in whitespace_grid(Prepared(frames, TERMS)).states.index


def test_invoices_without_services_have_no_grid():
    frames = book("ABC")
    frames["revenue"] = frames["revenue"].assign(service_line=None)
    assert whitespace_grid(Prepared(frames, TERMS)) is None
    assert whitespace_figures(Prepared(frames, TERMS)) == {}


@pytest.mark.parametrize("edition", ["client", "internal"])
def test_only_the_house_is_told_what_others_buy(edition):
    held = benchmarks(book("ABC"), TERMS).of("A", edition)
    assert any(name.startswith(KEY) for name in held) is (edition == "internal")
