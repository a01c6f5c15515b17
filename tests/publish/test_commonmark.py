"""Every example of the CommonMark specification is set as PDF/A-3a with PDF/UA-1 and as HTML, or refused by name."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from acctlib.errors import PublishError
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter
from acctlib.publish.pages.outputs import pages_of
from tests.publish.review_sample import book, text

EXAMPLES = dict(enumerate(json.loads((Path(__file__).parent / "commonmark" / "examples.json").read_text()), 1))
# Pictures from elsewhere (a link to one, references, and the chapter on images), which a review never shows.
IMAGES = {517, 520, 531, *range(572, 590), 591}
# `&#0;`, a letter that is lost, and letters in Kannada and Malayalam, for which no font is installed.
LETTERS = {26, 27}
SET = {number: source for number, source in EXAMPLES.items() if number not in IMAGES | LETTERS}


def refused(sources: dict[int, str], kind: type[ReviewPDFExporter] | type[ReviewHTMLExporter]) -> dict[int, str]:
    """The examples that fail, each with the reason: all at once, and by halves where that fails."""
    try:
        kind().from_notebook_node(book(*map(text, sources.values())))
    except Exception as error:
        if len(sources) == 1:
            return dict.fromkeys(sources, repr(error))
        numbers = sorted(sources)
        half = len(numbers) // 2
        return refused({n: sources[n] for n in numbers[:half]}, kind) | refused(
            {n: sources[n] for n in numbers[half:]}, kind
        )
    return {}


def test_all_652_examples_are_here():
    assert len(EXAMPLES) == 652
    assert EXAMPLES[62] == "# foo\n## foo\n### foo\n#### foo\n##### foo\n###### foo\n"


@pytest.mark.parametrize("kind", [ReviewPDFExporter, ReviewHTMLExporter])
def test_every_example_without_a_picture_is_set(kind):
    assert refused(SET, kind) == {}


@pytest.mark.parametrize("number", sorted(IMAGES))
def test_an_example_with_a_picture_is_refused_by_its_address(number):
    with pytest.raises(PublishError, match="cell 1: Markdown shows the image '"):
        pages_of(book(text(EXAMPLES[number])))


@pytest.mark.parametrize(("number", "letter"), [(26, "REPLACEMENT CHARACTER"), (27, "KANNADA LETTER")])
def test_an_example_with_a_letter_that_no_font_has_is_refused_by_its_name(number, letter):
    with pytest.raises(PublishError, match=f"no font has .*{letter}"):
        ReviewPDFExporter().from_notebook_node(book(text(EXAMPLES[number])))


def test_raw_html_of_an_example_never_becomes_markup():
    page, _ = ReviewHTMLExporter().from_notebook_node(book(*map(text, SET.values())))
    bare, _ = ReviewHTMLExporter().from_notebook_node(book(text("words")))
    found = {element.name for element in BeautifulSoup(page, "html.parser").find_all(True)}
    known = {element.name for element in BeautifulSoup(bare, "html.parser").find_all(True)}
    ours = {
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    }
    assert found <= known | ours


def test_bisecting_names_the_example_that_fails():
    assert list(refused({1: "fine", 2: "![x](y.png)", 3: "also fine"}, ReviewHTMLExporter)) == [2]
