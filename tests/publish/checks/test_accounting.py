"""A foreign text is found wherever a finished file can hide it, and a text too many as well."""

import io
import re
import zipfile

import pikepdf
import pytest

from acctlib.publish.checks.accounting import MOST, Words, account, unexplained
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter, ReviewWorkbookExporter
from acctlib.publish.paths.account import Account, Run
from tests.publish import review_sample as sample

EXPORTERS = {"pdf": ReviewPDFExporter, "html": ReviewHTMLExporter, "xlsx": ReviewWorkbookExporter}
FOREIGN = "Bramley Bank"


@pytest.fixture(scope="module")
def drawn():
    """A notebook with every kind of piece, in all formats."""
    made = {f: e().from_notebook_node(sample.every_kind())[0] for f, e in EXPORTERS.items()}
    return {f: content if isinstance(content, bytes) else content.encode() for f, content in made.items()}


@pytest.fixture
def unaccounted(drawn, tmp_path):
    """A function that accounts for a file of these bytes."""

    def of(format_, data):
        path = tmp_path / f"report.{format_}"
        path.write_bytes(data)
        return account(path, drawn[format_], Words(known=7)).unaccounted

    return of


@pytest.mark.parametrize("format_", EXPORTERS)
def test_a_file_as_it_was_drawn_is_accounted_for(drawn, tmp_path, format_):
    path = tmp_path / f"report.{format_}"
    path.write_bytes(drawn[format_])
    typed = [Run("as typed", "cell 3, paragraph")]
    assert account(path, drawn[format_], Words(typed, [], 7)) == Account(tuple(typed), (), 8)


HTML = {
    "text": ("</main>", f"<p>{FOREIGN}</p></main>", "text of p"),
    "attribute": ("<main ", f'<main title="{FOREIGN}" ', "attribute title of main"),
    "data": ("<main ", f'<main data-v="{FOREIGN}" ', "attribute data-v of main"),
    "comment": ("</main>", f"<!-- {FOREIGN} --></main>", "comment"),
    "style": ("</style>", f"/* {FOREIGN} */\n</style>", "text of style"),
    "script": ('"facts": [', f'"facts": [\n"{FOREIGN}",', "text of script"),
    "hidden": ("</main>", f"<template><i hidden>{FOREIGN}</i></template></main>", "text of i"),
    "drawing": ("</svg>", f"<desc>{FOREIGN}</desc></svg>", "text of desc"),
    "after the end": ("</html>", f"</html>{FOREIGN}", "text of "),
}


@pytest.mark.parametrize("place", HTML)
def test_a_foreign_text_in_html_is_found(drawn, unaccounted, place):
    old, new, said = HTML[place]
    text = drawn["html"].decode()
    assert old in text
    found = unaccounted("html", text.replace(old, new, 1).encode())
    assert any(FOREIGN in run.text and run.place.startswith(said) for run in found), found


def zipped(data, part, old, new):
    """An archive with one part changed; the part is new where `old` is empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as written:
        for one in given.infolist():
            content = given.read(one).decode()
            if one.filename == part:
                assert old in content
                content = content.replace(old, new, 1)
            written.writestr(one, content)
        if not old:
            written.writestr(part, new)
    return out.getvalue()


BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet2.xml"
XLSX = {
    "cell": (SHEET, "</sheetData>", f'<row r="900"><c r="B900" t="inlineStr"><is><t>{FOREIGN}</t></is></c></row></sheetData>'),
    "hidden row": (SHEET, "</sheetData>", f'<row r="901" hidden="1"><c r="A901" t="str"><v>{FOREIGN}</v></c></row></sheetData>'),
    "shared text": ("xl/sharedStrings.xml", "</sst>", f"<si><t>{FOREIGN}</t></si></sst>"),
    "header": (SHEET, "&amp;R", f"{FOREIGN}&amp;R"),
    "name of a sheet": (BOOK, 'name="Contents"', f'name="{FOREIGN}"'),
    "hidden sheet": (BOOK, "</sheets>", f'<sheet name="{FOREIGN}" sheetId="99" state="veryHidden"/></sheets>'),
    "defined name": (BOOK, "</workbook>", f"<definedNames><definedName name=\"x\">'{FOREIGN}'</definedName></definedNames></workbook>"),
    "property": ("docProps/core.xml", "</cp:coreProperties>", f"<cp:keywords>{FOREIGN}</cp:keywords></cp:coreProperties>"),
    "note on a cell": ("xl/comments1.xml", "", f"<comments><commentList><comment ref='A1'><text><t>{FOREIGN}</t></text></comment></commentList></comments>"),
    "another part": ("xl/media/note.txt", "", FOREIGN),
    "name of a part": (f"xl/media/{FOREIGN}.xml", "", "<a/>"),
}  # fmt: skip


@pytest.mark.parametrize("place", XLSX)
def test_a_foreign_text_in_a_workbook_is_found(drawn, unaccounted, place):
    found = unaccounted("xlsx", zipped(drawn["xlsx"], *XLSX[place]))
    assert any(FOREIGN in run.text for run in found), found


def test_a_cell_is_named_by_its_sheet(drawn, unaccounted):
    found = unaccounted("xlsx", zipped(drawn["xlsx"], *XLSX["hidden row"]))
    assert re.fullmatch(r"sheet '.+', A901", next(run.place for run in found if run.text == FOREIGN))


def a_title(pdf):
    pdf.docinfo["/Subject"] = FOREIGN


def an_xmp_field(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:description"] = FOREIGN


def an_outline(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(FOREIGN, 0))


def an_attachment(pdf):
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, f"as at {FOREIGN}".encode(), filename="notes.txt")


def a_name_of_an_attachment(pdf):
    pdf.attachments["x"] = pikepdf.AttachedFileSpec(pdf, b"x", filename=FOREIGN)


def an_alternative_text(pdf):
    figure = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o)
    figure["/Alt"] = FOREIGN


def an_annotation(pdf):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 1, 1], Contents=FOREIGN)
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def a_text(pdf, mode=0):
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = pdf.pages[-1]
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Extra)
    page.contents_add(f"BT {mode} Tr /Extra 9 Tf 50 50 Td ({FOREIGN}) Tj ET".encode())


def an_invisible_text(pdf):
    a_text(pdf, mode=3)


def an_unused_object(pdf):
    pdf.Root.PieceInfo = pdf.make_indirect(pikepdf.Dictionary(Note=pikepdf.String(FOREIGN)))


@pytest.mark.parametrize(
    ("hide", "place"),
    [
        (a_title, "object /Subject"), (an_xmp_field, "metadata (XMP)"), (an_outline, "title"),
        (an_attachment, "attachment"), (a_name_of_an_attachment, "name of an attachment"),
        (an_alternative_text, "alternative text"), (an_annotation, "annotation"),
        (a_text, "page "), (an_invisible_text, "page "), (an_unused_object, "object /Note"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)  # fmt: skip
def test_a_foreign_text_in_a_pdf_is_found(drawn, unaccounted, hide, place):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn["pdf"])) as pdf:
        hide(pdf)
        pdf.save(out)
    found = unaccounted("pdf", out.getvalue())
    assert any(FOREIGN in run.text and run.place.startswith(place) for run in found), found


def test_a_text_that_stands_once_too_often_is_found(drawn, unaccounted):
    text = drawn["html"].decode()
    cell = re.search(r"<td [^>]*>[^<]+</td>", text)[0]
    found = unaccounted("html", text.replace(cell, cell * 2, 1).encode())
    assert re.sub("<[^>]*>", "", cell) in [run.text for run in found]


def test_a_file_that_differs_in_no_text_is_no_file_of_this_notebook(drawn, unaccounted):
    (found,) = unaccounted("pdf", drawn["pdf"] + b"% more")
    assert found.place.startswith("outside all texts")


def test_a_file_that_cannot_be_read_is_unaccounted_for_as_a_whole(unaccounted):
    (found,) = unaccounted("xlsx", b"no workbook")
    assert "which cannot be read: BadZipFile" in found.place


def test_findings_name_each_text_once_and_count_what_is_too_many():
    runs = tuple(Run(f"text {i}", f"cell {i}") for i in range(MOST + 2))
    one, two = Account((), runs, 0), Account((), runs[:1], 0)
    found = unexplained([("a.pdf", one), ("a.html", two)])
    assert len(found) == MOST + 1
    assert found[0].places == ("a.pdf, cell 0", "a.html, cell 0")
    assert found[-1].words == "2 more texts"
    assert found[-1].places == ("a.pdf, cell 20", "a.pdf, cell 21")
