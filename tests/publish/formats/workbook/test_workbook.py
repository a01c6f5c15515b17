"""The workbook, read back with openpyxl and calamine, and opened by LibreOffice where there is one."""

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from nbconvert.exporters import get_exporter
from python_calamine import CalamineWorkbook

from acctlib import open_review
from acctlib.display import Formatter, Table, TableCell, TableColumn
from acctlib.display.blocks.frame import frame_of
from acctlib.display.language import Language
from acctlib.errors import PublishError
from acctlib.publish.checks.verify_workbook import prove_workbook
from acctlib.publish.formats.exporters import ReviewWorkbookExporter
from acctlib.publish.formats.workbook.sheets import Names
from tests.publish.review_sample import HARD, block, book, chart, document, every_kind, table, text

soffice = shutil.which("soffice")
READER = Formatter("en_GB", "EUR")
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")


def xlsx_of(*payloads, **head) -> bytes:
    return ReviewWorkbookExporter().from_notebook_node(book(block(document(**head)), *map(block, payloads)))[0]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def body(sheet):
    """Rows under the heads."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]


def sheet_of(*cells_, heads=("A", "B", "C", "D", "E", "F", "G", "H")):
    """The sheet of a table with one row of these cells."""
    columns = tuple(TableColumn(head, "right") for head in heads[: len(cells_)])
    made = opened(xlsx_of(Table(columns, (cells_,)).payload()))
    return made[made.sheetnames[2]]


@pytest.fixture(scope="module")
def reviews(demo_yml):
    """Edition -> workbook of a demonstration client with enough answers and its review, made of blocks alone."""

    def made(edition):
        review = open_review("C004", "2026Q3", edition, str(demo_yml))
        more = (review.growth(),) if edition == "internal" else ()
        parts = (review.cover(), review.summary(), *more, review.satisfaction(), review.delivery(), review.method(),
                 review.evidence())  # fmt: skip
        notebook = book(*(block(part.payload()) for part in parts))
        return review, opened(ReviewWorkbookExporter().from_notebook_node(notebook)[0])

    return {edition: made(edition) for edition in ("client", "internal")}


def test_nbconvert_finds_the_exporter_by_name():
    assert get_exporter("acctlib-xlsx") is ReviewWorkbookExporter


def test_the_same_notebook_gives_the_same_bytes():
    first, second = (ReviewWorkbookExporter().from_notebook_node(every_kind())[0] for _ in range(2))
    assert first == second
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_properties_name_title_and_firm_and_the_day_of_the_data():
    said = opened(xlsx_of()).properties
    assert (said.title, said.creator, said.lastModifiedBy) == (
        "Aldermoor Foods",
        "Northgate Agency",
        "Northgate Agency",
    )
    assert said.created == said.modified == datetime(2026, 9, 30, 12)


class TestCells:
    def test_a_number_is_a_number_before_rounding_and_looks_as_it_was_read(self):
        sheet = sheet_of(
            TableCell(READER.money(1234.567)),
            TableCell(READER.percent(0.1187, signed=True)),
            TableCell(READER.compact(412345.6)),
        )
        assert [cell.value for cell in sheet[5]] == [1234.567, 0.1187, 412345.6]
        assert [cell.number_format for cell in sheet[5]] == ['"€"#,##0.00', "+0.0%;-0.0%;0.0%", '"€"#,##0']

    def test_a_date_is_a_date(self):
        sheet = sheet_of(TableCell(READER.day(date(2026, 9, 30))))
        assert (sheet["A5"].value, sheet["A5"].number_format) == (datetime(2026, 9, 30), "d mmm yyyy")

    def test_a_number_keeps_its_unit_behind_it(self):
        sheet = sheet_of(TableCell("12 of 30", 12), TableCell(READER.value(3.14, "days")))
        assert [(cell.value, cell.number_format) for cell in sheet[5]] == [
            (12, '#,##0" of 30"'),
            (3.14, '#,##0.0" days"'),
        ]

    def test_percent_points_are_not_multiplied(self):
        assert sheet_of(TableCell(READER.percent(0.108), 10.8))["A5"].value == 0.108

    def test_a_percent_sign_behind_a_number_does_not_multiply_it(self):
        cell = sheet_of(TableCell("\u221210.0%", -10.0))["A5"]
        assert (cell.value, cell.number_format) == (-10, '#,##0.0"%"')

    def test_what_is_missing_stays_a_word_or_nothing_and_never_zero(self):
        sheet = sheet_of(TableCell(READER.money(None)), TableCell(""))
        assert [cell.value for cell in sheet[5]] == ["unknown", None]

    def test_the_patterns_are_those_of_the_locale(self):
        german = Formatter("de_DE", "EUR")
        cells_ = (
            TableCell(german.money(1.5)),
            TableCell(german.percent(0.5)),
            TableCell(german.day(date(2026, 9, 30))),
        )
        made = opened(
            xlsx_of(Table((TableColumn("A"), TableColumn("B"), TableColumn("C")), (cells_,)).payload(), locale="de_DE")
        )
        formats = [cell.number_format for cell in made[made.sheetnames[2]][5]]
        assert formats == ['#,##0.00"\u00a0€"', '0.0"\u00a0"%', 'dd"."mm"."yyyy']

    def test_text_in_a_column_of_python_numbers_is_read_as_numbers_and_ids_are_not(self):
        made = opened(xlsx_of(table(["id", "x"], [["00123", "1.5"], ["00124", "1,5"]])))
        assert body(made[made.sheetnames[2]]) == [["00123", 1.5], ["00124", "1,5"]]

    def test_a_text_longer_than_a_cell_is_cut_and_says_so(self):
        value = sheet_of(TableCell("x" * 40_000))["A5"].value
        assert len(value) < 32_767
        assert value.endswith("…")


class TestNothingRuns:
    @pytest.fixture
    def hostile(self):
        wrong = table(list(FORMULAS), [list(FORMULAS)], caption="=caption")
        drawn = chart(data={"columns": ["=a"], "rows": [["=b"]]}, alt="=alt")
        return xlsx_of(
            {"block": "message", "lead": "=lead", "text": ""}, wrong, drawn,
            {"block": "definitions", "items": [{"term": "=term", "text": "@text"}]},
            title="=title", meta=["+meta"], footer="=footer & more", eyebrow="-eyebrow", firm="=firm",
        )  # fmt: skip

    def test_no_cell_is_a_formula(self, hostile):
        made = opened(hostile)
        found = [cell for sheet in made for cell in cells(sheet)]
        assert {cell.data_type for cell in found} <= {"s", "n", "d"}
        said = {cell.value for cell in found}
        assert {"=title", "=lead", "=caption", "@text", "+1", "-1+2", "=cmd|' /C calc'!A0"} <= said
        assert b"<f>" not in b"".join(part for part in parts(hostile))

    def test_what_begins_like_a_formula_stays_text_when_somebody_edits_it(self, hostile):
        for sheet in opened(hostile):
            for cell in cells(sheet):
                if str(cell.value).startswith(("=", "+", "-", "@")) and cell.data_type == "s":
                    assert cell.quotePrefix, cell.value

    def test_there_are_no_names_macros_or_links_to_the_outside(self, hostile):
        made = opened(hostile)
        assert not made.defined_names
        assert all(not sheet.defined_names for sheet in made)
        assert not [
            name for name in zipfile.ZipFile(io.BytesIO(hostile)).namelist() if "vba" in name or "external" in name
        ]
        targets = [cell.hyperlink for sheet in made for cell in cells(sheet) if cell.hyperlink]
        assert targets
        assert all(link.target is None and link.location for link in targets)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        yield from (file.read(name) for name in file.namelist() if "worksheets/sheet" in name)


class TestSheets:
    @pytest.fixture
    def made(self):
        return opened(ReviewWorkbookExporter().from_notebook_node(every_kind())[0])

    def test_tables_stand_under_the_name_of_their_section(self, made):
        assert made.sheetnames == ["Contents", "Numbers", "Tasks", "Tasks 2", "Definitions"]

    def test_the_contents_link_to_every_other_sheet(self, made):
        links = [cell.hyperlink.location for cell in cells(made["Contents"]) if cell.hyperlink]
        assert links == [f"'{name}'!A1" for name in made.sheetnames[1:]]

    def test_heads_stay_in_sight(self, made):
        assert {sheet.freeze_panes for sheet in made if sheet.title != "Contents"} == {"B5"}

    def test_long_names_are_wrapped_in_a_column_of_sensible_width(self, made):
        sheet = next(s for s in made if any(cell.value == HARD for cell in cells(s)))
        cell = next(cell for cell in cells(sheet) if cell.value == HARD)
        assert cell.alignment.wrap_text
        assert 9 <= sheet.column_dimensions["A"].width <= 46

    def test_a_chart_brings_its_numbers(self):
        data = {"columns": ["step", "amount"], "forms": ["", "money.2.EUR"], "rows": [["Q3", 412.5], ["Q4", None]]}
        made = opened(
            ReviewWorkbookExporter().from_notebook_node(
                book(block(document()), text("## Growth"), block(chart(data=data)))
            )[0]
        )
        assert body(made["Growth, chart"]) == [["Q3", 412.5], ["Q4", None]]
        assert made["Growth, chart"]["B5"].number_format == '"€"#,##0.00'

    @pytest.mark.parametrize("heading", ["a/b\\c[d]:e*?", "'", "History", "x" * 80, "Ж" * 40, "😀" * 40])
    def test_any_heading_makes_a_name_that_a_spreadsheet_takes(self, heading):
        made = opened(ReviewWorkbookExporter().from_notebook_node(
            book(block(document()), text(f"## {heading}"), block(table(["a"], [["1"]])), block(table(["a"], [["2"]])))
        )[0])  # fmt: skip
        names = [name.casefold() for name in made.sheetnames]
        assert len(set(names)) == len(names) == 4
        assert all(len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\") for name in names)

    def test_arabic_reads_from_right_to_left(self):
        assert opened(xlsx_of(locale="ar_EG"))["Contents"].sheet_view.rightToLeft

    def test_calamine_reads_what_openpyxl_reads(self):
        data = ReviewWorkbookExporter().from_notebook_node(every_kind())[0]
        theirs = CalamineWorkbook.from_filelike(io.BytesIO(data))
        ours = opened(data)
        assert theirs.sheet_names == ours.sheetnames
        for name in theirs.sheet_names:
            read = [cell for row in theirs.get_sheet_by_name(name).to_python() for cell in row if cell != ""]
            assert [str(cell.value) for cell in cells(ours[name])] == [
                str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in read
            ]


@pytest.mark.parametrize("edition", ["client", "internal"])
class TestReview:
    def test_every_fact_is_there_with_its_value(self, reviews, edition):
        review, made = reviews[edition]
        found = {row[-1]: row[1] for row in body(made["Numbers"])}
        assert set(found) == set(review.facts)
        for name, fact in review.facts.items():
            assert found[name] is None if fact.value is None else found[name] == pytest.approx(fact.value, rel=1e-15)

    def test_the_rows_behind_fees_are_their_sum_to_the_cent(self, reviews, edition):
        review, made = reviews[edition]
        *rows, total = body(made["Rows, Fees" if edition == "internal" else "Rows, Fees invoiced"])
        value = dict(review.facts.items())["fees"].value
        assert round(sum(row[-1] for row in rows), 2) == round(total[-1], 2) == round(value, 2)
        assert len(rows) == dict(review.facts.items())["fees"].n

    def test_the_rows_behind_growth_are_both_quarters(self, reviews, edition):
        review, made = reviews[edition]
        if edition == "client":
            assert "Rows, Growth of existing work" not in made.sheetnames
            return
        rows = body(made["Rows, Growth of existing work"])
        sums = {quarter: sum(row[-1] for row in rows[:-3] if row[0] == quarter) for quarter in ("Q3 2025", "Q3 2026")}
        assert sums == pytest.approx({row[0]: row[-1] for row in rows[-3:-1]})
        assert sums["Q3 2026"] / sums["Q3 2025"] - 1 == pytest.approx(dict(review.facts.items())["growth"].value)

    def test_the_answers_behind_the_score_give_it_by_hand(self, reviews, edition):
        review, made = reviews[edition]
        if edition == "client":
            assert "Rows, Satisfaction (NPS)" not in made.sheetnames
            return
        sheet = made["Rows, Satisfaction (NPS)"]
        at = [cell.value for cell in sheet[4]].index("Result")
        scores = [row[at] for row in body(sheet)[:-4]]
        by_hand = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
        assert by_hand == pytest.approx(dict(review.facts.items())["nps"].value)

    def test_the_projects_behind_success_give_its_share(self, reviews, edition):
        review, made = reviews[edition]
        rows = body(made["Rows, Delivery success"])[:-3]
        assert sum(row[-1] for row in rows) / len(rows) == pytest.approx(
            dict(review.facts.items())["delivery_success"].value
        )

    def test_every_number_is_defined(self, reviews, edition):
        review, made = reviews[edition]
        terms = {row[0]: row[1] for row in body(made["Definitions"])}
        assert all(terms[fact.label] for fact in review.facts.values())


class TestProof:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "r.xlsx"
        path.write_bytes(xlsx_of(facts=[{"name": "fees", "label": "Fees", "unit": "money", "value": 412.5}]))
        return path

    def test_a_workbook_that_says_what_the_notebook_says_passes(self, file):
        prove_workbook(file, "Aldermoor Foods", [{"name": "fees", "value": 412.5}])

    @pytest.mark.parametrize(
        ("name", "facts", "why"),
        [
            ("Other", [], "the client's name, 'Other', is not on the first sheet"),
            ("Aldermoor Foods", [{"name": "fees", "value": 412.6}], "'fees' is 412.5 there, and 412.6 in the notebook"),
            ("Aldermoor Foods", [{"name": "nps", "value": 1.0}], "the fact 'nps' is not in the sheet of metrics"),
        ],
    )
    def test_a_workbook_that_says_something_else_fails(self, file, name, facts, why):
        with pytest.raises(PublishError, match=why):
            prove_workbook(file, name, facts)

    def test_half_a_file_fails(self, file):
        file.write_bytes(file.read_bytes()[:500])
        with pytest.raises(PublishError, match="the file is not a readable workbook"):
            prove_workbook(file, "Aldermoor Foods", [])


def test_a_german_workbook_has_german_heads(demo_yml):
    review = open_review("C008", "2026Q3", "internal", str(demo_yml))
    parts = (review.cover(), review.growth(), review.evidence())
    notebook = book(text("## Wachstum"), *(block(part.payload()) for part in parts))
    made = opened(ReviewWorkbookExporter().from_notebook_node(notebook)[0])
    assert {"Inhalt", "Zahlen", "Definitionen"} <= set(made.sheetnames)
    heads = {cell.value for sheet in made.worksheets[1:] for cell in sheet[4] if cell.value}
    assert {"Ein Jahr zuvor", "Bedeutung", "Betrag"} <= heads
    assert not {"Amount", "Step", "Value", "Meaning", "Service date"} & heads


def test_names_of_sheets_do_not_run_out():
    names = Names()
    assert len({names.of("Fees").casefold() for _ in range(120)}) == 120
    assert Language("en").translate("Contents") == "Contents"


@pytest.mark.skipif(not soffice, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_it_without_repair(tmp_path, reviews):
    wrong = table(["Text", "Fees"], [[formula, "1.50"] for formula in FORMULAS[:4]])
    (tmp_path / "r.xlsx").write_bytes(xlsx_of(wrong))
    options = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for kind in (every_sheet, "pdf"):
        subprocess.run(
            [*options, "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "r.xlsx")],
            check=True,
            capture_output=True,
            timeout=180,
        )
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    name = opened((tmp_path / "r.xlsx").read_bytes()).sheetnames[2]
    with (tmp_path / f"r-{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0].strip() for row in rows[4:8]] == [formula.strip() for formula in FORMULAS[:4]]
    assert {row[1] for row in rows[4:8]} == {"1.5"}


def test_a_frame_is_cells_of_its_own_types():
    frame = pd.DataFrame(
        {
            "id": ["00123", "1e5", "40063813339310012345"],
            "fees": [1234567.89, -0.5, float("nan")],
            "year": [2024, 2025, 2026],
            "day": pd.to_datetime(["2026-07-01", None, "1850-01-01"]),
            "at": pd.to_datetime(["2026-07-01 14:05", "2026-07-02 00:00", None], format="%Y-%m-%d %H:%M"),
            "took": pd.to_timedelta(["36:00:00", "0:30:00", None]),
            "won": [True, None, False],
            "cost": [Decimal("10.10"), Decimal("2"), None],
            "note": ["=1+1", "x", None],
        },
        index=pd.Index(["a", "b", "c"], name="client"),
    )
    made = opened(xlsx_of(frame_of(frame).payload()))
    sheet = made[made.sheetnames[2]]
    heads, *rows = [list(row) for row in sheet.iter_rows(min_row=4)]
    assert [cell.value for cell in heads] == ["client", *frame.columns]
    assert [[cell.value for cell in row] for row in rows] == [
        ["a", "00123", 1234567.89, 2024, datetime(2026, 7, 1), datetime(2026, 7, 1, 14, 5), timedelta(hours=36), True, 10.1, "=1+1"],
        ["b", "1e5", -0.5, 2025, None, datetime(2026, 7, 2), timedelta(minutes=30), None, 2, "x"],
        ["c", "40063813339310012345", None, 2026, "1 Jan 1850", None, None, False, None, None],
    ]  # fmt: skip
    assert [cell.data_type for cell in rows[0]] == ["s", "s", "n", "n", "d", "d", "d", "b", "n", "s"]
    assert [cell.number_format for cell in rows[0]][2:7] == [
        "#,##0.00",
        "0",
        "d mmm yyyy",
        "d mmm yyyy hh:mm:ss",
        "[h]:mm:ss",
    ]


@pytest.mark.parametrize("text", ["00123", "1e5", "12E3", "4006381333931001", "-007"])
def test_a_text_of_html_that_may_be_an_id_stays_a_text(text):
    sheet = sheet_of(TableCell(text), TableCell("12.5"))
    assert [cell.value for cell in sheet[5]] == [text, 12.5]
