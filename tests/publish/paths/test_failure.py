"""A failure names notebook, cell, section and error as its author would look for them."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from acctlib.errors import PublishError
from acctlib.publish.paths.failure import authored_number, failure_in, failure_of, section_above

CELLS = [
    new_markdown_cell("# Review"),
    new_code_cell("client = ''", metadata={"tags": ["parameters"]}),
    new_markdown_cell("## Growth of *C#* ##\nwords\n```\n# no heading\n```\n#no heading either"),
    new_code_cell("1"),
    new_markdown_cell("words alone"),
    new_code_cell("2"),
]


# By hand: papermill puts one cell at index 2, so authored cell 3 has index 3 in the executed notebook.
@pytest.mark.parametrize(("index", "number"), [(0, 1), (1, 2), (2, 2), (3, 3), (6, 6)])
def test_cells_are_counted_as_their_author_counts_them(index, number):
    assert authored_number(CELLS, index) == number


def test_without_a_parameters_cell_nothing_is_put_in():
    assert authored_number([new_code_cell("1"), new_code_cell("2")], 1) == 2


@pytest.mark.parametrize(("number", "heading"), [(2, "Review"), (4, "Growth of *C#*"), (6, "Growth of *C#*")])
def test_the_section_is_the_nearest_heading_above(number, heading):
    assert section_above(CELLS, number) == heading


def test_a_notebook_without_headings_has_no_section():
    assert section_above([new_code_cell("1")], 1) == ""
    assert failure_in("n.ipynb", "E: x", [new_code_cell("1")], 0, "E").text == "n.ipynb, cell 1: E: x"


def test_an_error_is_one_line_without_colours_and_not_endless():
    failure = failure_in("n.ipynb", "\x1b[31mE\x1b[0m:\n  much " + "x" * 1000, CELLS, 6, "E")
    assert failure.error.startswith("E: much xxx")
    assert failure.error.endswith("x …")
    assert len(failure.text) < 500


def test_our_own_errors_speak_for_themselves_and_others_are_named():
    assert failure_of(PublishError("no look"), "n.ipynb").text == "n.ipynb: no look"
    assert failure_of(KeyError("x"), "n.ipynb").text == "n.ipynb: KeyError: 'x'"
