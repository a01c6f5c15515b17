"""Attacks in tables and configuration come out as text, or are refused with file, row and column."""

import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acctlib.book.ingest.cells import unique
from acctlib.book.ingest.files import of_text
from acctlib.book.ingest.problems import Unreadable
from acctlib.book.ingest.sources import read
from acctlib.config import Config, Source, load_config
from acctlib.errors import ConfigError
from acctlib.publish.checks.search.spelling import spelling, ways_to_read
from acctlib.publish.paths.report_paths import ReportPaths, safe_name

ATTACKS = ['#read("/etc/passwd")', '#import "@preview/x:1.0.0"', "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}",
           "![](http://192.0.2.1/x.png)", "[x](javascript:alert(1))", r"\input{/etc/passwd}", "=HYPERLINK(\"x\")", "@SUM(1)",
           "'; drop table clients; --", "../../x", "\u202eabc", "]" * 50]  # fmt: skip


def delimited_frame(content, source):
    """A text as our reader reads it, under its own heads."""
    sheet = of_text("a.csv", lambda: io.BytesIO(content), source)
    return sheet.frame(unique(sheet.names))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_and_a_head_are_read_as_the_text_that_they_are(tmp_path, attack):
    quoted = '"' + attack.replace('"', '""') + '"'
    (tmp_path / "a.csv").write_text(f"client_id,{quoted}\n1,{quoted}\n", encoding="utf-8")
    raw = read("clients", Source(file="a.csv"), Config(root=tmp_path))
    assert raw.frame[attack].tolist() == [attack]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: !!python/object/apply:os.system ['touch ran']\n", "this is not YAML"),
        ("a: !!python/name:os.system\n", "this is not YAML"),
        ("firm: !include /etc/passwd\n", "this is not YAML"),
    ],
)
def test_a_tag_in_the_configuration_is_refused(tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acctlib.yml").write_text(text)
    with pytest.raises(ConfigError, match=said):
        load_config(tmp_path / "acctlib.yml")
    assert [path.name for path in tmp_path.iterdir()] == ["acctlib.yml"]


def test_aliases_that_explode_are_refused_before_they_do(tmp_path):
    lines = ['a0: &a0 ["x","x","x","x","x","x","x","x","x"]']
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (tmp_path / "acctlib.yml").write_text("\n".join(lines))
    tracemalloc.start()
    try:
        with pytest.raises(ConfigError, match="aliases"):
            load_config(tmp_path / "acctlib.yml")
        assert tracemalloc.get_traced_memory()[1] < 50e6
    finally:
        tracemalloc.stop()


def test_a_table_with_a_million_columns_is_refused_with_the_limit(tmp_path):
    (tmp_path / "a.csv").write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n")
    (problem,) = read("clients", Source(file="a.csv"), Config(root=tmp_path)).problems
    assert "1000000 columns" in problem.text
    assert "at most 2000" in problem.text


@pytest.mark.parametrize("text", ["", "x" * 300, "é", "e\u0301", "\ud800", "a\0b", "NUL", "../x", "/x", "a\\b"])
def test_an_id_stays_in_its_folder(tmp_path, text):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    path = report_paths.report(text, "client", "html")
    assert path.resolve().is_relative_to(report_paths.folder / "client")
    assert len(path.name) < 120


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_two_ids_never_share_a_file_on_any_disk(ids):
    first, second = (safe_name(one).casefold() for one in ids)
    assert first != second


@given(st.binary(max_size=400), st.sampled_from(["utf-8-sig", "latin-1", "utf-16"]), st.sampled_from(",;\t"))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_a_table_of_text_or_a_named_problem(content, encoding, delimiter):
    try:
        frame = delimited_frame(content, Source(file="a.csv", encoding=encoding, delimiter=delimiter))
    except Unreadable as error:
        assert str(error)  # noqa: PT017 - either end is right
    else:
        assert all(isinstance(cell, str) for row in frame.to_numpy() for cell in row)


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_configuration_is_read_or_refused_by_name(tmp_path, text):
    file = tmp_path / "acctlib.yml"
    file.write_bytes(text.encode(errors="surrogatepass"))
    try:
        load_config(file)
    except ConfigError as error:
        assert "acctlib.yml" in str(error)  # noqa: PT017 - either end is right


@given(st.text())
def test_any_text_is_compared_letter_by_letter_and_each_letter_knows_its_place(text):
    for one in ways_to_read(text):
        assert len(one.letters) == len(one.at) == len(one.begins) - 1
        assert all(0 <= place < len(one.text) for place in one.at)
    letters = spelling(text).letters
    assert spelling(letters).letters == letters


@pytest.mark.parametrize("text", ["firm: &a [*a]\n", "[" * 5000, "as_of: 2026-99-99\n", "1: x\n", "? [a]\n: b\n"])
def test_a_configuration_that_trips_a_reader_is_refused_by_name(tmp_path, text):
    (tmp_path / "acctlib.yml").write_text(text)
    with pytest.raises(ConfigError, match=r"acctlib\.yml"):
        load_config(tmp_path / "acctlib.yml")
