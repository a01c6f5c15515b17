import pytest

from acctlib.display.brand import Brand
from acctlib.errors import PublishError
from acctlib.publish.fonts import faces_for


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


@pytest.mark.parametrize("text", ["plain", "Žižek, Ελλάδα, Україна", "شركة الأفق", "▲▼ ☑☐ … – − €", "e\u0301"])
def test_what_the_fonts_have_is_not_missing(faces, text):
    assert faces.missing(text) == []


@pytest.mark.parametrize("mark", ["\u200d", "\u200f", "\u00ad", "\ufe0f", "\u2060", "\u202f", "\u00a0"])
def test_a_character_that_only_shapes_others_needs_no_glyph(faces, mark):
    assert faces.missing(f"a{mark}b") == []


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
