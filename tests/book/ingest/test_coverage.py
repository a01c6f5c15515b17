"""The days that each table covers: from its rows, its periods, the other tables, and what the firm says."""

from datetime import date

import pytest

from acctlib.book import check_book, open_book
from acctlib.book.ingest.coverage import coverage_of, proposals, recorded_in
from acctlib.errors import DataError

HEAD = "client_id,service_date,amount,kind\n"


def lines(*days):
    return HEAD + "".join(f"C1,{day},1,retainer\n" for day in days)


MONTHS = [f"2025-{month:02d}-01" for month in range(1, 13)]


@pytest.fixture
def covered(firm):
    """First and last day of a table of a book: `covered(revenue=...)`."""

    def days(table="revenue", **given):
        with open_book(firm(**given)) as book:
            found = book.coverage.tables[table]
        return found.first.isoformat(), found.last.isoformat()

    return days


def test_invoices_cover_from_their_first_day_to_their_last(covered):
    assert covered(revenue=lines("2025-02-28", "2025-03-31", "2025-04-30")) == ("2025-02-28", "2025-04-30")


@pytest.mark.parametrize(
    ("period", "days"), [("month", ("2025-01-01", "2025-12-31")), ("quarter", ("2025-01-01", "2025-12-31"))]
)
def test_a_date_stands_for_its_whole_period(covered, period, days):
    assert covered(revenue=lines(*MONTHS), sources={"revenue": {"period": period}}) == days


def test_a_quarter_is_one_of_the_fiscal_year(covered):
    # A year that starts in February: 1 December lies in the quarter from 1 November to 31 January. By hand.
    given = {"sources": {"revenue": {"period": "quarter"}}, "config": {"fiscal_year_start": 2}}
    assert covered(revenue=lines(*MONTHS), **given) == ("2024-11-01", "2026-01-31")


def test_a_line_with_a_service_period_reaches_to_its_end(covered):
    # On 1 March run a month, a quarter and a year: the next month is not in, so the data reach to 31 March.
    text = (
        "client_id,service_date,service_end_date,amount,kind\n"
        "C1,2026-01-01,2026-12-31,1,retainer\nC1,2026-01-01,2026-03-31,1,retainer\n"
        "C1,2026-02-01,2026-02-28,1,retainer\nC1,2026-03-01,2026-03-31,1,retainer\n"
    )
    assert covered(revenue=text) == ("2026-01-01", "2026-03-31")


def test_a_year_billed_in_advance_reaches_to_the_end_of_its_quarter_at_most(covered):
    text = "client_id,service_date,service_end_date,amount,kind\nC1,2026-02-10,2027-02-09,1,retainer\n"
    assert covered(revenue=text) == ("2026-02-10", "2026-03-31")


def test_a_line_without_an_end_covers_its_day(covered):
    text = (
        "client_id,service_date,service_end_date,amount,kind\n"
        "C1,2026-03-01,2026-03-31,1,retainer\nC1,2026-03-05,,1,project\n"
    )
    assert covered(revenue=text)[1] == "2026-03-05"


def test_invoices_that_are_silent_no_longer_than_before_reach_as_far_as_the_other_tables(covered):
    # The longest silence between firsts of months is of 30 days; from 2 to 31 December it is one of 30.
    surveys = "survey_id,client_id,sent_date\nS1,C1,2025-12-31\n"
    assert covered(revenue=lines(*MONTHS), surveys=surveys)[1] == "2025-12-31"


def test_invoices_that_are_silent_for_longer_have_ended(covered):
    surveys = "survey_id,client_id,sent_date\nS1,C1,2026-01-01\n"
    assert covered(revenue=lines(*MONTHS), surveys=surveys)[1] == "2025-12-01"


def test_what_happens_now_and_then_reaches_as_far_as_the_invoices(covered):
    surveys = "survey_id,client_id,sent_date\n" + "".join(f"S{n},C1,2025-02-0{n}\n" for n in (1, 2, 3))
    assert covered("surveys", revenue=lines(*MONTHS), surveys=surveys) == ("2025-02-01", "2025-12-01")


def test_what_happens_now_and_then_begins_with_the_invoices_where_its_silence_is_a_usual_one(covered):
    surveys = "survey_id,client_id,sent_date\nS1,C1,2025-02-01\nS2,C1,2025-06-01\nS3,C1,2025-10-01\n"
    assert covered("surveys", revenue=lines(*MONTHS), surveys=surveys)[0] == "2025-01-01"


def test_what_the_file_says_wins(covered):
    given = {"covered_from": date(2025, 1, 1), "covered_to": date(2025, 12, 31)}
    assert covered(revenue=lines("2025-02-03"), config=given) == ("2025-01-01", "2025-12-31")


def test_what_is_said_of_one_table_wins_over_what_is_said_of_all(covered):
    surveys = "survey_id,client_id,sent_date\nS1,C1,2025-06-01\n"
    given = {
        "config": {"covered_from": date(2025, 1, 1)},
        "sources": {"surveys": {"covered_from": "2025-05-01", "covered_to": "2025-08-31"}},
    }
    assert covered("surveys", revenue=lines(*MONTHS), surveys=surveys, **given) == ("2025-05-01", "2025-08-31")
    assert covered("revenue", revenue=lines(*MONTHS), surveys=surveys, **given)[0] == "2025-01-01"


def test_an_end_before_the_beginning_is_refused(firm):
    config = firm(revenue=lines("2025-02-03"), config={"covered_to": date(2025, 1, 1)})
    with open_book(config) as book, pytest.raises(DataError, match="correct covered_from and covered_to"):
        _ = book.coverage


def test_the_book_and_the_check_find_the_same_days(firm):
    config = firm(
        revenue="client_id,service_date,service_end_date,amount,kind\nC1,2026-01-15,2026-02-14,1,retainer\n",
        surveys="survey_id,client_id,sent_date,answered_date\nS1,C1,2026-01-20,2026-02-01\nS2,C1,2026-01-20,\n",
        costs="client_id,date,amount\nC1,2026-01-31,5\n",
    )
    with open_book(config) as book:
        tables = {name: book.frame(name) for name in ("revenue", "surveys", "costs")}
        assert coverage_of(recorded_in(tables), config) == book.coverage
        assert {n: one.rows.to_list() for n, one in book.recorded.items()} == {
            n: one.rows.to_list() for n, one in recorded_in(tables).items()
        }


def proposed(firm, **given):
    config = firm(**given)
    with open_book(config) as book:
        return proposals(book.recorded, config)


def test_dates_on_firsts_of_months_are_told_with_what_to_write(firm):
    (told,) = proposed(firm, revenue=lines(*MONTHS, "2025-06-20"))
    assert "the last row is of 1 Dec 2025" in told
    assert "`period: month`" in told
    assert "to 31 Dec 2025" in told
    assert not proposed(firm, revenue=lines(*MONTHS), sources={"revenue": {"period": "month"}})
    assert not proposed(firm, revenue=lines(*MONTHS), config={"covered_to": date(2025, 12, 31)})


def test_a_few_days_before_the_first_row_and_after_the_last_are_told(firm):
    first, last = sorted(proposed(firm, revenue=lines("2025-01-05", "2025-02-11", "2025-03-27")))
    assert "`covered_from: 2025-01-01`" in first
    assert "`covered_to: 2025-03-31`" in last


class TestResponses:
    ANSWERS = "survey_id,client_id,{head}answered_date,nps\n"

    def surveys(self, firm, text):
        with open_book(firm(revenue=lines(*MONTHS), surveys=text)) as book:
            return book.frame("surveys")

    def test_days_sent_that_are_all_the_days_of_the_answers_are_no_invitations(self, firm):
        text = self.ANSWERS.format(head="sent_date,") + "".join(
            f"{n},C1,2025-0{n}-01,2025-0{n}-01,9\n" for n in (1, 2, 3)
        )
        assert self.surveys(firm, text)["sent_date"].isna().all()

    @pytest.mark.parametrize("row", ["4,C1,2025-04-01,,\n", "4,C1,2025-04-01,2025-04-02,9\n"])
    def test_one_who_was_silent_or_took_a_day_makes_them_invitations(self, firm, row):
        text = self.ANSWERS.format(head="sent_date,") + "".join(
            f"{n},C1,2025-0{n}-01,2025-0{n}-01,9\n" for n in (1, 2, 3)
        )
        assert self.surveys(firm, text + row)["sent_date"].notna().all()

    def test_two_answers_on_their_days_are_too_few_to_tell(self, firm):
        text = self.ANSWERS.format(head="sent_date,") + "1,C1,2025-01-01,2025-01-01,9\n2,C1,2025-02-01,2025-02-01,9\n"
        assert self.surveys(firm, text)["sent_date"].notna().all()

    def test_a_survey_without_any_day_is_in_no_quarter_and_blocks(self, firm):
        report = check_book(
            firm(revenue=lines(*MONTHS), surveys=self.ANSWERS.format(head="") + "1,C1,2025-01-01,9\n2,C1,,9\n")
        )
        (found,) = report.blocking
        assert (found.rule, found.row, found.column) == ("missing_value", 3, "answered_date")
        assert "and so is the date on which it was sent" in found.text


YEAR = [f"2025-{month:02d}-15" for month in range(1, 13)]


@pytest.mark.parametrize("stray", ["2062-01-05", "1905-01-05", "2027-01-10"])
def test_an_invoice_with_a_stray_date_years_away_covers_nothing(covered, stray):
    assert covered(revenue=lines(*sorted([*YEAR, stray]))) == ("2025-01-15", "2025-12-15")


def test_months_left_out_of_an_export_are_not_covered(covered):
    # Nothing from April to June: what comes after is the later side, from 15 July. By hand.
    assert covered(revenue=lines(*YEAR[:3], *YEAR[6:])) == ("2025-07-15", "2025-12-15")


def test_a_break_does_not_make_other_silences_usual(covered):
    # Surveys go on to 20 February 2026: 66 days, silent for no more than the break to 2027, but longer than any month.
    surveys = "survey_id,client_id,sent_date\nS1,C1,2026-02-20\n"
    assert covered(revenue=lines(*YEAR, "2027-01-10"), surveys=surveys)[1] == "2025-12-15"


def test_invoices_of_one_a_year_have_no_break(covered):
    yearly = [f"{year}-03-01" for year in range(2016, 2026)]
    assert covered(revenue=lines(*yearly)) == ("2016-03-01", "2025-03-01")


def test_what_the_firm_says_covers_a_break(covered):
    given = {"config": {"covered_from": "2025-01-01", "covered_to": "2027-01-31"}}
    assert covered(revenue=lines(*YEAR[:3], *YEAR[6:], "2027-01-10"), **given) == ("2025-01-01", "2027-01-31")


def test_rows_beyond_a_break_are_told_with_what_to_write(firm):
    told = proposed(firm, revenue=lines("1905-01-05", *YEAR, "2027-01-10", "2027-01-11"))
    assert (
        "revenue: 1 row is dated before 15 Jan 2025, separated from the other rows by empty months. The data is taken to begin on "
        "15 Jan 2025. Correct the dates, or add what is missing; if nothing is missing, write `covered_from: 1905-01-05`."
    ) in told
    assert any("2 rows are dated after 15 Dec 2025" in one and "`covered_to: 2027-01-11`" in one for one in told)
