"""run.json: what is there, what was made from what, and what an earlier run left."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from acctlib.errors import PublishError
from acctlib.publish.paths.failure import Failure
from acctlib.publish.paths.places import Places, write_whole
from acctlib.publish.run.manifest import Entry, begin, digest
from acctlib.publish.workers.report import Outcome

HEAD = {"firm": "Northgate", "demo": False, "book": "b1"}


def entry(client, edition="client", book="b1"):
    return Entry(client, f"Name of {client}", edition, "waiting", {"client": client}, {"book": book})


def done(places, client, edition="client"):
    """An outcome whose file is there."""
    path = places.report(client, edition, "pdf")
    return Outcome(client, f"Name of {client}", edition, "done", (path,), (sha256(write_whole(path, "x")).hexdigest(),))


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path, "2026Q3")


def recorded(manifest, outcome):
    """The manifest with an outcome, written as at the end of a run."""
    manifest.record(outcome)
    manifest.write()
    return manifest


def held(places):
    return json.loads(places.manifest.read_text(encoding="utf-8"))


def test_it_lies_there_from_the_start_with_all_that_was_ordered(places):
    begin(places, HEAD, [entry("B"), entry("A")])
    assert [(r["client_id"], r["state"]) for r in held(places)["reports"]] == [("A", "waiting"), ("B", "waiting")]
    assert held(places)["quarter"] == "2026Q3"


def test_a_report_is_recorded_with_the_digests_of_its_files(places):
    recorded(begin(places, HEAD, [entry("A")]), done(places, "A"))
    (report,) = held(places)["reports"]
    (file,) = report["files"]
    assert report["state"] == "done"
    assert report["files"][file] == digest(places.folder / file) == sha256(b"x").hexdigest()
    assert report["made_from"] == {"book": "b1"}
    assert report["parameters"] == {"client": "A"}


def test_a_failure_is_recorded_in_its_words(places):
    manifest = begin(places, HEAD, [entry("A")])
    failure = Failure("n.ipynb", "ValueError: \ud800", 4, "Growth")
    recorded(manifest, Outcome("A", "Name of A", "client", "failed", failure=failure))
    (report,) = held(places)["reports"]
    assert report["failure"]["text"] == "n.ipynb, cell 4 (in 'Growth'): ValueError: \ud800"


def test_what_an_earlier_run_made_of_other_clients_stays_listed(places):
    recorded(begin(places, HEAD, [entry("A"), entry("B")]), done(places, "A"))
    later = begin(places, {**HEAD, "book": "b2"}, [entry("B", book="b2")])
    assert [(e.client_id, e.state, e.made_from["book"]) for e in later.entries.values()] == [
        ("A", "done", "b1"),
        ("B", "waiting", "b2"),
    ]


def test_a_report_whose_files_are_gone_is_not_listed(places):
    recorded(begin(places, HEAD, [entry("A")]), done(places, "A"))
    places.report("A", "client", "pdf").unlink()
    assert list(begin(places, HEAD, [entry("B")]).entries) == [("B", "client")]


def test_another_firms_reports_are_not_listed(places):
    recorded(begin(places, HEAD, [entry("A")]), done(places, "A"))
    assert list(begin(places, {**HEAD, "firm": "Other"}, [entry("B")]).entries) == [("B", "client")]


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_and_real_reports_refuse_each_other(places, demo):
    begin(places, {**HEAD, "demo": demo}, [entry("A")])
    with pytest.raises(PublishError, match=r"2026Q3 holds .* reports; .* Remove it, or give --out another folder"):
        begin(places, {**HEAD, "demo": not demo}, [entry("A")])
    assert held(places)["demo"] is demo


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"demo": false}', '{"demo": false, "firm": "Northgate", "reports": [{"a": 1}]}', "\ufeff{}"],
)
def test_where_there_are_no_reports_a_manifest_that_cannot_be_read_holds_nothing(places, text):
    write_whole(places.manifest, text)
    assert list(begin(places, HEAD, [entry("A")]).entries) == [("A", "client")]


def test_writing_it_takes_no_more_than_a_share_of_a_long_run(places, monkeypatch):
    """A thousand reports recorded at once: written a few times, not a thousand; the last word is the caller's."""
    manifest = begin(places, HEAD, [entry(f"C{n}") for n in range(1000)])
    written = []
    real = type(manifest).write
    monkeypatch.setattr(type(manifest), "write", lambda self: (written.append(1), real(self))[1])
    for n in range(1000):
        manifest.record(Outcome(f"C{n}", "x", "client", "failed", failure=Failure("n.ipynb", "E")))
    manifest.write()
    assert 1 <= len(written) < 200
    assert all(report["state"] == "failed" for report in held(places)["reports"])


def test_a_notebook_that_is_not_there_has_no_digest():
    assert digest(Path("nowhere.ipynb")) == ""


def test_what_is_up_to_date_does_not_wait(places):
    recorded(begin(places, HEAD, [entry("A"), entry("B")]), done(places, "A"))
    again = begin(places, HEAD, [entry("A"), entry("B")])
    assert again.waiting == {("B", "client")}
    assert begin(places, HEAD, [entry("A")], fresh=True).waiting == {("A", "client"), ("B", "client")}


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.write_bytes(b"y"), lambda path: path.write_bytes(b""), lambda path: path.unlink()],
    ids=["changed", "cut off", "gone"],
)
def test_a_file_that_is_not_what_was_written_makes_its_report_wait(places, harm):
    recorded(begin(places, HEAD, [entry("A")]), done(places, "A"))
    harm(places.report("A", "client", "pdf"))
    assert begin(places, HEAD, [entry("A")]).waiting == {("A", "client")}


@pytest.mark.parametrize(
    "now",
    [entry("A", book="b2"), Entry("A", "Name of A", "client", "waiting", {"client": "A", "quarter": "q"}, {"book": "b1"})],
    ids=["input", "parameters"],
)  # fmt: skip
def test_what_was_made_from_something_else_waits(places, now):
    recorded(begin(places, HEAD, [entry("A")]), done(places, "A"))
    assert begin(places, HEAD, [now]).waiting == {("A", "client")}


def test_what_failed_waits(places):
    failed = Outcome("A", "Name of A", "client", "failed", failure=Failure("n.ipynb", "E"))
    recorded(begin(places, HEAD, [entry("A")]), failed)
    assert begin(places, HEAD, [entry("A")]).waiting == {("A", "client")}


def test_what_was_ordered_before_and_not_rendered_is_still_named(places):
    begin(places, HEAD, [entry("A"), entry("B")])
    assert set(begin(places, HEAD, [entry("A")]).entries) == {("A", "client"), ("B", "client")}
