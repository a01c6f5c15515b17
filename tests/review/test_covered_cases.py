"""Four exports as firms make them: what their days allow is told, and nothing more, in every edition and file."""

import re
from datetime import date

import pandas as pd
import pytest
import yaml

from acctlib import load_config, open_book
from acctlib.errors import PeriodError
from acctlib.facts import book_scorecard
from acctlib.publish.run.coverage_table import coverage_said
from acctlib.publish.run.run import RunRequest, review_run
from acctlib.review import open_review
from acctlib.review.numbers import facts_table
from acctlib.review.session import portfolio_of, quarter_of_book, whole

CLIENTS = "client_id,name,start_date\n" + "".join(f"C{n},Client {n},2020-01-01\n" for n in range(1, 5))
ENDS = ("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31")
MONTHS = [f"{year}-{end}" for year in (2025, 2026) for end in ENDS][:15]
FIRSTS = [f"{day[:8]}01" for day in MONTHS]


def invoices(days, clients=4):
    rows = [f"C{n},{day},1000.00,retainer,Care" for day in days for n in range(1, clients + 1)]
    return "client_id,service_date,amount,kind,service_line\n" + "\n".join(rows) + "\n"


SCORES = [
    ("2026-01-13", 8),
    ("2026-02-11", 10),
    ("2026-02-14", 9),
    ("2026-03-12", 9),
    ("2026-03-14", 3),
    ("2026-03-15", 7),
]
ANSWERS = "survey_id,client_id,sent_date,answered_date,respondent,nps\n" + "".join(
    f"{n},C1,{day},{day},p{n},{score}\n" for n, (day, score) in enumerate(SCORES)
)


@pytest.fixture
def opened(tmp_path):
    """Write an export and open its book: `opened(revenue=..., sources=...)`."""
    held = []

    def opening(*, clients=CLIENTS, config=None, sources=None, **tables):
        for name, text in {"clients": clients, **tables}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        named = {name: {"file": f"{name}.csv", **(sources or {}).get(name, {})} for name in ("clients", *tables)}
        told = {"firm": "Firm", "currency": "USD", "sources": named, **(config or {})}
        (tmp_path / "acctlib.yml").write_text(yaml.safe_dump(told), encoding="utf-8")
        book = open_book(load_config(tmp_path / "acctlib.yml"))
        held.append(book)
        return book

    yield opening
    for book in held:
        book.close()


def facts_of(book, edition="internal", quarter="2026Q1"):
    table = facts_table(book, ["C1"], quarter, edition)
    return table.set_index("name")[["value", "n", "asked", "prior", "year_ago", "note"]].astype("object")


def portfolio(book, quarter="2026Q1"):
    return portfolio_of(whole(book), book.config, quarter_of_book(quarter, book))


def words(block):
    """All texts of a block and of those within it."""
    return repr(block)


def read(page):
    """What a reader of an HTML page reads, drawings aside."""
    body = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", body)


class TestMonthlyInvoices:
    """Dated on the first, January 2025 to March 2026; and one of 5,000 in March 2025."""

    REVENUE = invoices(FIRSTS) + "C1,2025-03-20,5000.00,retainer,Care\n"

    def test_the_month_that_a_date_stands_for_completes_the_quarter(self, opened):
        with opened(revenue=self.REVENUE, sources={"revenue": {"period": "month"}}) as book:
            assert (book.covered_from, book.covered_to) == (date(2025, 1, 1), date(2026, 3, 31))
            assert str(quarter_of_book("", book)) == "2026Q1"
            found = facts_of(book)
        # By hand: 3,000 against 3,000 and 5,000 a year ago.
        assert (found.loc["fees", "value"], found.loc["fees", "prior"], found.loc["fees", "year_ago"]) == (
            3000,
            3000,
            8000,
        )
        assert found.loc["growth", "value"] == -0.625

    def test_without_it_the_quarter_before_is_taken_and_both_ways_out_are_named(self, opened):
        with opened(revenue=self.REVENUE) as book:
            assert str(quarter_of_book("", book)) == "2025Q4"
            told = " ".join(coverage_said(book.recorded, book.config))
        assert "takes 2025Q4" in told
        assert "the data covers 1 Jan 2025 to 1 Mar 2026" in told
        assert "`period: month`" in told
        assert "`covered_to: 2026-03-31`" in told


class TestOneQuarter:
    """Clients since 2020, invoices of the first quarter of 2026 alone."""

    REVENUE = invoices(("2026-01-01", "2026-02-01", "2026-03-31"))

    def test_earlier_quarters_are_not_known_and_no_client_is_new(self, opened):
        with opened(revenue=self.REVENUE) as book:
            found, firm = facts_of(book), book_scorecard(portfolio(book).frames, portfolio(book).context)
        assert found.loc["fees", "value"] == 3000
        assert pd.isna(found.loc["fees", "prior"])
        assert pd.isna(found.loc["fees", "year_ago"])
        for name in ("growth", "nrr", "nrr_quarter", "nrr_year", "ramp"):
            assert pd.isna(found.loc[name, "value"]), name
            assert found.loc[name, "note"] == "data begin on 1 Jan 2026"
        for name in (
            "movement_new",
            "movement_opening",
            "logo_retention",
            "existing_growth",
            "top_share",
            "joiners_lost",
        ):
            assert (firm[name].value, firm[name].note) == (None, "data begin on 1 Jan 2026"), name

    def test_the_portfolio_draws_no_bridge_and_calls_nobody_new(self, opened):
        with opened(revenue=self.REVENUE) as book:
            page = portfolio(book)
            told = words(page.retention()) + words(page.growth())
        assert "What moved the recurring fees is not known: data begin on" in told
        assert "There is no year to compare with: data begin on" in told
        assert "Q1 2025" not in told
        assert "New" not in told

    def test_pages_leave_the_quarters_before_out(self, opened, monkeypatch):
        with opened(revenue=self.REVENUE) as book:
            review = open_review("C1", "2026Q1", "internal", str(book.config.root / "acctlib.yml"))
        told = words(review.growth()) + words(review.summary())
        assert "Q1 2025" not in told
        assert "$0.00, " not in told
        assert "data begin on" in told

    @pytest.mark.parametrize("quarter", ["2025Q4", "2016Q3", "2026Q2"])
    def test_other_quarters_are_refused_with_the_days_that_are_covered(self, opened, quarter):
        with opened(revenue=self.REVENUE) as book, pytest.raises(PeriodError, match="1 Jan 2026 to 31 Mar 2026"):
            quarter_of_book(quarter, book)


class TestMidQuarter:
    """Level fees of 1,000 a month; the export begins in February 2025."""

    REVENUE = invoices(MONTHS[1:])

    @pytest.mark.parametrize("edition", ["internal", "client"])
    def test_level_fees_do_not_grow(self, opened, edition):
        with opened(revenue=self.REVENUE) as book:
            found = facts_of(book, edition)
        named = [name for name in ("growth", "nrr", "grr") if name in found.index]
        assert all(pd.isna(found.loc[name, "value"]) for name in named)
        assert {found.loc[name, "note"] for name in named} <= {"data begin on 28 Feb 2025"}
        fees = found.loc["fees"]
        assert fees["value"] == 3000
        assert fees["prior"] == 3000 if edition == "internal" else pd.isna(fees["prior"])
        assert pd.isna(fees["year_ago"])

    def test_every_report_and_the_facts_beside_it_say_so(self, opened, tmp_path):
        with opened(revenue=self.REVENUE) as book:
            order = RunRequest("2026Q1", ("client", "internal"), ("C1",), ("pdf", "html", "xlsx"), tmp_path / "out", 1)
            result = review_run(book, order)
        assert result.ok
        pages = {file.parent.parent.name: file.read_text(encoding="utf-8") for o in result.outcomes for file in o.files
                 if file.suffix == ".html"}  # fmt: skip
        assert set(pages) == {"client", "internal"}
        assert "data begin on 28 Feb 2025" in read(pages["internal"])
        for page in map(read, pages.values()):
            assert not re.search(r"\+50\.0|150\.0", page)
            assert "Invoices are known from 28 Feb 2025 to 31 Mar 2026" in page


class TestResponsesOnly:
    """Answers without invitations: by an empty day sent, or by one that is filled with the day of the answer."""

    @pytest.mark.parametrize("sent", [True, False])
    def test_scores_have_their_answers_and_nobody_was_silent(self, opened, sent):
        surveys = ANSWERS if sent else ANSWERS.replace("sent_date", "notes")
        with opened(revenue=invoices(MONTHS), surveys=surveys) as book:
            found, client = facts_of(book), facts_of(book, "client")
            page = portfolio(book)
            told = words(page.satisfaction())
        # Three promoters, one detractor among six: by hand (3 - 1) / 6.
        for edition in (found, client):
            assert edition.loc["nps", "value"] == pytest.approx(100 / 3)
            assert edition.loc["nps", "n"] == 6
            assert pd.isna(edition.loc["nps", "asked"])
            assert pd.isna(edition.loc["response_rate", "value"])
            assert edition.loc["response_rate", "note"].startswith("invitations are not recorded")
        for name in ("silent", "nps_worst", "nps_best"):
            assert pd.isna(found.loc[name, "value"])
        firm = page.facts
        for name in ("clients_heard", "clients_silent", "clients_not_asked", "revenue_coverage", "silent_two_waves"):
            assert firm[name].value is None, name
        assert "Invitations are not recorded, so non-respondents are not known." in told

    def test_pages_say_how_many_answered_and_not_of_how_many(self, opened):
        with opened(revenue=invoices(MONTHS), surveys=ANSWERS) as book:
            review = open_review("C1", "2026Q1", "client", str(book.config.root / "acctlib.yml"))
        told = words(review.satisfaction()) + words(review.summary())
        assert "6 contacts answered in four quarters" in told
        assert "n = 6 answers" in told
        assert "6 of 6" not in told
