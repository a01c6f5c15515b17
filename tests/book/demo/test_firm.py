from collections import Counter


def test_everybody_reports_to_somebody_but_the_supervisors(book):
    people = {row["person"]: row for row in book("people")}
    assert Counter(row["role"] for row in people.values()) == {
        "Account supervisor": 3, "Account manager": 7, "Specialist": 8,
    }  # fmt: skip
    for row in people.values():
        assert (row["reports_to"] in people) == (row["role"] != "Account supervisor")
        assert float(row["weekly_hours"]) > 0


def test_clients_are_with_a_manager_and_that_managers_supervisor(book):
    people = {row["person"]: row for row in book("people")}
    for row in book("clients"):
        assert people[row["manager"]]["reports_to"] == row["supervisor"]
    assert len({row["supervisor"] for row in book("clients")}) == 3


def test_there_is_one_rate_a_month_and_currency_from_a_year_before_the_data(book):
    counts = Counter(row["currency"] for row in book("rates"))
    assert counts == dict.fromkeys(("CHF", "GBP", "JPY", "USD"), 12 + 48)
    assert min(row["date"] for row in book("rates")) == "2021-10-01"
    assert {row["source"] for row in book("rates")} == {"demo"}


def test_rates_move_and_not_by_much(book):
    for code, about in {"CHF": 1.04, "GBP": 1.16, "JPY": 0.0061, "USD": 0.92}.items():
        rates = [float(row["rate"]) for row in book("rates", currency=code)]
        assert len(set(rates)) > 20
        assert 0.75 * about < min(rates) < max(rates) < 1.25 * about
