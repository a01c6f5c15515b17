"""Whatever a file holds, a reader either has the same text back or refuses it by name; never another exception."""

import csv
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from acctlib.book.ingest.cells import as_text, unique
from acctlib.book.ingest.contract import FLAGS, parse
from acctlib.book.ingest.files import of_text
from acctlib.book.ingest.problems import RULES, Unreadable
from acctlib.book.ingest.sources import read
from acctlib.book.schema.tables import TABLES
from acctlib.config import Config, Source, load_config
from acctlib.display.brand.brand import Brand, load_brand
from acctlib.errors import AcctlibError, ConfigError, ReviewError
from acctlib.review.base.commentary import remarks

SAME_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50
)
COLUMNS = {column.type: column for table in TABLES.values() for column in table.columns}
PLAIN = st.characters(codec="utf-8", exclude_characters="\r\n\0")
CELL = st.text(PLAIN, max_size=30)
FORMATS = st.builds(
    Source,
    file=st.just("a.csv"),
    decimal=st.sampled_from(".,"),
    thousands=st.sampled_from(["", " ", "'", "\u202f"]),
    dates=st.sampled_from(["iso", "day-first", "month-first"]),
)
# Texts near to what a number, a date or a flag looks like, and any other.
NEARLY = st.one_of(
    st.text(max_size=20),
    st.text("0123456789.,-+()eE \u2212'\u0663\u00b2", max_size=20),
    st.text("0123456789-/.T:", max_size=12),
    st.integers().map(str),
    st.decimals(allow_nan=True).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(list(FLAGS)),
)


def delimited_frame(content, source):
    """A text as our reader reads it, under its own heads."""
    sheet = of_text("a.csv", lambda: io.BytesIO(content), source)
    return sheet.frame(unique(sheet.names))


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_a_csv_gives_back_the_text_that_was_written(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["one", "two"], *rows])
    frame = delimited_frame(out.getvalue().encode(), Source(file="a.csv", encoding="utf-8", delimiter=delimiter))
    assert frame.to_numpy().tolist() == [row for row in rows if any(cell.strip() for cell in row)]


@given(st.lists(st.text(st.sampled_from('ab ,"\n\r\t\0\u2028;'), max_size=12), max_size=8), st.sampled_from(",;\t"))
@example(["a,b", "one,two"], ",")
@example(['"', "x,y"], ",")
@SAME_FOLDER
def test_a_query_over_a_file_reads_what_the_file_reads(tmp_path, lines, delimiter):
    (tmp_path / "a.csv").write_text(f"one{delimiter}two\n" + "\n".join(lines), encoding="utf-8", newline="")
    given_ = {"delimiter": delimiter, "encoding": "utf-8"}
    alone = read("clients", Source(file="a.csv", **given_), Config(root=tmp_path))
    query = Source(files=("a.csv",), sql="select coalesce(one, '') one, coalesce(two, '') two from a", **given_)
    through = read("clients", query, Config(root=tmp_path))
    # Of a file without rows it is the query that finds none.
    expected = [("failed_query" if p.rule == "empty_file" else p.rule, p.row) for p in alone.problems]
    assert [(p.rule, p.row) for p in through.problems] == expected
    assert through.frame.to_numpy().tolist() == alone.frame.to_numpy().tolist()
    assert [note.rule for note in through.notes] == [note.rule for note in alone.notes]


@given(st.text(max_size=12), st.text(max_size=3), st.text(max_size=200))
@example("punycode", ",", "a,b\n1,2-\n")
@example("undefined", ",", "a,b\n1,2\n")
@example("utf-8", "", "a,b\n1,2\n")
@example("utf-8", "\n", "a,b\n1,2\n")
@example("utf-8", '"', 'a"b\n1"2\n')
@example("base64", ",", "")
@example("a\0b", ",", "a,b")
def test_any_encoding_and_delimiter_that_is_declared_is_used_or_refused_by_name(encoding, delimiter, text):
    try:
        source = Source(file="a.csv", encoding=encoding, delimiter=delimiter)
    except ValueError as error:
        assert "delimiter" in str(error)  # noqa: PT017 - either end is right
        return
    try:
        frame = delimited_frame(text.encode(errors="surrogatepass"), source)
    except Unreadable as error:
        assert error.rule in RULES  # noqa: PT017 - either end is right
    else:
        assert all(isinstance(cell, str) for row in frame.to_numpy() for cell in row)


@pytest.mark.parametrize("kind", sorted(COLUMNS))
@given(texts=st.lists(NEARLY, min_size=1, max_size=4), source=FORMATS)
@example(texts=["1e999"], source=Source(file="a.csv"))
@example(texts=["1e300"], source=Source(file="a.csv"))
@example(texts=["9223372036854775808"], source=Source(file="a.csv"))
@example(texts=["1e-999999999999999999999"], source=Source(file="a.csv"))
@settings(max_examples=50)
def test_any_text_is_a_value_of_its_column_or_a_named_problem(kind, texts, source):
    given_ = pd.Series([text.strip() for text in texts], index=range(2, len(texts) + 2), dtype="object")
    values, wrong = parse(given_, COLUMNS[kind], source)
    told = {row for rule, rows, what in wrong for row in rows if rule in RULES and what}
    for row, value in values.items():
        assert row in told or given_[row] == "" or not pd.isna(value)
        assert pd.isna(value) or kind not in ("number", "whole") or abs(float(value)) < float("inf")


@given(st.integers(-(10**12), 10**12), st.integers(0, 9999), FORMATS)
def test_an_amount_is_read_back_to_the_last_digit(whole, digits, source):
    written = f"{abs(whole):,}.{digits:04d}".translate({44: source.thousands or None, 46: source.decimal})
    sign = "-" if whole < 0 else ""
    values, wrong = parse(pd.Series([sign + written], dtype="object"), COLUMNS["money"], source)
    assert (values[0], wrong) == (Decimal(f"{sign}{abs(whole)}.{digits:04d}"), [])


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), FORMATS)
def test_a_day_is_read_back_in_every_order_that_is_declared(day, source):
    forms = {"iso": "%Y-%m-%d", "day-first": "%d/%m/%Y", "month-first": "%m/%d/%Y"}
    values, wrong = parse(pd.Series([day.strftime(forms[source.dates])], dtype="object"), COLUMNS["date"], source)
    assert (values[0].date(), wrong) == (day, [])


@given(
    st.one_of(
        st.none(), st.text(), st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(), st.booleans()
    )
)
def test_any_typed_cell_becomes_text(value):
    assert isinstance(as_text(value), str)


YAMLS = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from([*Config.model_fields, "meta", "color", "logo", "typography", "defaults", "name"]) | st.text(max_size=5), inner, max_size=4
        ),
        max_leaves=8,
    ).map(lambda said: yaml.safe_dump(said).encode()),
    st.sampled_from([b"a: 2026-99-99", b"&a [*a]", b"[" * 1500, b"? [a]\n: b", b"a: &a {b: *a}", b'firm: "\\ud800"', b"a: !!set {b}"]),
)  # fmt: skip


@given(YAMLS)
@SAME_FOLDER
def test_any_configuration_is_one_or_is_refused_by_its_name(tmp_path, content):
    (tmp_path / "acctlib.yml").write_bytes(content)
    try:
        assert isinstance(load_config(tmp_path / "acctlib.yml"), Config)
    except ConfigError as error:
        assert "acctlib.yml" in str(error)  # noqa: PT017 - either end is right


@given(YAMLS)
@SAME_FOLDER
def test_any_brand_file_is_one_or_is_refused_by_its_name(tmp_path, content):
    (tmp_path / "brand.yml").write_bytes(content)
    try:
        assert isinstance(load_brand(tmp_path / "brand.yml"), Brand)
    except ConfigError as error:
        assert "brand.yml" in str(error)  # noqa: PT017 - either end is right


@given(YAMLS, st.text(max_size=60))
@SAME_FOLDER
def test_any_commentary_is_one_or_is_refused_by_its_name(tmp_path, front, body):
    file = tmp_path / "C001.md"
    file.write_bytes(b"---\n" + front + b"\n---\n" + body.encode(errors="surrogatepass"))
    try:
        said = remarks(file, ["growth", "decisions"])
    except ReviewError as error:
        assert "C001.md" in str(error)  # noqa: PT017 - either end is right
    else:
        assert set(said) <= {"growth", "decisions"}


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r#"), min_size=1, max_size=80).filter(
        lambda text: text.strip()
    )
)
@SAME_FOLDER
def test_a_commentary_has_its_text_as_it_was_typed(tmp_path, text):
    (tmp_path / "C001.md").write_bytes(f"---\ngrowth: add\n---\n{text}\n".encode())
    assert remarks(tmp_path / "C001.md", ["growth"]) == {"growth": ("add", text.strip())}


def test_a_folder_in_place_of_a_file_is_refused_by_its_name(tmp_path):
    for name in ("acctlib.yml", "brand.yml", "C001.md"):
        (tmp_path / name).mkdir()
    for reader in (load_config, load_brand, lambda path: remarks(path, [])):
        with pytest.raises(AcctlibError, match=r"acctlib\.yml|brand\.yml|C001\.md"):
            reader(tmp_path / {load_config: "acctlib.yml", load_brand: "brand.yml"}.get(reader, "C001.md"))


@pytest.mark.parametrize("name", ["brand.yml", "C001.md"])
def test_aliases_that_explode_are_refused_in_every_yaml(tmp_path, name):
    lines = ['a0: &a0 ["x","x","x","x","x","x","x","x","x"]']
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    bomb = "\n".join(lines)
    (tmp_path / name).write_text(bomb if name == "brand.yml" else f"---\n{bomb}\n---\ntext")
    with pytest.raises(AcctlibError, match=rf"{name}.*aliases"):
        load_brand(tmp_path / name) if name == "brand.yml" else remarks(tmp_path / name, ["a0"])


@given(st.binary(max_size=200))
@SAME_FOLDER
def test_any_bytes_are_a_workbook_or_a_named_problem(tmp_path, content):
    for ending in ("xlsx", "xls", "xlsb", "ods", "parquet"):
        (tmp_path / f"a.{ending}").write_bytes(content)
        raw = read("clients", Source(file=f"a.{ending}"), Config(root=tmp_path))
        assert [problem.rule in RULES for problem in raw.problems] == [True]
