import math

import pytest

from acctlib.display.text_safety import readable_data, strip_unprintable


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F, 0x85 + 1, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xFFFE])
def test_what_cannot_be_seen_is_taken_out(code):
    assert strip_unprintable(f"Alder{chr(code)}moor") == "Aldermoor"


@pytest.mark.parametrize("text", ["تجارة\u200f", "e\u0301", "👩\u200d🔧", "a\tb\nc", "soft\u00adhyphen"])
def test_what_shapes_a_text_stays(text):
    assert strip_unprintable(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_line_feed(end):
    assert strip_unprintable(f"a{end}b") == "a\nb"


def test_half_a_surrogate_pair_is_shown_as_lost():
    assert strip_unprintable("M\ud800ller") == "M\ufffdller"


def test_data_is_cleaned_to_its_leaves_and_not_changed_itself():
    data = {"a": ["x\x00", {"b": math.nan}], "c": (1, True, None)}
    assert readable_data(data) == {"a": ["x", {"b": None}], "c": [1, True, None]}
    assert data["a"][0] == "x\x00"
