"""What truth.json says is what an independent reader finds in the files."""

from collections import Counter
from decimal import Decimal

import pytest

from acctlib.book.schema.tables import TABLES

DIGITS = {"JPY": 0}


def quarter_of(day):
    return f"{day[:4]}Q{(int(day[5:7]) - 1) // 3 + 1}"


def coins(row):
    """The amount in the smallest coins of its currency; exact, or the conversion to int fails the test."""
    amount = Decimal(row["amount"]).scaleb(DIGITS.get(row["currency"], 2))
    assert amount == amount.to_integral_value()
    return int(amount)


def nested(pairs):
    told = {}
    for (outer, inner), amount in pairs.items():
        told.setdefault(outer, {})[inner] = amount
    return told


@pytest.fixture(params=["book", "sixty"])
def read(request):
    return request.getfixturevalue(request.param)


def test_fee_income_of_each_quarter_is_exact_to_the_cent(read):
    sums = Counter()
    for row in read("revenue"):
        if row["kind"] not in ("pass_through", "reimbursable"):
            sums[quarter_of(row["service_date"]), row["currency"]] += coins(row)
    assert read.truth["fee_income_minor_units"] == nested(sums)
    assert len(read.truth["quarters"]) == 16


def test_what_is_invoiced_is_exact_by_kind(read):
    sums = Counter()
    for row in read("revenue"):
        sums[row["kind"], row["currency"]] += coins(row)
    assert read.truth["invoiced_minor_units"] == nested(sums)


def test_rows_are_counted(read):
    assert read.truth["rows"] == {table: len(read(table)) for table in TABLES}


def test_clients_served_are_those_with_a_stay_in_the_quarter(read):
    served = Counter()
    for client in read.truth["clients"].values():
        quarters = set()
        for begin, stop in client["stays"]:
            quarters |= {q for q in read.truth["quarters"] if quarter_of(begin) <= q < quarter_of(stop)}
        served.update(quarters)
    assert read.truth["clients_served"] == {q: served[q] for q in read.truth["quarters"]}
    assert min(served.values()) > 0


def test_probabilities_are_probabilities(read):
    for client in read.truth["clients"].values():
        groups = [client[key] for key in ("promoter", "passive", "detractor")]
        assert all(0 < share < 1 for share in [*groups, client["late"], client["answers"]])
        assert sum(groups) == pytest.approx(1)
        assert client["nps"] == pytest.approx(100 * (client["promoter"] - client["detractor"]), abs=0.01)


def test_ordinary_clients_have_a_hazard_and_planted_ones_do_not(read):
    for client_id, client in read.truth["clients"].items():
        ordinary = client_id != "C001" and not client["case"]
        assert (client["churn_hazard"] is not None) == ordinary


class TestFoundAgain:
    """Over 60 clients chance evens out: what was drawn from is what is seen, within four standard errors."""

    def test_promoters_passives_and_detractors(self, sixty):
        seen, expected, variance = 0, 0.0, 0.0
        for row in sixty("surveys"):
            client = sixty.truth["clients"][row["client_id"]]
            if row["nps"] and client["case"] != "one answer":
                seen += int(row["nps"]) >= 9
                expected += client["promoter"]
                variance += client["promoter"] * (1 - client["promoter"])
        assert variance > 100
        assert abs(seen - expected) < 4 * variance**0.5

    def test_answers(self, sixty):
        waves = [row for row in sixty("surveys", kind="relationship") if row["client_id"] != "C007"]
        share = sum(row["answered_date"] != "" for row in waves) / len(waves)
        # Contacts who never answer make the draws dependent: about 330 contacts, not 4500 invitations.
        assert share == pytest.approx(sixty.truth["clients"]["C001"]["answers"], abs=0.08)

    def test_lateness(self, sixty):
        seen, expected, variance = 0, 0.0, 0.0
        for row in sixty("projects"):
            late = sixty.truth["clients"][row["client_id"]]["late"]
            # Projects of the last half year are left out: the late ones among them are still open.
            if row["delivered_date"] and row["committed_date"] < "2026-04-01":
                seen += row["delivered_date"] > row["committed_date"]
                expected += late
                variance += late * (1 - late)
        assert variance > 100
        assert abs(seen - expected) < 4 * variance**0.5

    def test_renewals(self, sixty):
        worth = {row["contract_id"]: Decimal(row["annual_value"]) for row in sixty("contracts")}
        steps, expected = [], []
        for row in sixty("contracts"):
            if row["renewal_of"]:
                steps.append(float(worth[row["contract_id"]] / worth[row["renewal_of"]]) - 1)
                expected.append(sixty.truth["clients"][row["client_id"]]["retainer_growth"])
        assert len(steps) > 300
        assert sum(steps) / len(steps) == pytest.approx(sum(expected) / len(expected), abs=0.005)

    def test_health_drives_scores_and_lateness(self, sixty):
        def mean(rows, value):
            rows = list(rows)
            return sum(value(row) for row in rows) / len(rows)

        order = sorted(sixty.truth["clients"], key=lambda c: sixty.truth["clients"][c]["health"])
        poor, good = set(order[:20]), set(order[-20:])
        for group in ("surveys", "projects"):
            rows = [row for row in sixty(group) if row["nps" if group == "surveys" else "delivered_date"]]
            sign, value = (
                (1, lambda row: int(row["nps"]))
                if group == "surveys"
                else (-1, lambda row: row["delivered_date"] > row["committed_date"])
            )
            low, high = (mean((r for r in rows if r["client_id"] in who), value) for who in (poor, good))
            assert sign * (high - low) > 0.1
