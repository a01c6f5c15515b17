"""The typeface inside of a page: the letters of European scripts, the same bytes each time, nothing to fetch."""

import io
import re
from base64 import b64decode

from fontTools.ttLib import TTFont

from acctlib.display.brand.brand import load_brand
from acctlib.publish.formats.html.webfonts import WEIGHTS, font_faces
from acctlib.publish.formats.typst.fonts import faces_for


def test_each_weight_draws_european_letters_money_and_states_and_no_others():
    css = font_faces(faces_for(load_brand()))
    found = re.findall(r"font-weight:(\d+).*?base64,([A-Za-z0-9+/=]+)\) format\('woff'\)", css)
    assert [int(weight) for weight, _ in found] == list(WEIGHTS)
    for _, coded in found:
        font = TTFont(io.BytesIO(b64decode(coded)))
        letters = {chr(code) for code in font.getBestCmap()}
        assert set("Aé ŁőΩж€−–…") <= letters
        assert not letters & set("שم漢")
        assert len(b64decode(coded)) < 60_000
        widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
        assert len(widths) == 1  # digits stand under each other


def test_the_same_font_gives_the_same_bytes():
    faces = faces_for(load_brand())
    first = font_faces(faces)
    font_faces.cache_clear()
    assert font_faces(faces) == first
