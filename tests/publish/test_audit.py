"""The audit finds what is not for a client, wherever a file hides it."""

import json

import openpyxl
import pikepdf
import pytest
import review_sample
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.cli import main
from acctlib.errors import PublishError
from acctlib.publish.audit import Audit, audit_folder, audited, texts_in
from acctlib.publish.exporters import ReviewPDFExporter
from acctlib.publish.job import Outcome
from acctlib.publish.lock import lock_file
from acctlib.publish.tokens import Secret, Secrets, words_of

TABLES = {
    "clients": "client_id,name,currency,manager,end_reason\nC001,Aldermoor Foods,EUR,L. Brandt,\nC002,Bramley Bank,EUR,M. Ito,cheaper rival\nC003,Cole,EUR,,merged\n",
    "revenue": "client_id,service_date,amount,kind,invoice_id\nC001,2026-07-01,100,retainer,I-77001\nC002,2026-09-30,90,retainer,I-77002\n",
    "costs": "client_id,date,amount,kind,person\nC001,2026-07-28,12345.67,labour,K. Sato\nC002,2026-07-28,99,labour,K. Sato\n"
    "C001,2026-07-29,481.56,labour,K. Sato\nC001,2026-07-30,2026.25,labour,K. Sato\nC001,2026-07-30,54321.5,labour,K. Sato\n",
    "surveys": "survey_id,client_id,sent_date,answered_date,respondent,nps,comment,may_quote\n"
    "S-1001,C001,2026-07-01,2026-07-02,Ann Bray,9,Said in confidence,no\nS-1002,C001,2026-07-01,2026-07-02,Bo Lind,9,Said aloud,yes\n",
    "risks": "risk_id,client_id,raised_on,text,shared\nR-1001,C001,2026-07-01,Sponsor is leaving,no\nR-1002,C001,2026-07-01,Late film,yes\n",
    "people": "person,role\nL. Brandt,Account manager\nM. Ito,Account manager\nK. Sato,Chief mathematician\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = "".join(f"  {name}: {{file: {name}.csv}}\n" for name in TABLES)
    (folder / "acctlib.yml").write_text(f"covered_to: 2026-09-30\nsources:\n{sources}", encoding="utf-8")
    with open_book(load_config(folder / "acctlib.yml")) as opened:
        yield opened


@pytest.fixture
def found(book, tmp_path):
    audit = Audit(book)

    def of(text, client_id="C001"):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        return [leak.secret.what for leak in audit.leaks(client_id, [path])]

    return of


class TestSecrets:
    """What is looked for, and for whom."""

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("BRAMLEY&nbsp;Bank", "clients.name of C002"),
            ("see I-77002.", "revenue.invoice_id of C002"),
            ("left for a cheaper\nrival", "clients.end_reason of C002"),
            ("ann bray", "surveys.respondent of C001"),
            ("“Said in confidence”", "surveys.comment of C001"),
            ("Sponsor is leaving", "risks.text of C001"),
            ("our chief mathematician", "people.role"),
            ("cost 12,345.67", "costs.amount of C001"),
            ("cost 12345.67", "costs.amount of C001"),
            ("Kosten: 12.345,67 €", "costs.amount of C001"),
            ("12\u202f345,67", "costs.amount of C001"),
            ("12 345.67", "costs.amount of C001"),
            ("12’345.67", "costs.amount of C001"),
            ("54321.5", "costs.amount of C001"),  # as a workbook keeps it
        ],
    )
    def test_it_is_found(self, found, text, what):
        assert found(f"<p>{text}</p>") == [what]

    @pytest.mark.parametrize(
        "text",
        [
            "Aldermoor Foods, I-77001, S-1001, C001",  # its own names and ids
            "“Said aloud” and Late film",  # shared with it
            "L. Brandt",  # its own manager, though people are internal
            "Account manager: L. Brandt",  # what several of the team are is a word for a kind of thing
            "99.00",  # a round amount, of another client at that
            "Bank of Bramley",  # other words
            "Q3 2026 25 projects, 2026-25, 12345.6789",  # no amount of ours, though the digits are
            "481.56 in all",  # one short amount alone may be its own by chance
            '<svg><path d="M 481.56 20 L 2026.25 0"/><rect x="481.56" y="2026.25"/></svg>',  # where lines go
            "A client merged into another",  # a definition's word, though a client's end_reason is the same
        ],
    )
    def test_what_it_may_read_is_no_finding(self, found, text):
        assert found(f"<p>{text}</p>") == []

    def test_two_short_amounts_are_no_chance(self, found):
        assert found("<p>481.56 and 2,026.25</p>") == ["costs.amount of C001"] * 2

    def test_one_clients_own_name_is_a_finding_in_anothers_file(self, found):
        assert found("Aldermoor Foods", "C002") == ["clients.name of C001"]

    def test_words_are_compared_in_one_form(self):
        assert words_of("ﬁlm\u00a0Ä\u0308") == words_of("FILM ä\u0308")
        secrets = Secrets()
        secrets.add(Secret(words_of("Müller & Söhne"), "x", frozenset(), "all"))
        assert [s.what for s in secrets.within("MU\u0308LLER & SO\u0308HNE")] == ["x"]


class TestHidingPlaces:
    """Every byte that a client would get."""

    @pytest.mark.parametrize(
        "page",
        [
            "<!-- Bramley Bank -->",
            '<p title="Bramley Bank">x</p>',
            '<script type=\'application/json\'>{"n": "Bramley Bank"}</script>',
            "<style>.bramley-bank{}</style>",
            "<p hidden>Bramley <b>Bank</b></p>".replace("<b>", "").replace("</b>", ""),
        ],
    )
    def test_html(self, found, page):
        assert found(page) == ["clients.name of C002"]

    @pytest.mark.parametrize("place", ["title", "attachment", "attachment name", "metadata", "outline", "alt", "page"])
    def test_pdf(self, book, tmp_path, place):
        path = tmp_path / "r.pdf"
        pdf_with("Bramley Bank", place).save(
            path, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        assert [leak.secret.what for leak in Audit(book).leaks("C001", [path])] == ["clients.name of C002"]

    @pytest.mark.parametrize(("drawn", "found"), [("1 0 0 1 12345.67 54321.5 Tm", 0), ("(12345.67) Tj", 1)])
    def test_where_a_pen_goes_in_a_pdf_is_no_amount_and_what_it_writes_is(self, book, tmp_path, drawn, found):
        pdf = pdf_with("x", "page")
        moves = "1 0 0 1 12345.67 20 cm\n" * 5
        pdf.pages[0].Contents = pdf.make_stream(f"{moves}BT /F1 12 Tf\n{drawn}\nET".encode())
        pdf.save(tmp_path / "r.pdf")
        assert len(Audit(book).leaks("C001", [tmp_path / "r.pdf"])) == found

    @pytest.mark.parametrize("place", ["cell", "hidden sheet", "sheet name", "property", "comment", "defined name"])
    def test_xlsx(self, book, tmp_path, place):
        path = tmp_path / "r.xlsx"
        workbook_with("Bramley Bank", place).save(path)
        assert {leak.secret.what for leak in Audit(book).leaks("C001", [path])} == {"clients.name of C002"}

    def test_another_kind_of_file_is_not_for_sending(self, tmp_path):
        (tmp_path / "r.ipynb").write_text("{}")
        with pytest.raises(PublishError, match=r"r\.ipynb: \.ipynb: only \.pdf, \.html, \.xlsx are for sending"):
            list(texts_in(tmp_path / "r.ipynb"))


def pdf_with(text, place):
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    if place == "title":
        pdf.docinfo["/Title"] = text
    elif place == "attachment":
        pdf.attachments["a.json"] = pikepdf.AttachedFileSpec(pdf, text.encode())
    elif place == "attachment name":
        pdf.attachments[f"{text}.json"] = pikepdf.AttachedFileSpec(pdf, b"x")
    elif place == "metadata":
        with pdf.open_metadata() as meta:
            meta["dc:description"] = text
    elif place == "outline":
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(text, 0))
    elif place == "alt":
        page.obj["/Note"] = pikepdf.Dictionary(Alt=pikepdf.String("Über " + text))
    else:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 50 50 Td ({text}) Tj ET".encode())
    return pdf


def workbook_with(text, place):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = text if place == "cell" else "x"
    if place == "hidden sheet":
        hidden = book.create_sheet("h")
        hidden["A1"], hidden.sheet_state = text, "veryHidden"
    elif place == "sheet name":
        sheet.title = text
    elif place == "property":
        book.properties.creator = text
    elif place == "comment":
        sheet["A1"].comment = openpyxl.comments.Comment(text, "a")
    elif place == "defined name":
        book.defined_names["x"] = openpyxl.workbook.defined_name.DefinedName("x", comment=text, attr_text="Sheet!$A$1")
    return book


class TestFolder:
    """A quarter's folder, from the command line."""

    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "2026Q3"
        page = folder / "client" / "C001" / "C001-2026Q3-review.html"
        page.parent.mkdir(parents=True)
        page.write_text("Aldermoor Foods")
        entry = {"client_id": "C001", "edition": "client", "files": {page.relative_to(folder).as_posix(): "0" * 64}}
        inside = {"client_id": "C001", "edition": "internal", "files": {"internal/C001/a.html": "0" * 64}}
        (folder / "run.json").write_text(json.dumps({"reports": [entry, inside]}))
        return folder

    def run(self, book, folder):
        return CliRunner().invoke(main, ["audit", str(folder), "--config", str(book.config.root / "acctlib.yml")])

    def test_clean_files_are_said_to_be_clean(self, book, folder):
        said = self.run(book, folder)
        assert said.exit_code == 0
        assert "1 file of 1 client: nothing in it that is not for that client" in said.output

    def test_a_finding_names_file_words_and_where_they_come_from(self, book, folder):
        (folder / "client" / "C001" / "C001-2026Q3-review.html").write_text("Bramley Bank")
        said = self.run(book, folder)
        assert said.exit_code == 1
        assert "C001-2026Q3-review.html: holds 'bramley bank', which is clients.name of C002" in said.output

    def test_a_file_that_no_run_knows_stops_it(self, book, folder):
        (folder / "client" / "C001" / "notes.pdf").write_bytes(b"")
        with pytest.raises(PublishError, match=r"notes\.pdf: no report of this run"):
            audit_folder(book, folder)

    def test_a_copy_with_a_password_is_said_to_be_unread_beside_the_pdf_that_was(self, book, folder):
        page = folder / "client" / "C001" / "C001-2026Q3-review.pdf"
        page.write_bytes(
            ReviewPDFExporter().from_notebook_node(review_sample.book(review_sample.block(review_sample.document())))[0]
        )
        lock_file(page, "secret")
        with pytest.raises(PublishError, match="no report of this run"):
            audit_folder(book, folder)
        told = json.loads((folder / "run.json").read_text())
        told["reports"][0]["files"][page.relative_to(folder).as_posix()] = "0" * 64
        (folder / "run.json").write_text(json.dumps(told))
        said = self.run(book, folder)
        assert "C001-2026Q3-review.locked.pdf: asks for a password and was not read; C001-2026Q3-review.pdf was" in (
            said.output
        )
        assert "2 files of 1 client: nothing in it" in said.output

    def test_a_folder_without_a_run_is_named(self, book, tmp_path):
        said = self.run(book, tmp_path)
        assert said.exit_code == 1
        assert "holds no run (run.json); name the folder of a quarter, like reports/2026Q3" in said.output


class TestRun:
    """At the end of every report of a batch."""

    def test_a_leak_holds_the_report_back_and_its_files_are_still_there(self, book, tmp_path):
        paths = (tmp_path / "a.html", tmp_path / "a.ipynb")
        for path in paths:
            path.write_text("Bramley Bank")
        done = Outcome("C001", "Aldermoor Foods", "client", "done", paths, ("0", "0"))
        told = audited(Audit(book), done)
        assert told.state == "held"
        assert [finding.text for finding in told.findings] == ["a.html: 'bramley bank' is clients.name of C002"]
        assert told.files == paths
        assert all(path.exists() for path in paths)

    def test_a_clean_report_and_an_internal_one_stay_as_they_are(self, book, tmp_path):
        path = tmp_path / "a.html"
        path.write_text("Bramley Bank")
        inside = Outcome("C001", "Aldermoor Foods", "internal", "done", (path,), ("0",))
        own = Outcome("C002", "Bramley Bank", "client", "done", (path,), ("0",))
        assert audited(Audit(book), inside) is inside
        assert audited(Audit(book), own) is own
        assert path.exists()
