import pandas as pd
import pytest

from acctlib.publish.pages.dataframe_html import frame_table


def texts(payload: dict) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in payload["rows"]]


def heads(payload: dict) -> list[tuple[str, str]]:
    return [(column["name"], column["align"]) for column in payload["columns"]]


def test_numbers_stand_right_and_the_index_is_muted():
    frame = pd.DataFrame({"client": ["A & <B>", "C"], "fees": [1.5, -2.0], "won": [True, False]})
    payload = frame_table(frame.to_html())
    assert heads(payload) == [("", "left"), ("client", "left"), ("fees", "right"), ("won", "left")]
    assert texts(payload) == [["0", "A & <B>", "1.5", "True"], ["1", "C", "-2.0", "False"]]
    assert [cell["muted"] for cell in payload["rows"][0]] == [True, False, False, False]


@pytest.mark.parametrize(
    "text", ["1,234.50", "-3", "−3.1", "12 %", "€ 1.2M", "(40.00)", "EUR 7", "1e-05", "€412k", "+4"]
)
def test_a_formatted_number_is_a_number(text):
    payload = frame_table(pd.DataFrame({"x": [text, "NaN"]}).to_html(index=False))
    assert heads(payload) == [("x", "right")]


@pytest.mark.parametrize("text", ["2026-01-31", "31/01/2026", "A12", "12 months", "Q3 2026", "", "NaN"])
def test_a_date_or_a_code_is_none(text):
    payload = frame_table(pd.DataFrame({"x": [text]}).to_html(index=False))
    assert heads(payload) == [("x", "left")]


def test_levels_of_heads_and_of_the_index_are_flattened():
    frame = pd.DataFrame(
        [[1, 2], [3, 4], [5, 6]],
        index=pd.MultiIndex.from_tuples([("N", "a"), ("N", "b"), ("S", "a")], names=["region", "team"]),
        columns=pd.MultiIndex.from_tuples([("fees", "Q2"), ("fees", "Q3")]),
    )
    payload = frame_table(frame.to_html())
    assert [name for name, _ in heads(payload)] == ["region", "team", "fees · Q2", "fees · Q3"]
    assert texts(payload) == [["N", "a", "1", "2"], ["", "b", "3", "4"], ["S", "a", "5", "6"]]


def test_a_shortened_frame_says_so_in_its_caption():
    with pd.option_context("display.max_rows", 4):
        payload = frame_table(pd.DataFrame({"x": range(100)})._repr_html_())
    assert payload["caption"] == "100 rows × 1 columns"
    assert len(payload["rows"]) == 5


def test_a_styler_is_a_table_with_its_caption():
    style = pd.DataFrame({"fees": [1234.5]}).style.format("{:,.1f}").set_caption("In EUR").hide(axis="index")
    payload = frame_table(style.to_html())
    assert (heads(payload), texts(payload), payload["caption"]) == ([("fees", "right")], [["1,234.5"]], "In EUR")


def test_an_empty_frame_has_heads_and_no_rows():
    payload = frame_table(pd.DataFrame({"a": [], "b": []}).to_html())
    assert ([name for name, _ in heads(payload)], payload["rows"]) == (["", "a", "b"], [])


@pytest.mark.parametrize(
    "source",
    [
        "<b>bold</b>",
        "<div>before</div><table><tr><td>1</td></tr></table>",
        "<table><tr><td><img src='x'></td></tr></table>",
        "<table><tr><td>1</td></tr></table><script>x()</script>",
        "<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
        "",
    ],
)
def test_other_html_is_no_frame(source):
    assert frame_table(source) is None
