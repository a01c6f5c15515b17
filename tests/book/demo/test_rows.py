from acctlib.book.demo.calendar import calendar
from acctlib.book.demo.plan import client
from acctlib.book.demo.rows import client_rows
from acctlib.book.schema.tables import TABLES

COVERED = calendar("2026Q3", 16)


def test_all_tables_of_a_client_are_drawn_in_the_order_of_the_schema():
    drawn = list(client_rows(client(0, COVERED, 1), COVERED))
    assert drawn == [name for name in TABLES if name not in ("people", "rates")]


def test_keys_are_unique_over_the_book(sixty):
    for name, table in TABLES.items():
        if table.key:
            keys = [row[table.key] for row in sixty(name)]
            assert len(set(keys)) == len(keys), name


def test_invoices_stand_in_order_of_their_days():
    days = [row["service_date"] for row in client_rows(client(0, COVERED, 1), COVERED)["revenue"]]
    assert days == sorted(days)


def test_drawing_twice_gives_the_same():
    assert client_rows(client(5, COVERED, 1), COVERED) == client_rows(client(5, COVERED, 1), COVERED)
