"""A review tells what it knows, says what it does not, and holds one client."""

import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib import load_config, open_book
from acctlib.book.store.slice import Slice
from acctlib.compat import CompatibilityWarning
from acctlib.config import Config
from acctlib.display import Group
from acctlib.display.blocks.block import block_html, inner_blocks
from acctlib.errors import PeriodError, ReviewError
from acctlib.review import Review, open_review
from acctlib.review.session import bind_slice, covered_quarter, terms_of, without_sources

SECTIONS = (
    "cover",
    "summary",
    "actions",
    "objectives",
    "satisfaction",
    "delivery",
    "commercial",
    "next_steps",
    "method",
)
INTERNAL = ("profit", "renewals", "opportunities", "nonrespondents", "book")
HARD = ("C002", "C003", "C005", "C006", "C007", "C011", "C012", "00123")
END = date(2026, 9, 30)


def texts(block):
    """Every text a reader would see of a block."""
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for key, item in value.items():
                if key not in ("svg", "block", "state", "align", "value", "facts", "direction", "origin"):
                    walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(block.payload())
    return found


def tiny(edition="client", **tables):
    """A client with one invoice a year ago and one now; other tables as given."""
    revenue = pd.DataFrame(
        {
            "client_id": ["C1", "C1"],
            "service_date": pd.to_datetime(["2025-08-01", "2026-08-01"]),
            "amount": [1000.0, 1100.0],
            "kind": ["retainer", "retainer"],
            "service_line": ["Media", "Media"],
            "currency": ["EUR", "EUR"],
        }
    )
    head = pd.DataFrame(
        {"client_id": ["C1"], "name": ["A & <b>"], "currency": ["EUR"], "locale": ["en_GB"], "start_date": [pd.NaT]}
    )
    held = Slice("C1", edition, {"clients": head, "revenue": revenue, **tables}, END, "f" * 64)
    config = Config()
    return Review(held, terms_of(held, config, covered_quarter("", END, 1)), config)


class TestOnlyTheRequiredTables:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_every_section_says_something(self, section):
        assert any(text.strip() for text in texts(getattr(tiny(), section)()))

    @pytest.mark.parametrize("section", INTERNAL)
    def test_internal_sections_too(self, section):
        assert any(text.strip() for text in texts(getattr(tiny("internal"), section)()))

    def test_what_is_not_kept_is_unknown_with_the_reason(self):
        said = " ".join(texts(tiny().summary()))
        assert "Satisfaction is unknown: no survey was sent." in said
        assert "Delivery success is unknown: no project was closed in the last four quarters." in said
        assert texts(tiny().satisfaction()) == ["Satisfaction score not available: no surveys are recorded."]

    def test_growth_is_told_with_both_sums(self):
        # by hand: 1100 / 1000 - 1
        assert "Fees grew 10.0% on a year ago, to €1.1k." in texts(tiny("internal").summary())
        tiles = {t["label"]: t for t in tiny("internal").summary().payload()["blocks"][1]["tiles"]}
        assert tiles["Growth of existing work"]["notes"] == ["€1.1k vs €1k in Q3 2025"]

    def test_the_method_names_what_is_missing(self):
        assert any("contracts, surveys, projects" in text for text in texts(tiny().method()))


@pytest.mark.parametrize("client", HARD)
@pytest.mark.parametrize("edition", ["client", "internal"])
def test_a_hard_case_renders_without_a_hole(demo_yml, client, edition):
    review = open_review(client, "", edition, str(demo_yml))
    for section in SECTIONS + (INTERNAL if edition == "internal" else ()):
        block = getattr(review, section)()
        json.dumps(block.payload(), allow_nan=False)
        for text in texts(block):
            assert not re.search(r"\b(nan|NaT|None|inf|<NA>)\b", text), f"{section}: {text}"


class TestPlantedCases:
    """The demonstration's truth, seen from the page."""

    def test_no_survey_is_unknown_and_never_zero(self, demo_yml):
        review = open_review("C006", "", "client", str(demo_yml))
        assert review.facts["nps"].value is None
        assert texts(review.satisfaction()) == ["No satisfaction survey has been sent in the last four quarters."]

    def test_one_answer_is_not_shown_to_the_client_but_in_the_house(self, demo_yml):
        client, house = (open_review("C007", "", e, str(demo_yml)) for e in ("client", "internal"))
        assert client.facts["nps"].note.startswith("fewer than 5 answers (1 of")
        assert client.facts["nps"].value is None
        assert house.facts["nps"].n == 1

    def test_no_projects_is_said(self, demo_yml):
        review = open_review("C012", "", "client", str(demo_yml))
        assert "No projects on this account" in texts(review.delivery())[0]

    def test_an_overdue_open_project_is_named_on_page_one(self, demo_yml):
        review = open_review("C008", "", "client", str(demo_yml))
        assert "1 Projekt ist jetzt überfällig." in " ".join(texts(review.summary()))  # it reads German

    def test_who_left_has_no_growth_to_boast_of(self, demo_yml):
        facts = open_review("C005", "", "internal", str(demo_yml)).facts
        assert facts["nrr"].value == 0
        assert facts["growth"].value == -1

    def test_a_foreign_currency_client_is_shown_in_its_own_money(self, demo_yml):
        review = open_review("C002", "", "client", str(demo_yml))
        assert review.context.currency == "USD"
        assert "Figures in USD" in review.cover().footer

    def test_notice_given_shows_among_the_renewals(self, demo_yml):
        review = open_review("C013", "", "internal", str(demo_yml))
        assert "notice given" in texts(review.renewals())

    def test_over_servicing_is_found(self, demo_yml):
        assert open_review("C014", "", "internal", str(demo_yml)).facts["over_servicing"].value > 0.1


class TestParts:
    def test_the_bridge_and_the_table_add_up_to_the_invoices(self, demo_yml):
        review = open_review("C001", "", "internal", str(demo_yml))
        chart, table, *_ = review.growth().payload()["blocks"]
        amounts = [row[1] for row in chart["data"]["rows"]]
        assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.005)
        assert amounts[-1] == pytest.approx(review.facts["fees"].value, abs=0.005)
        *lines, total = table["rows"]
        for column in (1, 2, 3):
            assert sum(row[column]["value"] for row in lines) == pytest.approx(total[column]["value"], abs=0.005)

    def test_what_is_invoiced_adds_up(self, demo_yml):
        review = open_review("C001", "", "client", str(demo_yml))
        *lines, total = review.commercial().payload()["blocks"][0]["rows"]
        assert sum(row[1]["value"] for row in lines) == pytest.approx(total[1]["value"], abs=0.005)

    def test_every_fact_travels_with_the_head(self, demo_yml):
        review = open_review("C001", "", "client", str(demo_yml))
        assert [f["name"] for f in review.cover().facts] == list(review.facts)
        assert not {"margin", "over_servicing", "grr"} & set(review.facts)


class TestMethod:
    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_the_firms_choices_that_numbers_rest_on_are_printed(self, demo_yml, edition):
        review = open_review("C001", "", edition, str(demo_yml))
        review = Review(review.slice, review.context, review.config)
        policy = review.context.policy.model_copy(
            update={
                "recurring_kinds": ("retainer", "usage"),
                "pause_days": 45,
                "renewal_grace_days": 12,
                "calendar": "DE",
            }
        )
        review.context = replace(review.context, policy=policy)
        said = str(review.method().payload())
        assert "Recurring fees comprise: Retainer fees, Usage-based fees." in said
        assert "public holidays of DE" in said
        assert ("A pause of up to 45 days does not count as churn; a renewal signed up to 12 days late" in said) is (
            edition == "internal"
        )

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_conventions_that_change_values_are_printed_for_whom_they_concern(self, demo_yml, edition):
        items = {i.term: i.text for i in open_review("C001", "", edition, str(demo_yml)).method().blocks[0].items}
        assert "same days of earlier quarters" in items["Quarters in part"]
        assert "merger" in items["Mergers"]
        assert "rate of the day of service" in items["Exchange rates"]
        assert ("costs at the rate of their day" in items["Exchange rates"]) is (edition == "internal")
        assert items["Surveys"] == "A survey counts in the quarter in which it was sent, whenever it was answered."
        assert {"Few clients", "Work in progress"} & set(items) == (
            {"Few clients", "Work in progress"} if edition == "internal" else set()
        )

    def test_a_pause_in_months_is_printed_in_months(self, demo_yml):
        said = str(open_review("C001", "", "internal", str(demo_yml)).method().payload())
        assert "A pause of up to 3 months does not count as churn" in said


class TestWithheld:
    def test_an_internal_section_of_a_client_edition_is_refused(self):
        for section in INTERNAL:
            with pytest.raises(ReviewError, match="this section is internal"):
                getattr(tiny(), section)()

    def test_the_growth_that_client_notebooks_once_had_shows_nothing_there(self):
        with pytest.warns(CompatibilityWarning, match=r"^review.growth\(\) is internal since version 0.2"):
            assert tiny().growth() == Group(())

    def test_a_client_edition_has_no_internal_column(self, demo_yml):
        frames = open_review("C001", "", "client", str(demo_yml)).frames
        assert not {"costs", "opportunities", "people"} & set(frames)
        assert "hours_actual" not in frames["projects"]
        assert "respondent" not in frames["surveys"]

    def test_a_process_with_a_slice_opens_nothing_else(self):
        held = tiny().slice
        bind_slice(held, Config())
        try:
            assert open_review("C1", "2026Q3", "client").name == "A & <b>"
            with pytest.raises(ReviewError, match="cannot open the client edition of C2"):
                open_review("C2", "2026Q3", "client")
        finally:
            bind_slice(None)

    def test_a_handed_configuration_does_not_name_the_data(self, demo_book):
        stripped = without_sources(demo_book.config, "client")
        assert not stripped.sources
        assert str(stripped.book) == "withheld"

    def test_the_configuration_handed_to_a_client_edition_holds_agreed_targets_alone(self, demo_book):
        kept = {edition: set(without_sources(demo_book.config, edition).targets) for edition in ("client", "internal")}
        assert kept == {
            "client": {"delivery_success"},
            "internal": {"nrr", "growth", "nps", "csat", "delivery_success", "on_time"},
        }


class TestQuarters:
    def test_a_quarter_that_has_begun_is_provisional(self):
        review = tiny()
        day = date(2026, 8, 15)
        partial = Review(replace(review.slice, covered_to=day), replace(review.context, covered_to=day), review.config)
        assert partial.provisional
        assert "Provisional – data as of 15 Aug 2026" in partial.cover().meta
        assert not review.provisional

    def test_a_quarter_beyond_the_data_is_an_error_with_the_way_out(self):
        with pytest.raises(PeriodError, match="the last full quarter is 2026Q3"):
            covered_quarter("2027Q1", END, 1)

    def test_an_id_that_became_a_number_is_refused(self):
        with pytest.raises(ReviewError, match=r"client: 123 is not text \(int\), but ids are.*-r \(raw\)"):
            open_review(123)

    def test_an_unknown_edition_names_the_nearest(self):
        with pytest.raises(ReviewError, match=r"edition: 'clint' is unknown; did you mean 'client'\?"):
            open_review(edition="clint")


def test_inner_blocks_reach_every_table(demo_yml):
    review = open_review("C001", "", "internal", str(demo_yml))
    kinds = {b["block"] for b in inner_blocks(review.satisfaction().payload())}
    assert {"row", "chart", "table"} <= kinds


@pytest.fixture(scope="module")
def told(demo_yml):
    with open_book(load_config(demo_yml)) as book:
        clients = book.client_ids()
    reviews = [open_review(c, "2026Q3", edition, str(demo_yml)) for c in clients for edition in ("client", "internal")]
    return [(review, review.summary().payload()["blocks"][0]) for review in reviews]


class TestSentences:
    def test_each_rests_on_facts_that_the_review_has(self, told):
        for review, message in told:
            assert len(message["sentences"]) >= 2
            assert sum(not sentence["facts"] for sentence in message["sentences"]) <= 1  # how the goals stand
            for sentence in message["sentences"]:
                assert set(sentence["facts"]) <= set(review.facts)

    def test_together_they_are_the_message(self, told):
        for _, message in told:
            assert (
                " ".join(said["text"] for said in message["sentences"])
                == f"{message['lead']} {message['text']}".strip()
            )

    def test_the_same_facts_give_the_same_words(self, told):
        for review, message in told[:4]:
            again = Review(review.slice, review.context, review.config)
            assert again.summary().payload()["blocks"][0] == message

    def test_what_missed_its_target_or_fell_is_in_a_sentence_or_on_a_tile(self, told):
        missed = 0
        for review, message in told:
            tiles = str(review.summary().payload()["blocks"][1])
            in_words = {name for sentence in message["sentences"] for name in sentence["facts"]}
            for name in ("nrr", "nps", "growth", "delivery_success"):
                fact = review.facts.get(name)
                if fact is not None and fact.status == "missed":
                    missed += 1
                    assert name in in_words or review.formatter.value(fact.value, fact.unit) in tiles
        assert missed > 10

    def test_a_page_carries_them(self, told):
        message = next(message for review, message in told if review.edition == "internal")
        assert 'data-facts="growth fees"' in block_html(message)
