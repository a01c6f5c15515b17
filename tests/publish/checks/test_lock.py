"""A locked copy opens with its password alone, says that it is no PDF/A, and leaves the file it was made of alone."""

import json

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from acctlib.cli import main
from acctlib.errors import PublishError
from acctlib.publish.checks.lock import LONGEST, VARIABLE, lock_file, password
from acctlib.publish.formats.exporters import ReviewPDFExporter
from tests.publish.review_sample import FACTS, block, book, document, text

SECRET = "grün 7"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("reports") / "C001-2026Q3-review.pdf"
    path.write_bytes(ReviewPDFExporter().from_notebook_node(book(block(document()), text("Some words.")))[0])
    return path


@pytest.fixture(scope="module")
def locked(report):
    lock_file(report, SECRET)
    return report.with_name("C001-2026Q3-review.locked.pdf")


def test_it_opens_with_the_password_and_with_no_other(locked):
    for wrong in ("", "grun 7"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(locked, password=wrong)
    with pikepdf.open(locked, password=SECRET) as pdf:
        assert (pdf.encryption.R, pdf.encryption.V) == (6, 5)
        assert {str(pdf.encryption.stream_method), str(pdf.encryption.file_method)} == {"EncryptionMethod.aesv3"}
        assert pdf.allow.accessibility
        assert json.loads(pdf.attachments["facts.json"].get_file().read_bytes())["facts"] == list(FACTS)


def test_another_reader_opens_it_and_reads_the_words(locked):
    pdf = pypdfium2.PdfDocument(locked, password=SECRET)
    assert "Some words." in pdf[0].get_textpage().get_text_bounded()
    pdf.close()


def test_nothing_of_it_can_be_read_without(report, locked):
    assert b"Aldermoor" in report.read_bytes()
    for word in (b"Aldermoor", b"facts.json", b"Northgate", "Aldermoor".encode("utf-16-be")):
        assert word not in locked.read_bytes()


def test_it_claims_accessibility_and_no_archive_format(report, locked):
    with pikepdf.open(locked, password=SECRET) as pdf, pdf.open_metadata() as meta:
        assert "pdfaid:part" not in meta
        assert "pdfaid:conformance" not in meta
        assert meta["pdfuaid:part"] == "1"
        assert "/StructTreeRoot" in pdf.Root
    with pikepdf.open(report) as pdf, pdf.open_metadata() as meta:
        assert meta["pdfaid:part"] == "3"


def test_the_file_that_was_given_stays_as_it_is(report):
    before = report.read_bytes()
    lock_file(report, SECRET)
    assert report.read_bytes() == before


def test_what_cannot_be_locked_is_told_by_name(tmp_path, locked):
    (tmp_path / "words.pdf").write_text("words")
    for path, said in [(tmp_path / "no.pdf", "there is no file"), (tmp_path / "words.pdf", "words.pdf is not a PDF"),
                       (tmp_path, "cannot be read"), (locked, "is already password-protected")]:  # fmt: skip
        with pytest.raises(PublishError, match=said):
            lock_file(path, SECRET)


def test_a_password_of_the_environment_is_not_asked_for(monkeypatch):
    monkeypatch.setenv(VARIABLE, "from there")
    assert password(lambda ask: pytest.fail("it was asked for")) == "from there"


@pytest.mark.parametrize("said", ["", "x" * (LONGEST + 1), "é" * 64])
def test_an_empty_or_too_long_password_is_refused(monkeypatch, said):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(PublishError, match="1 to 127 bytes"):
        password(lambda ask: said)


def test_a_password_is_the_same_however_its_letters_were_typed(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert password(lambda ask: "gru\u0308n") == password(lambda ask: "grün")


def test_the_command_says_what_it_is_now_and_never_the_password(report, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    done = CliRunner().invoke(main, ["lock", str(report)], input="secret\nsecret\n")
    assert done.exit_code == 0, done.output
    assert "no longer PDF/A" in done.output
    assert "secret" not in done.output
    assert not [option for option in main.commands["lock"].params if option.param_type_name == "option"]
