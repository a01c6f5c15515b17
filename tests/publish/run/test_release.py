"""A report in which something was found is held back, whole and unsent, until a person lets it through."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.cli import main
from acctlib.errors import PublishError
from acctlib.publish.run import release as release_module
from acctlib.publish.run.run import RunRequest, review_run

LEAK = "if client == 'A':\n    print('As we did for Firm B last year')"
QUARTER = "2026Q3"
SMALL = {"clients": ("A", "C"), "editions": ("client",), "formats": ("html",), "workers": 2}


@pytest.fixture
def run(firm, tmp_path):
    """A function: the result of a run over the tiny firm, whose client A is told of client B."""

    def ran(cell=LEAK, **order):
        with open_book(load_config(firm(cell))) as book:
            return review_run(book, RunRequest(**{**SMALL, "out": tmp_path / "out", **order}))

    return ran


@pytest.fixture
def release(tmp_path):
    """A function: `acctlib release` as a user calls it."""

    def called(client="A", by="A. Lind", reason="They know each other", quarter=QUARTER, out=tmp_path / "out"):
        words = ["release", client, "--quarter", quarter, "--by", by, "--reason", reason, "--out", str(out)]
        return CliRunner().invoke(main, [*words, "--config", str(tmp_path / "acctlib.yml")])

    return called


def entry(folder, client="A", edition="client"):
    reports = json.loads((folder / "run.json").read_text(encoding="utf-8"))["reports"]
    return next(r for r in reports if (r["client_id"], r["edition"]) == (client, edition))


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("A-*") if p.is_file())


def test_what_is_held_back_lies_apart_and_costs_no_other_report(run):
    result = run(editions=("client", "internal"))
    folder = result.report_paths.folder
    assert [(e.client_id, e.edition) for e in result.held] == [("A", "client")]
    assert (result.ok, result.done, result.requested) == (False, 3, 4)
    assert files(folder) == [
        "held/client/A/A-2026Q3-review.html",
        "internal/A/A-2026Q3-account.html",
        "internal/A/A-2026Q3-account.ipynb",
        "internal/A/A-2026Q3-review.ipynb",
    ]
    assert not (folder / "client" / "A").exists()
    assert (folder / "held").stat().st_mode & 0o077 == 0
    lines = result.summary.splitlines()
    assert lines[0] == f"3 of 4 reports done, 1 held back: {result.report_paths.index}"
    assert lines[1].startswith("held back: client A, client edition, the notebook, cell 5")
    assert lines[2].endswith("acctlib release A --quarter 2026Q3 --by NAME --reason TEXT")
    assert entry(folder)["state"] == "held"
    assert "Firm B" in entry(folder)["findings"][0]["text"]


def test_a_second_run_renders_nothing_anew_and_is_still_not_all_right(run):
    run()
    again = run()
    assert again.outcomes == ()
    assert not again.ok
    assert [e.client_id for e in again.held] == ["A"]
    assert "held back: client A" in again.summary


def test_what_is_mended_is_done_and_leaves_nothing_held(run):
    run()
    mended = run("")
    assert mended.ok
    assert not (mended.report_paths.folder / "held").exists()


def test_a_release_puts_the_files_where_they_belong_and_is_on_record(run, release):
    folder = run().report_paths.folder
    held = (folder / "held/client/A/A-2026Q3-review.html").read_bytes()
    said = release()
    assert said.exit_code == 0, said.output
    assert (folder / "client/A/A-2026Q3-review.html").read_bytes() == held
    assert not (folder / "held").exists()
    report = entry(folder)
    assert report["state"] == "done"
    assert report["findings"]
    assert [(r["by"], r["reason"]) for r in report["releases"]] == [("A. Lind", "They know each other")]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "client edition released by A. Lind on" in index
    assert "held back" not in index
    assert "released finding: the notebook, cell 5" in said.output


def test_the_same_bytes_stay_released_and_others_are_held_back_anew(run, release):
    run()
    release()
    assert run().ok
    assert run(fresh=True).ok
    other = run(LEAK.replace("last year", "last spring"))
    assert [e.client_id for e in other.held] == ["A"]
    assert entry(other.report_paths.folder)["releases"]  # of the earlier bytes
    assert run().ok  # which are made again


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"client": "Z"}, 2, "client: 'Z' has no report in"),
        ({"client": "C"}, 2, "client: no report of 'C' is held back in"),
        ({"reason": " "}, 2, "--reason: is empty; a release says who lets the report through, and why"),
        ({"by": ""}, 2, "--by: is empty"),
        ({"quarter": "2026Q2"}, 1, "2026Q2: has no run (run.json)"),
        ({"quarter": "soon"}, 2, "'soon' is not a quarter"),
    ],
)
def test_a_release_that_cannot_be_is_named_and_changes_nothing(run, release, given, status, said):
    folder = run().report_paths.folder
    before = (folder / "run.json").read_bytes()
    result = release(**given)
    assert (result.exit_code, result.exception.__class__) == (status, SystemExit)
    assert said in result.output
    assert (folder / "run.json").read_bytes() == before
    assert sorted(p.name for p in folder.parent.iterdir() if p.is_dir()) == [QUARTER]


def test_a_file_that_was_changed_by_hand_is_not_released(run, release):
    folder = run().report_paths.folder
    (folder / "held/client/A/A-2026Q3-review.html").write_text("mended")
    result = release()
    assert result.exit_code == 1
    assert "is not the file that was held back; render it again" in result.output
    assert entry(folder)["state"] == "held"


def test_a_file_that_cannot_be_moved_leaves_all_as_it_was(run, release, monkeypatch):
    folder = run(formats=("html", "xlsx")).report_paths.folder
    before, lying = json.loads((folder / "run.json").read_text()), files(folder)
    real = Path.replace

    def refused(self, target):
        if self.suffix == ".xlsx" and "client" in Path(target).parts:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    result = release()
    assert result.exit_code == 1
    assert "A-2026Q3-review.xlsx: cannot be written: Permission denied" in result.output
    assert files(folder) == lying
    assert json.loads((folder / "run.json").read_text()) == before


def test_a_kill_between_manifest_and_files_leaves_no_unknown_file_and_is_made_good(run, monkeypatch):
    result = run()
    wanted = release_module.Release("A", "A. Lind", "agreed", "2026-10-05")
    monkeypatch.setattr(release_module, "_move", lambda *_: (_ for _ in ()).throw(PublishError("killed")))
    with open_book(load_config(result.report_paths.root.parent / "acctlib.yml")) as book, pytest.raises(PublishError):
        release_module.release(result.report_paths, wanted, book.config)
    assert not (result.report_paths.folder / "client" / "A").exists()
    assert run().ok  # the release is on record, and the same bytes are made again


def test_what_a_killed_run_had_not_searched_goes_with_the_next_run(run):
    folder = run().report_paths.folder
    left = folder / "held" / "client" / "Q" / "Q-2026Q3-review.html"
    left.parent.mkdir(parents=True)
    left.write_text("x")
    run()
    assert not left.parent.exists()
    assert (folder / "held/client/A/A-2026Q3-review.html").exists()
