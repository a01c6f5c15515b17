"""No page prints nonsense: facts, sentences, tables and charts of random books, in both editions and the portfolio."""

import os
from contextlib import contextmanager
from datetime import date
from unittest.mock import MagicMock

import pandas as pd
import pytest

from acctlib.book.schema.tables import TABLES
from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display import Change, Chart, Formatter, Group, Note, Table, TableCell, TableColumn, Tile, Tiles
from acctlib.facts import Fact
from acctlib.periods import quarter
from acctlib.review import Review
from acctlib.review.base.section import CLIENT_SECTIONS, INTERNAL_SECTIONS
from acctlib.review.client.sections.objectives import BEHIND, STATES
from acctlib.review.session import portfolio_of, terms_of
from tests.properties import nonsense
from tests.properties.books import LAST, random_book

QUARTER = quarter("2026Q2")
ENDS = (LAST, date(2026, 5, 20), LAST)  # one book in three ends inside its quarter
LOCALES = ("en_GB", "de_DE")
TARGETS = {"nrr": 1.05, "growth": 0.05, "nps": 40.0, "csat": 0.85, "delivery_success": 0.5, "on_time": 0.5}
CONFIG = Config(targets=TARGETS)
SECTIONS = {"client": CLIENT_SECTIONS, "internal": [*CLIENT_SECTIONS, *INTERNAL_SECTIONS]}
PORTFOLIO = ("summary", "attention", "retention", "checkpoints", "satisfaction", "growth", "delivery", "team", "actions", "forecast_accuracy",
             "back_test", "method")  # fmt: skip
FEW, ALL = 10, 200
DRAWN = ("bridge", "curve", "funnel", "heat", "multiples", "targets", "timeline", "trend")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Charts say and hold what they would draw; nothing is drawn."""

    @contextmanager
    def blank(*given):
        axes = MagicMock()
        axes.get_ylim.return_value = axes.get_xlim.return_value = (0.0, 1.0)
        yield MagicMock(), axes

    for name in DRAWN:
        module = __import__(f"acctlib.display.charts.{name}", fromlist=[name])
        for part, instead in (("canvas", blank), ("svg_of", lambda figure: ""), ("_draw", lambda *given: None)):
            if hasattr(module, part):
                monkeypatch.setattr(module, part, instead)


def book_of(seed):
    """A random book with few clients, whose goals have names of their own, in English or German."""
    frames = random_book(seed, clients=2 + seed % 3)
    clients, goals = frames["clients"], frames["objectives"]
    named = {"clients": clients.assign(locale=LOCALES[seed % 2], currency=clients["currency"].fillna("EUR")),
             "objectives": goals.assign(statement=goals["objective_id"], unit=None)}  # fmt: skip
    return {**frames, **named}


def seen(frames, edition, client=""):
    """The tables, columns and rows that an edition of a client's review may see."""
    projects = frames["projects"].loc[frames["projects"]["client_id"] == client, "project_id"]
    held = {}
    for name, frame in frames.items():
        table = TABLES[name]
        if not table.visible(edition):
            continue
        rows = frame[[c for c in table.visible(edition) if c in frame]]
        if "client_id" in frame:
            rows = rows[frame["client_id"] == client]
        elif name == "milestones":
            rows = rows[frame["project_id"].isin(projects)]
        held[name] = rows.reset_index(drop=True)
    return held


def pages_of(seed):
    """Both editions of one client's review, and the portfolio: (locale, facts, contracts, blocks by section)."""
    frames, end = book_of(seed), ENDS[seed % 3]
    client = frames["clients"]["client_id"].iloc[0]
    for edition in ("client", "internal"):
        held = Slice(client, edition, seen(frames, edition, client), end, "f" * 64)
        review = Review(held, terms_of(held, CONFIG, QUARTER), CONFIG)
        yield (
            LOCALES[seed % 2],
            review.facts,
            held.frames,
            {name: getattr(review, name)() for name in SECTIONS[edition]},
        )
    held = Slice("", "internal", frames, end, "f" * 64)
    book = portfolio_of(held, replace_locale(CONFIG, LOCALES[seed % 2]), QUARTER)
    yield LOCALES[seed % 2], book.facts, held.frames, {name: getattr(book, name)() for name in PORTFOLIO}


def replace_locale(config, locale):
    return config.model_copy(update={"locale": locale})


def found_on(pages):
    """All nonsense on some pages."""
    for locale, facts, frames, blocks in pages:
        shown = list(blocks.values())
        yield from nonsense.facts_astray(facts)
        for text in nonsense.texts(shown):
            yield from nonsense.miscounted(text)
            yield from nonsense.contrasted_with_itself(text)
            yield from nonsense.doubled_reason(text)
        yield from nonsense.intervals_astray(shown, locale)
        growth = {fact.label for fact in facts.values() if fact.unit == "growth"}
        yield from nonsense.growth_with_arrow(shown, growth)
        if "objectives" in blocks:
            yield from nonsense.chart_against_status(blocks["objectives"], states(locale))
        yield from nonsense.last_days_astray(shown, frames["contracts"], locale)


def states(locale):

    return {Formatter(locale).translate(word): word in BEHIND for word in STATES}


@pytest.mark.parametrize("seed", range(FEW))
def test_a_random_book_prints_no_nonsense(seed):
    assert list(found_on(pages_of(seed))) == []


@pytest.mark.long
@pytest.mark.skipif("ACCTLIB_LONG" not in os.environ, reason="make test-long")
@pytest.mark.parametrize("seed", range(FEW, ALL))
def test_two_hundred_random_books_print_no_nonsense(seed):
    assert list(found_on(pages_of(seed))) == []


def test_pages_of_random_books_are_no_empty_proof():
    said = [text for *_, blocks in pages_of(3) for text in nonsense.texts(blocks.values()) if text]
    assert len(said) > 300
    for sign in ("%", "€"):
        assert any(sign in text for text in said)
    assert any(nonsense.DATES.search(text) for text in said)


class TestPlanted:
    """Each kind of nonsense is found where it stands."""

    @pytest.mark.parametrize(
        "text",
        [
            "Promised for 1 Apr 2026; 1 promises of ours are overdue.",
            "1 actions are open",
            "1 days",
            "3 project is overdue now.",
            "1 Zusagen von uns sind überfällig.",
            "2 Projekt ist überfällig.",
            "0 of 1 clients asked answered",
        ],
    )
    def test_a_count_that_disagrees_with_its_noun(self, text):
        assert list(nonsense.miscounted(text))

    @pytest.mark.parametrize(
        "text",
        [
            "1 of 6 projects closed in the last four quarters was on time.",
            "1 day, 2 days, 0 days, 1.5 days, 21 days",
            "1 project is overdue now.",
            "Q1 quarters are whole",
            "1 Zusage, 2 Zusagen, von 1 Kunden mit Kosten",
            "n = 1, four quarters to Q2 2026",
        ],
    )
    def test_a_count_that_agrees_is_left_alone(self, text):
        assert not list(nonsense.miscounted(text))

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Why is Net revenue retention 105.0% and not 105.0%?", True),
            ("Why is Net revenue retention 104.9% and not 105.0%?", False),
            ("+44 now, +44 a year ago.", True),
            ("+44 now, +20 a year ago.", False),
        ],
    )
    def test_a_question_that_contrasts_a_figure_with_itself(self, text, found):
        assert bool(list(nonsense.contrasted_with_itself(text))) is found

    def test_a_doubled_reason(self):
        assert list(nonsense.doubled_reason("Satisfaction is unknown: not shown: fewer than 5 answers."))

    def test_an_interval_without_its_value_in_facts_tables_and_tiles(self):
        assert list(nonsense.facts_astray({"nps": fact(value=100.0, low=-48.0, high=98.0)}))
        heads = (TableColumn("Last four quarters"), TableColumn("Value"), TableColumn("95% interval"))
        table = Table(heads, ((TableCell("Score"), TableCell("+100"), TableCell("\u221248 to +98")),))
        tile = Tiles((Tile("Score", "33.8%", None, ("95% interval 34% to 60%",)),))
        good = Table(heads, ((TableCell("Score"), TableCell("+100"), TableCell("\u221248 to +100")),))
        assert [len(list(nonsense.intervals_astray([b], "en_GB"))) for b in (table, tile, good)] == [1, 1, 0]

    def test_a_rate_of_growth_compared_as_growth(self):
        tile = Tiles((Tile("Growth", "+6.5%", Change("down 48.4 pt on Q2 2025", "down", "bad")),))
        assert list(nonsense.growth_with_arrow([tile], {"Growth"}))
        assert list(nonsense.facts_astray({"growth": fact(unit="growth", value=0.065, moved=True)}))

    def test_a_status_against_what_is_printed(self):
        short = fact(unit="fraction", value=1.04957, target=1.05, status="missed")
        assert list(nonsense.facts_astray({"nrr": short}))

    def test_a_bar_against_the_status_beside_it(self):
        table = Table((TableColumn("Objective"), TableColumn("Status")), ((TableCell("A"), TableCell("on track")),))
        bars = {"columns": ["name", "behind"], "forms": ["", ""], "rows": [["A", 1.0]]}
        both = Group((table, Chart("", "Target bars.", "", 1.0, bars)))
        assert list(nonsense.chart_against_status(both, states("en_GB"))) == ["A: drawn as behind True, told otherwise"]

    @pytest.mark.parametrize(("shown", "found"), [("31 Jul 2026", 0), ("1 Aug 2026", 1), ("30 Jul 2026", 1)])
    def test_an_end_that_is_not_the_last_day(self, shown, found):
        held = pd.DataFrame({"start_date": [pd.Timestamp("2025-08-01")], "end_date": [pd.Timestamp("2026-07-31")]})
        table = Table((TableColumn("Contract"), TableColumn("Ends")), ((TableCell("Media"), TableCell(shown)),))
        assert len(list(nonsense.last_days_astray([table, Note("")], held, "en_GB"))) == found


def fact(unit="points", **rest):
    return Fact("a", "a.1", "A", unit, **rest)
