"""The same command again renders what is missing, failed or out of date, and nothing else."""

import json
import os

import pytest

from acctlib import load_config, open_book
from acctlib.publish.run.run import RunRequest, review_run

pytestmark = pytest.mark.alone  # it watches processes or the clock

ACTIONS = "action_id,client_id,promised_on,text\nAA,A,2026-07-01,Call A\nAB,B,2026-07-01,{}\nAC,C,2026-07-01,Call C\nAD,D,2026-07-01,Call D\n"
ONE_FAILS = "if client == 'B':\n    raise ValueError('no')"


@pytest.fixture
def run(firm, tmp_path):
    """A function: rendered reports as 'A client', and the result, of a run over the tiny firm."""

    def ran(cell="", tables=None, config=None, **order):
        written = load_config(firm(cell, **(tables or {}))).model_copy(update=config or {})
        with open_book(written) as book:
            result = review_run(
                book, RunRequest(**{"out": tmp_path / "out", "formats": ("html",), "workers": 2, **order})
            )
        return [f"{o.client_id} {o.edition}" for o in result.outcomes], result

    return ran


EVERY = [f"{c} {e}" for c in "ABCD" for e in ("client", "internal")]


def contents(folder):
    """Files that are the same in every run of the same order; run.json keeps seconds."""
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "run.json"
    }


def test_a_second_run_renders_nothing_and_says_so(run):
    first, result = run()
    assert first == EVERY
    before = contents(result.report_paths.folder)
    again, result = run()
    assert again == []
    assert result.ok
    assert result.up_to_date == 8
    assert result.summary.startswith("8 of 8 reports done (8 of them up to date): ")
    assert contents(result.report_paths.folder) == before
    assert run(fresh=True)[0] == EVERY


def test_a_change_of_one_clients_rows_renders_that_client_and_gives_what_a_new_folder_gives(run, tmp_path):
    run()
    changed = {"actions": ACTIONS.format("Visit B")}
    assert run(tables=changed)[0] == ["B client", "B internal"]
    _, elsewhere = run(tables=changed, out=tmp_path / "elsewhere")
    assert contents(tmp_path / "out") == contents(elsewhere.report_paths.root)


def test_a_missing_and_a_damaged_file_are_made_again(run):
    _, result = run()
    before = contents(result.report_paths.folder)
    result.report_paths.report("A", "client", "html").unlink()
    result.report_paths.report("C", "internal", "html").write_text("<p>mended by hand</p>")
    assert run()[0] == ["A client", "C internal"]
    assert contents(result.report_paths.folder) == before


def test_what_failed_is_tried_again_and_what_is_mended_is_done(run):
    _, result = run(ONE_FAILS)
    assert [o.client_id for o in result.failed] == ["B"]
    assert run(ONE_FAILS)[0] == ["B client"]
    rendered, result = run()
    assert rendered == ["A client", "B client", "C client", "D client"]  # their notebook is another
    assert result.ok


@pytest.mark.parametrize(
    ("change", "rendered"),
    [
        ({"formats": ("html", "pdf")}, EVERY),
        ({"config": {"firm": "Other name", "currency": "USD"}}, EVERY),
        ({"editions": ("client",)}, []),
        ({"clients": ("C",)}, []),
        ({"quarter": "2026Q2"}, EVERY),
    ],
    ids=["formats", "configuration", "fewer editions", "fewer clients", "another quarter"],
)
def test_another_order_renders_what_it_has_not_got(run, change, rendered):
    run()
    assert run(**change)[0] == rendered


def test_another_version_of_the_kit_or_of_what_it_needs_renders_all(run, monkeypatch):
    run(editions=("client",))
    monkeypatch.setattr("acctlib.publish.run.provenance.versions", lambda: {"acctlib": "9"})
    assert len(run(editions=("client",))[0]) == 4
    monkeypatch.setattr("acctlib.publish.run.provenance._code", lambda: "another line in a metric")
    assert len(run(editions=("client",))[0]) == 4


def test_reports_that_were_not_ordered_stay_listed_and_say_when_their_data_is_older(run):
    run()
    rendered, result = run(tables={"actions": ACTIONS.format("Visit B")}, clients=("A",))
    assert rendered == []
    html = result.report_paths.index.read_text()
    assert html.count("from an earlier data load") == 2  # both editions of B


def test_a_run_that_renders_nothing_starts_no_process(run, monkeypatch):
    run()
    monkeypatch.setattr(
        "acctlib.publish.workers.batch._Beginning.__call__", lambda *_: pytest.fail("a process was started")
    )
    run()


def test_the_manifest_names_what_each_report_was_made_from(run):
    _, result = run(clients=("A",), editions=("client",))
    (report,) = json.loads(result.report_paths.manifest.read_text())["reports"]
    assert set(report["made_from"]) == {"data", "notebook", "config", "templates", "code", "versions", "formats"}
    assert all(len(said) == 64 for said in report["made_from"].values())
    assert os.fspath(result.report_paths.root) not in json.dumps(report)
