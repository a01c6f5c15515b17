"""Names of files: harmless, apart, and inside their folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import ReportPaths, locked_copy, safe_name, write_atomically

HOSTILE = [
    "../x",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "..",
    ".",
    "",
    "CON",
    "nul",
    "x" * 300,
    "a\x00b",
    "C:",
    "é",
    "شركة",
    "\ud800",
    " A",
]


@pytest.mark.parametrize("client_id", ["C001", "00123", "A-1_B"])
def test_a_plain_id_is_its_own_name(client_id):
    assert safe_name(client_id) == client_id


@pytest.mark.parametrize("client_id", HOSTILE)
def test_a_hostile_id_stays_in_its_folder(client_id):
    path = ReportPaths(Path("/reports"), "2026Q3").report(client_id, "client", "pdf")
    assert path.resolve().is_relative_to("/reports/2026Q3/client")
    assert len(path.name) < 100
    assert path.name.isascii()


@pytest.mark.parametrize(("one", "other"), [("abc", "ABC"), ("é", "e\u0301"), ("a/b", "a-b"), ("a b", "a_b")])
def test_ids_that_look_alike_have_names_that_do_not_meet(one, other):
    assert safe_name(one).lower() != safe_name(other).lower()


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_ids_have_two_names(one, other):
    assert (safe_name(one).lower() == safe_name(other).lower()) == (one == other)


def test_reports_lie_where_the_design_says():
    report_paths = ReportPaths(Path("reports"), "2026Q3")
    assert report_paths.report("C1", "client", "pdf").as_posix() == "reports/2026Q3/client/C1/C1-2026Q3-review.pdf"
    assert report_paths.report("C1", "internal", "pdf").as_posix() == "reports/2026Q3/internal/C1/C1-2026Q3-account.pdf"
    assert (
        report_paths.report("C1", "client", "ipynb").as_posix() == "reports/2026Q3/internal/C1/C1-2026Q3-review.ipynb"
    )


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "deep" / "file.html"
    write_atomically(target, "first")
    with pytest.raises(TypeError):
        write_atomically(target, None)
    assert target.read_text() == "first"
    assert [p.name for p in target.parent.iterdir()] == ["file.html"]


def test_nobody_can_take_the_name_that_another_was_given():
    made = safe_name(" A")
    taken = made.upper()
    assert safe_name(taken).lower() != made.lower()


def test_half_a_character_is_written_as_its_code(tmp_path):
    write_atomically(tmp_path / "file.json", '"\ud800 é"')
    assert (tmp_path / "file.json").read_bytes() == '"\\ud800 é"'.encode()


def test_what_cannot_be_written_is_named_and_leaves_nothing(tmp_path):
    (tmp_path / "folder").write_text("a file in its place")
    with pytest.raises(PublishError, match=r"folder/file.html: cannot be written: "):
        write_atomically(tmp_path / "folder" / "file.html", "text")
    full = Path("/dev/full")
    if full.exists() and os.access(full, os.W_OK):
        (tmp_path / f".file.html.{os.getpid()}.tmp").symlink_to(full)
        with pytest.raises(PublishError, match="cannot be written: No space left on device"):
            write_atomically(tmp_path / "file.html", "text" * 10_000)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_sweep_takes_what_is_old_and_half_written_and_nothing_else(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    pdf, html, notebook = (report_paths.report("C1", "client", kind) for kind in ("pdf", "html", "ipynb"))
    other, own = report_paths.report("C1", "internal", "pdf"), pdf.with_name("notes for the meeting.txt")
    half = pdf.with_name(f".{pdf.name}.123.tmp")
    for path in (pdf, html, notebook, other, own, half):
        write_atomically(path, "x")
    report_paths.sweep("C1", "client", keep=[pdf])
    assert [path.exists() for path in (pdf, html, notebook, other, own, half)] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_locked_copy_goes_with_the_report_that_it_was_made_of(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    pdf, other = (report_paths.report(client, "client", "pdf") for client in ("C1", "C2"))
    for path in (pdf, locked_copy(pdf), locked_copy(other)):
        write_atomically(path, "x")
    report_paths.sweep("C1", "client", keep=[pdf])
    assert [path.exists() for path in (pdf, locked_copy(pdf), locked_copy(other))] == [True, False, True]


def test_a_folder_that_a_sweep_empties_goes_with_it(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    pdf = report_paths.report("C1", "client", "pdf")
    write_atomically(pdf, "x")
    report_paths.sweep("C1", "client")
    assert not pdf.parent.exists()
