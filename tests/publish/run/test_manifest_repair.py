"""Where run.json is damaged or gone, the reports themselves say what it said of them."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from acctlib import load_config, open_book
from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run.manifest import Entry, begin, digest, found
from acctlib.publish.run.run import RunRequest, review_run

HEAD = {"firm": "Northgate", "demo": False, "book": "b1"}
DAMAGED = ["", "{", "[]", '{"demo": false, "firm": "Northgate", "reports": [{"a": 1}]}', None]


@pytest.fixture
def report_paths(tmp_path):
    return ReportPaths(tmp_path, "2026Q3")


def left(report_paths, client, edition="client", **said):
    """What a run leaves of a report: its PDF and its executed notebook."""
    block = {
        "block": "document",
        "client": client,
        "edition": edition,
        "firm": "Northgate",
        "demo": "",
        "title": client,
    }
    output = new_output("display_data", data={"application/vnd.acctlib.block+json": {**block, **said}})
    notebook, drawn = (report_paths.report(client, edition, kind) for kind in ("ipynb", "pdf"))
    for path in (notebook, drawn):
        path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell("1", outputs=[output])]), notebook)
    drawn.write_bytes(b"%PDF")
    return notebook, drawn


def damage(report_paths, text):
    report_paths.manifest.parent.mkdir(parents=True, exist_ok=True)
    report_paths.manifest.unlink(missing_ok=True) if text is None else report_paths.manifest.write_text(text)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_report_whose_files_are_there_is_listed_again(report_paths, text):
    notebook, drawn = left(report_paths, "C2", title="Second AG")
    damage(report_paths, text)
    entry = begin(report_paths, HEAD, [Entry("C1", "First", "client", "waiting", {}, {})]).entries["C2", "client"]
    assert (entry.state, entry.name, entry.made_from) == ("done", "Second AG", {})
    assert entry.files == {path.relative_to(report_paths.folder).as_posix(): digest(path) for path in (drawn, notebook)}


@pytest.mark.parametrize("text", DAMAGED)
def test_what_it_was_made_from_is_lost_so_that_it_is_rendered_when_it_is_ordered(report_paths, text):
    left(report_paths, "C1")
    damage(report_paths, text)
    assert begin(report_paths, HEAD, [Entry("C1", "First", "client", "waiting", {}, {"data": "d"})]).waiting == {
        ("C1", "client")
    }


@pytest.mark.parametrize("text", DAMAGED)
@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_and_real_reports_still_do_not_meet(report_paths, text, demo):
    left(report_paths, "C2", demo="Demo data" if demo else "")
    damage(report_paths, text)
    with pytest.raises(PublishError, match=r"holds .* reports, which .* Remove it, or give --out another folder"):
        begin(report_paths, {**HEAD, "demo": not demo}, [])


def test_a_report_that_was_held_back_stays_held_back(report_paths):
    notebook, drawn = left(report_paths.held, "C2")
    damage(report_paths, "{")
    entry = begin(report_paths, HEAD, []).entries["C2", "client"]
    assert entry.state == "held"
    assert {report_paths.folder / file for file in entry.files} == {notebook, drawn}
    assert entry.findings[0]["text"].endswith("what was found in it was lost with run.json")


def test_reports_that_do_not_say_whose_they_are_are_not_taken_for_ones_own(report_paths):
    left(report_paths, "C2", firm="")
    damage(report_paths, "{")
    with pytest.raises(PublishError, match="no report in the folder says which firm's it is: remove the folder"):
        begin(report_paths, HEAD, [])


def test_what_is_no_notebook_of_a_report_is_passed_over(report_paths):
    notebook, _ = left(report_paths, "C2")
    notebook.with_name("mine.ipynb").write_text(notebook.read_text())
    notebook.with_name("broken.ipynb").write_text("{")
    damage(report_paths, "{")
    assert list(begin(report_paths, HEAD, []).entries) == [("C2", "client")]


def test_a_run_with_a_damaged_manifest_loses_no_report(firm, tmp_path):
    """The firm's own notebooks name no edition in their head: the parameters do."""

    def ran(*clients):
        with open_book(load_config(firm())) as book:
            book.config.path("notebooks/client_review.ipynb").write_text(
                book.config.path("notebooks/client_review.ipynb")
                .read_text()
                .replace("'facts': [", "'firm': 'Tiny', 'facts': [")
            )
            return review_run(
                book, RunRequest(out=tmp_path / "out", editions=("client",), formats=("html",), clients=clients)
            )

    report_paths = ran().report_paths
    before = found(report_paths).entries
    report_paths.manifest.write_text(report_paths.manifest.read_text()[:-100])
    result = ran("A")
    after = found(report_paths).entries
    assert (result.ok, len(result.outcomes)) == (True, 1)
    assert list(after) == list(before)
    assert {key: entry.files for key, entry in after.items()} == {key: entry.files for key, entry in before.items()}
    assert json.loads(report_paths.manifest.read_text())["firm"] == "Tiny"
