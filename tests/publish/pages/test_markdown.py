import pytest

from acctlib.errors import PublishError
from acctlib.publish.pages.markdown import Outline, markdown_nodes, plain


def levels(source: str) -> list[int]:
    return [node["level"] for node in markdown_nodes(source) if node["t"] == "heading"]


def inner(source: str) -> list[dict]:
    (paragraph,) = markdown_nodes(source)
    return paragraph["inner"]


def test_the_first_two_levels_are_sections_below_the_title():
    assert levels("# a\n## b\n### c\n") == [2, 2, 3]


def test_a_skipped_level_is_closed_up():
    assert levels("## a\n#### b\n###### c\n# d\n") == [2, 3, 4, 2]


def test_the_outline_runs_on_over_cells():
    outline = Outline()
    markdown_nodes("## Growth of *fees*", outline)
    assert (outline.level, outline.title) == (2, "Growth of fees")
    assert markdown_nodes("##### x", outline)[0]["level"] == 3


@pytest.mark.parametrize("url", ["https://a.b/c?d=1&e=2", "http://a.b", "mailto:a@b.c"])
def test_a_link_to_the_web_or_to_mail_is_a_link(url):
    assert inner(f"[x]({url})") == [{"t": "link", "url": url, "inner": [{"t": "text", "text": "x"}]}]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "report.pdf", "#top"])
def test_any_other_link_is_its_text(url):
    assert inner(f"[x]({url})") == [{"t": "text", "text": "x"}]


@pytest.mark.parametrize("url", ["https://a.b/c.png", "chart.png", "attachment:c.png"])
def test_an_image_is_refused_by_its_address(url):
    with pytest.raises(PublishError, match=f"image '{url}'.*output of a code cell"):
        markdown_nodes(f"text ![alt]({url})")


def test_html_is_the_text_that_was_typed():
    assert plain(inner("a <b onclick='x()'>c</b>")) == "a <b onclick='x()'>c</b>"
    assert plain(inner("<div>x</div>")) == "<div>x</div>"


def test_a_comment_is_left_out_and_br_breaks_the_line():
    assert markdown_nodes("<!-- not for clients -->") == []
    assert inner("a<!-- b --><br>c") == [{"t": "text", "text": "a"}, {"t": "break"}, {"t": "text", "text": "c"}]


def test_entities_are_their_characters():
    assert plain(inner("R&amp;D")) == "R&D"


def test_an_entity_has_its_semicolon_and_a_length_that_commonmark_knows():
    assert plain(inner("AT&copy Ltd, R&not; &#87654321; &copy;")) == "AT&copy Ltd, R¬ &#87654321; ©"


@pytest.mark.parametrize("source", ["#", "## ", "# <!-- x -->", "# &nbsp;"])
def test_a_heading_without_a_word_is_left_out(source):
    outline = Outline(level=2, title="Growth")
    assert markdown_nodes(source, outline) == []
    assert (outline.level, outline.title) == (2, "Growth")


def test_characters_of_other_languages_of_markup_are_text():
    said = "#let $x$ @ref ~ <label> {{ j }} {% raw %} \\u{41}"
    assert plain(inner(said)) == said


def test_a_task_has_its_box_as_first_character():
    (tasks,) = markdown_nodes("- [x] done\n- [ ] open\n- plain")
    assert [plain(item[0]["inner"]) for item in tasks["items"]] == ["☑ done", "☐ open", "plain"]


def test_a_list_keeps_its_numbers_and_its_inner_lists():
    (numbers,) = markdown_nodes("3. a\n4. b\n    - c\n")
    assert (numbers["ordered"], numbers["start"]) == (True, 3)
    assert numbers["items"][1][1]["t"] == "list"


def test_a_table_keeps_sides_texts_and_emphasis():
    (table,) = markdown_nodes("| a | b |\n|:--|--:|\n| x | **1** |")
    assert [(column["name"], column["align"]) for column in table["columns"]] == [("a", "left"), ("b", "right")]
    assert table["rows"][0][1]["text"] == "1"
    assert table["rows"][0][1]["nodes"][0]["t"] == "strong"


def test_code_keeps_its_spaces():
    assert markdown_nodes("```python\na  =  1\n```") == [{"t": "code", "text": "a  =  1"}]
