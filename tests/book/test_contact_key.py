"""A client edition knows which answers are one person's, and not whose."""

import pytest

from acctlib import open_book

SURVEYS = (
    "survey_id,client_id,sent_date,respondent,nps\n"
    "S1,C1,2026-02-01,zoe@client.example,9\n"
    "S2,C1,2026-02-01,Adam Apple,3\n"
    "S3,C1,2026-05-01,zoe@client.example,7\n"
    "S4,C1,2026-05-01,,8\n"
    "S5,C2,2026-05-01,zoe@client.example,1\n"
    "S6,C1,2026-08-01,Adam Apple,\n"
)


@pytest.fixture
def book(firm):
    with open_book(firm(surveys=SURVEYS)) as book:
        yield book


def test_the_key_is_the_id_of_the_persons_first_invitation_by_this_client(book):
    frame = book.slice("C1", "client").frames["surveys"].set_index("survey_id")
    assert frame["contact"].to_dict() == {"S1": "S1", "S2": "S2", "S3": "S1", "S4": None, "S6": "S2"}
    assert book.slice("C2", "client").frames["surveys"]["contact"].to_list() == ["S5"]


def test_names_and_addresses_do_not_reach_a_client(book):
    frame = book.slice("C1", "client").frames["surveys"]
    assert "respondent" not in frame
    assert not frame.astype(str).apply(lambda column: column.str.contains("zoe|Adam")).any(axis=None)


def test_the_house_has_the_names_and_needs_no_key(book):
    frame = book.slice("C1", "internal").frames["surveys"]
    assert "contact" not in frame
    assert set(frame["respondent"].dropna()) == {"zoe@client.example", "Adam Apple"}


def test_a_firm_without_names_has_no_keys(firm):
    bare = "survey_id,client_id,sent_date,nps\nS1,C1,2026-02-01,9\n"
    with open_book(firm(surveys=bare)) as book:
        assert book.slice("C1", "client").frames["surveys"]["contact"].isna().all()


def test_a_column_called_contact_in_an_export_is_not_read_as_the_key(firm):
    named = "survey_id,client_id,sent_date,contact,nps\nS1,C1,2026-02-01,Adam Apple,9\n"
    with open_book(firm(surveys=named)) as book:
        assert book.slice("C1", "client").frames["surveys"]["contact"].isna().all()


def test_who_answers_again_changes_the_fingerprint_of_a_clients_slice(firm):
    other = SURVEYS.replace("S3,C1,2026-05-01,zoe@client.example", "S3,C1,2026-05-01,Adam Apple")
    marks = []
    for surveys in (SURVEYS, other):
        with open_book(firm(surveys=surveys)) as book:
            marks.append(book.slice("C1", "client").fingerprint)
    assert marks[0] != marks[1]
