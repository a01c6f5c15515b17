"""run.json: what is there, what was made from what, and what an earlier run left."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from acctlib.errors import PublishError
from acctlib.publish.paths.failure import Failure
from acctlib.publish.paths.report_paths import ReportPaths, write_atomically
from acctlib.publish.run.manifest import Entry, begin, digest
from acctlib.publish.workers.report import Outcome

HEAD = {"firm": "Northgate", "demo": False, "book": "b1"}


def entry(client, edition="client", book="b1"):
    return Entry(client, f"Name of {client}", edition, "waiting", {"client": client}, {"book": book})


def done(report_paths, client, edition="client"):
    """An outcome whose file is there."""
    path = report_paths.report(client, edition, "pdf")
    return Outcome(
        client, f"Name of {client}", edition, "done", (path,), (sha256(write_atomically(path, "x")).hexdigest(),)
    )


@pytest.fixture
def report_paths(tmp_path):
    return ReportPaths(tmp_path, "2026Q3")


def recorded(manifest, outcome):
    """The manifest with an outcome, written as at the end of a run."""
    manifest.record(outcome)
    manifest.write()
    return manifest


def held(report_paths):
    return json.loads(report_paths.manifest.read_text(encoding="utf-8"))


def test_it_lies_there_from_the_start_with_all_that_was_ordered(report_paths):
    begin(report_paths, HEAD, [entry("B"), entry("A")])
    assert [(r["client_id"], r["state"]) for r in held(report_paths)["reports"]] == [("A", "waiting"), ("B", "waiting")]
    assert held(report_paths)["quarter"] == "2026Q3"


def test_a_report_is_recorded_with_the_digests_of_its_files(report_paths):
    recorded(begin(report_paths, HEAD, [entry("A")]), done(report_paths, "A"))
    (report,) = held(report_paths)["reports"]
    (file,) = report["files"]
    assert report["state"] == "done"
    assert report["files"][file] == digest(report_paths.folder / file) == sha256(b"x").hexdigest()
    assert report["made_from"] == {"book": "b1"}
    assert report["parameters"] == {"client": "A"}


def test_a_failure_is_recorded_in_its_words(report_paths):
    manifest = begin(report_paths, HEAD, [entry("A")])
    failure = Failure("n.ipynb", "ValueError: \ud800", 4, "Growth")
    recorded(manifest, Outcome("A", "Name of A", "client", "failed", failure=failure))
    (report,) = held(report_paths)["reports"]
    assert report["failure"]["text"] == "n.ipynb, cell 4 (in 'Growth'): ValueError: \ud800"


def test_what_an_earlier_run_made_of_other_clients_stays_listed(report_paths):
    recorded(begin(report_paths, HEAD, [entry("A"), entry("B")]), done(report_paths, "A"))
    later = begin(report_paths, {**HEAD, "book": "b2"}, [entry("B", book="b2")])
    assert [(e.client_id, e.state, e.made_from["book"]) for e in later.entries.values()] == [
        ("A", "done", "b1"),
        ("B", "waiting", "b2"),
    ]


def test_a_report_whose_files_are_gone_is_not_listed(report_paths):
    recorded(begin(report_paths, HEAD, [entry("A")]), done(report_paths, "A"))
    report_paths.report("A", "client", "pdf").unlink()
    assert list(begin(report_paths, HEAD, [entry("B")]).entries) == [("B", "client")]


def test_another_firms_reports_are_not_listed(report_paths):
    recorded(begin(report_paths, HEAD, [entry("A")]), done(report_paths, "A"))
    assert list(begin(report_paths, {**HEAD, "firm": "Other"}, [entry("B")]).entries) == [("B", "client")]


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_and_real_reports_refuse_each_other(report_paths, demo):
    begin(report_paths, {**HEAD, "demo": demo}, [entry("A")])
    with pytest.raises(
        PublishError, match=r"2026Q3 holds .* reports, which .* Remove it, or give --out another folder"
    ):
        begin(report_paths, {**HEAD, "demo": not demo}, [entry("A")])
    assert held(report_paths)["demo"] is demo


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"demo": false}', '{"demo": false, "firm": "Northgate", "reports": [{"a": 1}]}', "\ufeff{}"],
)
def test_where_there_are_no_reports_a_manifest_that_cannot_be_read_holds_nothing(report_paths, text):
    write_atomically(report_paths.manifest, text)
    assert list(begin(report_paths, HEAD, [entry("A")]).entries) == [("A", "client")]


def test_writing_it_takes_no_more_than_a_share_of_a_long_run(report_paths, monkeypatch):
    """A thousand reports recorded at once: written a few times, not a thousand; the last word is the caller's."""
    manifest = begin(report_paths, HEAD, [entry(f"C{n}") for n in range(1000)])
    written = []
    real = type(manifest).write
    monkeypatch.setattr(type(manifest), "write", lambda self: (written.append(1), real(self))[1])
    for n in range(1000):
        manifest.record(Outcome(f"C{n}", "x", "client", "failed", failure=Failure("n.ipynb", "E")))
    manifest.write()
    assert 1 <= len(written) < 200
    assert all(report["state"] == "failed" for report in held(report_paths)["reports"])


def test_a_notebook_that_is_not_there_has_no_digest():
    assert digest(Path("nowhere.ipynb")) == ""


def test_what_is_up_to_date_does_not_wait(report_paths):
    recorded(begin(report_paths, HEAD, [entry("A"), entry("B")]), done(report_paths, "A"))
    again = begin(report_paths, HEAD, [entry("A"), entry("B")])
    assert again.waiting == {("B", "client")}
    assert begin(report_paths, HEAD, [entry("A")], fresh=True).waiting == {("A", "client"), ("B", "client")}


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.write_bytes(b"y"), lambda path: path.write_bytes(b""), lambda path: path.unlink()],
    ids=["changed", "cut off", "gone"],
)
def test_a_file_that_is_not_what_was_written_makes_its_report_wait(report_paths, harm):
    recorded(begin(report_paths, HEAD, [entry("A")]), done(report_paths, "A"))
    harm(report_paths.report("A", "client", "pdf"))
    assert begin(report_paths, HEAD, [entry("A")]).waiting == {("A", "client")}


@pytest.mark.parametrize(
    "now",
    [entry("A", book="b2"), Entry("A", "Name of A", "client", "waiting", {"client": "A", "quarter": "q"}, {"book": "b1"})],
    ids=["input", "parameters"],
)  # fmt: skip
def test_what_was_made_from_something_else_waits(report_paths, now):
    recorded(begin(report_paths, HEAD, [entry("A")]), done(report_paths, "A"))
    assert begin(report_paths, HEAD, [now]).waiting == {("A", "client")}


def test_what_failed_waits(report_paths):
    failed = Outcome("A", "Name of A", "client", "failed", failure=Failure("n.ipynb", "E"))
    recorded(begin(report_paths, HEAD, [entry("A")]), failed)
    assert begin(report_paths, HEAD, [entry("A")]).waiting == {("A", "client")}


def test_what_was_ordered_before_and_not_rendered_is_still_named(report_paths):
    begin(report_paths, HEAD, [entry("A"), entry("B")])
    assert set(begin(report_paths, HEAD, [entry("A")]).entries) == {("A", "client"), ("B", "client")}
