import unicodedata

import pytest

from acctlib.display.brand.brand import Brand
from acctlib.errors import PublishError
from acctlib.publish.checks.read_back import READERS
from acctlib.publish.formats.exporters import ReviewPDFExporter
from acctlib.publish.formats.typst.fonts import faces_for
from tests.publish.review_sample import block, book, document, text


@pytest.fixture(scope="module")
def faces():
    return faces_for(Brand())


def test_the_brands_font_comes_first_and_a_missing_fallback_is_passed_over():
    assert faces_for(Brand(fallback=("No Such Face", "Noto Sans Arabic"))).families == (
        "Source Sans Pro",
        "Noto Sans Arabic",
    )


def test_fonts_are_found_once_a_process(faces):
    assert faces_for(Brand()) is faces
    assert faces_for(Brand(name="Other")).fonts is faces.fonts


@pytest.mark.parametrize(
    "text", ["plain", "Žižek, Ελλάδα, Україна", "شركة الأفق", "חברת אופק", "Ӓсир Ϡ", "▲▼ ☑☐ … – − €", "e\u0301"]
)
def test_what_the_fonts_have_is_not_missing(faces, text):
    assert faces.missing(text) == []


@pytest.mark.parametrize("mark", ["\u200d", "\u200f", "\u00ad", "\ufe0f", "\u2060", "\u202f", "\u00a0"])
def test_a_character_that_only_shapes_others_needs_no_glyph(faces, mark):
    assert faces.missing(f"a{mark}b") == []


def test_a_letter_that_was_lost_is_missing_though_a_font_draws_its_stand_in(faces):
    assert "DejaVu Sans" in faces.families
    assert faces.missing("Ma\ufffder") == ["\ufffd"]


def test_missing_characters_are_named_with_the_words_around_them(faces):
    long = "a " * 100 + "Mr ༺ Ford" + " b" * 100
    with pytest.raises(
        PublishError, match=r"no font has ༺ \(U\+0F3A .*\), found in 'a .*Mr ༺ Ford b.*acctlib\[cjk\]"
    ) as failure:
        faces.check(["fine", long])
    assert len(str(failure.value)) < 400


def test_a_font_that_is_nowhere_is_an_error():
    with pytest.raises(PublishError, match="brand: the font 'No Such Face' is not installed"):
        faces_for(Brand(font="No Such Face"))


# A name in each script, and a word of its own for the page it stands on.
NAMES = {
    "Arabic": "شركة النخيل للتجارة",
    "Persian": "شرکت پارس گستر",
    "Hebrew": "חברת אופק בע״מ",
    "Greek": "Ελληνική Τράπεζα ΑΕ",
    "Cyrillic": "Українська компанія «Джерело»",
    "Chinese": "東方貿易有限公司",
    "Japanese": "株式会社オリオン 東京",
    "Korean": "한국전자 주식회사",
}


def letters(said: str) -> str:
    """Without blanks, of which a reader of PDFs guesses some from distances."""
    return "".join(unicodedata.normalize("NFKC", said).split())


@pytest.mark.parametrize(("script", "name"), NAMES.items())
def test_a_name_in_any_script_can_be_searched_for_in_the_pdf(tmp_path, script, name):
    """Typst's warnings are errors, a letter without a glyph is one, and PDFium reads the name letter by letter."""
    if script in ("Chinese", "Japanese", "Korean") and "Noto Sans CJK TC" not in faces_for(Brand()).families:
        pytest.skip("acctlib[cjk] is not installed")
    prose = text(f"## {script}\n\nFor {name}, a **{name}**.\n\n| Client |\n|---|\n| {name} |")
    path = tmp_path / "page.pdf"
    path.write_bytes(ReviewPDFExporter().from_notebook_node(book(block(document()), prose))[0])
    assert letters(READERS["pdf"](path).text).count(letters(name)) == 3
