"""What an executed notebook says is made again from rows read anew; the rest was typed by a person."""

import json
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from acctlib import periods
from acctlib.config import Config
from acctlib.facts import scorecard
from acctlib.publish.checks.reproduction import words_of
from acctlib.publish.paths.job import Job
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.workers.report import execute
from acctlib.review.session import bind_slice, open_review, terms_of

pytestmark = pytest.mark.filterwarnings("ignore:InlineBackend:DeprecationWarning")
OPEN = "from acctlib import block_of, open_review\nimport pandas as pd\nreview = open_review(client, quarter, edition)"


@pytest.fixture(scope="module")
def rows(demo_book):
    """A function that reads a client's rows of the demonstration book anew."""
    return lambda client="C004", **more: replace(demo_book.slice(client, "client"), **more)


@pytest.fixture
def ran(rows, demo_book, tmp_path):
    """A function that runs cells on a slice, as a run stores them; text cells begin with `#`."""

    def executed(*cells, held=None):
        parameters = new_code_cell('client = quarter = edition = config = ""', metadata={"tags": ["parameters"]})
        shown = [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in (OPEN, *cells)]
        given = {"client": "C004", "edition": "client"}
        report_paths, config = ReportPaths(tmp_path, "2026Q3"), demo_book.config
        job = Job("C004", "Name", "client", Path("n.ipynb"), given, (), report_paths, held or rows(), config)
        return json.loads(nbformat.writes(execute(job, new_notebook(cells=[parameters, *shown]))))

    return executed


@pytest.fixture
def explained(rows, demo_book):
    """A function that sorts what an executed notebook shows by rows that are read anew."""

    def sorted_(executed, afresh=None):
        bind_slice(afresh or rows(), demo_book.config)
        try:
            return words_of(executed, open_review("C004", "", "client"))
        finally:
            bind_slice(None)

    return sorted_


@pytest.fixture
def words(ran, explained):
    """Both of them."""
    return lambda *cells, held=None, afresh=None: explained(ran(*cells, held=held), afresh)


def texts(runs):
    return [run.text for run in runs]


def test_sections_in_any_order_and_twice_are_the_kits_own(words):
    found = words(
        "review.method()", "review.commercial()", "display(review.cover(), review.commercial(), review.evidence())"
    )
    assert (found.typed, found.foreign) == ([], [])
    assert found.known > 300


def test_method_notes_are_made_again_after_the_same_facts(words):
    """They define what was shown before; an analyst's own cell may have looked up a number as well."""
    found = words("review.facts['overdue'].value;", "review.delivery()", "review.method()", "review.commercial()")
    assert found.foreign == []


def test_what_an_analyst_writes_or_shows_is_typed_with_its_cell(words):
    found = words(
        "## Where **we** go\n\nNord**wind** is [there](https://example.com/nordwind).",
        "print('as at Bramley')",
        "pd.DataFrame({'client': ['Cole'], 'fees': [1234.5]})",
        "block_of(pd.DataFrame({'name': ['Dale']}), caption='Of Ember')",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('Fenwick rose');",
    )
    said = [(run.place.partition(",")[0], run.text) for run in found.typed]
    assert said[:4] == [
        ("cell 3", "Where we go"),
        ("cell 3", "Nordwind is there."),
        ("cell 3", "https://example.com/nordwind"),
        ("cell 4", "as at Bramley"),
    ]
    assert {("cell 5", "Cole"), ("cell 6", "Dale"), ("cell 6", "Of Ember"), ("cell 7", "Fenwick rose")} <= set(said)
    assert found.foreign == []


def test_words_written_for_a_section_are_typed_and_its_numbers_are_not(words, rows):
    remarks = {"commercial": ("replace", "Fees rose **as** planned."), "delivery": ("add", "The film came late.")}
    said = rows(commentary=remarks)
    found = words("review.commercial()", "review.delivery()", held=said, afresh=said)
    assert texts(found.typed) == ["Fees rose as planned.", "The film came late."]
    assert found.foreign == []


def test_blocks_that_an_analyst_puts_together_stay_the_kits_own(words):
    own = "from acctlib.display import Columns, Group, LayoutColumn\n"
    put = "Columns((LayoutColumn((review.commercial(),), 'Our column'), LayoutColumn((Group((review.delivery(),)),))))"
    found = words(own + put)
    assert texts(found.typed) == ["Our column"]
    assert found.foreign == []


def test_a_block_that_an_analyst_changed_is_typed(words):
    found = words("from dataclasses import replace\nreplace(review.cover(), title='As at Bramley')")
    assert "As at Bramley" in texts(found.typed)
    assert found.foreign == []


def test_a_style_that_an_analyst_sets_changes_no_word_of_our_charts(words):
    with mpl.rc_context():
        found = words("import seaborn; seaborn.set_theme(font_scale=3)", "review.commercial()", "review.delivery()")
    assert found.foreign == []


def test_rows_of_another_client_in_a_section_are_foreign_text_by_text(words, rows):
    own, other = rows(), rows("C007")
    projects = other.frames["projects"].assign(client_id="C004")
    found = words("review.delivery()", held=replace(own, frames={**own.frames, "projects": projects}))
    names = set(projects["name"])
    assert any(run.text in names for run in found.foreign)
    assert all(run.place.startswith("cell 3, section delivery") for run in found.foreign)


def test_facts_that_a_module_kept_of_the_last_client_are_foreign(ran, explained, rows, monkeypatch):
    """A planted defect: the scorecard of the client before answers for this one, in the process of the report."""
    before = scorecard(rows("C007").frames, _terms(rows("C007")), {})
    with monkeypatch.context() as patched:
        patched.setattr("acctlib.review.base.client_page.client_facts", lambda *given: before)
        executed = ran("review.commercial()", "display(review.commercial(), review.evidence())")
    found = explained(executed)
    assert any("section evidence" in run.place for run in found.foreign)
    assert len(found.foreign) > 20


def _terms(held):
    return terms_of(held, Config(), periods.quarter("2026Q3", 1))


def test_a_forged_origin_explains_nothing(words):
    forged = "{'block': 'note', 'text': 'Bramley paid more', 'origin': {'section': 'commercial'}}"
    show = "display({'application/vnd.acctlib.block+json': %s}, raw=True)"
    found = words(show % forged, show % forged.replace("commercial", "frames"))
    assert texts(found.foreign) == ["Bramley paid more"] * 2
    assert "cannot be reproduced" in found.foreign[1].place


def test_a_text_is_explained_only_as_often_as_the_section_says_it(words):
    twice = "p = review.commercial().payload(); p['blocks'].append(p['blocks'][0])\n"
    found = words(twice + "display({'application/vnd.acctlib.block+json': p}, raw=True)")
    assert len(found.foreign) > 0


def test_a_value_that_moved_to_another_place_is_foreign(words):
    turn = "p = review.evidence().payload(); r = p['table']['rows']; r[0][1], r[1][1] = r[1][1], r[0][1]\n"
    found = words(turn + "display({'application/vnd.acctlib.block+json': p}, raw=True)")
    assert len(found.foreign) == 1
