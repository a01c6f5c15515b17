from datetime import date

import pytest

from acctlib.book.demo.calendar import calendar
from acctlib.book.demo.plan import Stay, Topic, client, stream

COVERED = calendar("2026Q3", 16)


def everyone(count=400):
    return [client(number, COVERED, seed=1) for number in range(count)]


@pytest.fixture(scope="module")
def many():
    return everyone()


def test_a_client_is_the_same_every_time(many):
    assert everyone(30) == many[:30]


def test_ids_are_unique(many):
    assert len({one.client_id for one in many}) == len(many)


def test_streams_of_topics_and_clients_differ():
    first = {stream(1, number, topic).random() for number in range(20) for topic in Topic}
    assert len(first) == 20 * len(Topic)


def test_stays_lie_inside_the_data_and_end_when_the_client_does(many):
    for one in many:
        assert all(COVERED.begin <= stay.begin < stay.stop <= COVERED.cut for stay in one.stays)
        assert one.start <= one.stays[0].begin
        assert (one.end or COVERED.cut) == one.stays[-1].stop
        assert one.stays_on(COVERED) == (one.end is None)


def test_some_came_long_ago_some_lately_and_some_left(many):
    assert min(one.start for one in many) < date(2017, 1, 1)
    assert max(one.start for one in many) > date(2024, 1, 1)
    assert 0.02 < sum(one.end is not None for one in many) / len(many) < 0.4


def test_who_left_was_in_poorer_health(many):
    left = [one.health for one in many[14:] if one.end]
    stayed = [one.health for one in many[14:] if not one.end]
    assert sum(left) / len(left) < sum(stayed) / len(stayed)


def test_most_pay_in_euro_and_some_do_not(many):
    codes = [one.currency for one in many]
    assert set(codes) == {"EUR", "GBP", "CHF", "USD", "JPY"}
    assert codes.count("EUR") > 0.7 * len(codes)


def test_money_is_in_the_smallest_coins_of_its_currency(many):
    dollar, yen = many[1], many[2]
    # By hand: 100 / 0.92 = 108.6956..., 100 / 0.0061 = 16393.44...
    assert dollar.billed(100) == 108.70
    assert yen.billed(100) == 16393


def test_a_day_is_in_a_stay_from_its_begin_until_before_its_stop(many):
    returned = many[9]
    first, second = returned.stays
    assert (first, second) == (Stay(date(2022, 10, 1), date(2024, 7, 1)), Stay(date(2025, 10, 1), date(2026, 10, 1)))
    assert returned.there(date(2024, 6, 30))
    assert not returned.there(date(2024, 7, 1))
    assert not returned.serves(7, COVERED)
    assert returned.serves(12, COVERED)


def test_a_quarter_that_is_begun_late_is_served(many):
    assert many[8].start == date(2026, 2, 15)
    assert many[8].serves(13, COVERED)
    assert not many[8].serves(12, COVERED)
