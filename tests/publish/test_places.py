"""Names of files: harmless, apart, and inside their folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.publish.places import Places, safe_name, write_whole

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
    path = Places(Path("/reports"), "2026Q3").report(client_id, "client", "pdf")
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
    places = Places(Path("reports"), "2026Q3")
    assert places.report("C1", "client", "pdf").as_posix() == "reports/2026Q3/client/C1/C1-2026Q3-review.pdf"
    assert places.report("C1", "internal", "pdf").as_posix() == "reports/2026Q3/internal/C1/C1-2026Q3-account.pdf"
    assert places.report("C1", "client", "ipynb").as_posix() == "reports/2026Q3/internal/C1/C1-2026Q3-review.ipynb"


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "deep" / "file.html"
    write_whole(target, "first")
    with pytest.raises(TypeError):
        write_whole(target, None)
    assert target.read_text() == "first"
    assert [p.name for p in target.parent.iterdir()] == ["file.html"]
