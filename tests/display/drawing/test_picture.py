"""Drawings in JupyterLab: pictures with their own letters, which stay where a notebook is not trusted."""

import io
import re
from base64 import b64decode
from xml.etree import ElementTree

import pandas as pd
from fontTools.ttLib import TTFont

from acctlib.display import Formatter, load_brand
from acctlib.display.blocks.block import block_html, notebook_html
from acctlib.display.blocks.layout import Columns, Group, LayoutColumn
from acctlib.display.blocks.text_blocks import Note
from acctlib.display.charts import targets
from acctlib.display.drawing.picture import picture_url

AIMS = pd.DataFrame(
    {"name": ["Žižek & <b>", "شركة"], "progress": [0.2, 0.9], "pace": [0.5, 0.5], "behind": [True, False]}
)
CHART = targets(AIMS, Formatter(), load_brand(), "c")
START = "data:image/svg+xml;base64,"


def inside(url):
    assert url.startswith(START)
    return b64decode(url.removeprefix(START)).decode()


def fonts_in(svg):
    """weight -> font of the faces inside."""
    faces = re.findall(r"font-family:'Source Sans Pro';font-weight:(\d+);src:url\(data:font/ttf;base64,([^)]+)", svg)
    return {int(weight): TTFont(io.BytesIO(b64decode(data))) for weight, data in faces}


def test_a_picture_is_whole_xml_and_the_same_each_time():
    url = picture_url(CHART.svg)
    ElementTree.fromstring(inside(url))
    assert url == picture_url(CHART.svg)


def test_it_brings_the_letters_that_it_shows_and_no_others():
    (font,) = fonts_in(inside(picture_url(CHART.svg))).values()
    there = set(font.getBestCmap())
    assert {ord(letter) for letter in "Žižek&<>b20%start"} <= there
    assert ord("q") not in there
    assert ord("ش") not in there  # Source Sans has no Arabic


def test_a_weight_that_it_shows_comes_too():
    strong = CHART.svg.replace('style="', 'style="font-weight: 700; ', 1)
    assert set(fonts_in(inside(picture_url(strong)))) == {400, 700}


def test_a_family_that_the_kit_does_not_bring_is_the_readers():
    foreign = '<svg xmlns="http://www.w3.org/2000/svg"><text style="font-family: \'Comic Neue\'">a</text></svg>'
    assert "@font-face" not in inside(picture_url(foreign))


def test_it_stands_on_white_under_everything_else():
    assert re.search(r"</style><rect [^>]*fill=\"#fff\"/>\s*<metadata>", inside(picture_url(CHART.svg)))


def test_a_drawing_without_any_text_brings_no_font():
    plain = '<svg xmlns="http://www.w3.org/2000/svg"><path style="font-family: \'Source Sans Pro\'"/></svg>'
    assert "@font-face" not in inside(picture_url(plain))


def test_notebooks_show_pictures_wherever_a_drawing_stands_and_files_show_the_drawing():
    for block in (
        CHART,
        Group((Note("n"), CHART)),
        Columns((LayoutColumn((CHART,)), LayoutColumn((Group((CHART,)),)))),
    ):
        shown = notebook_html(block.payload())
        drawings = block_html(block.payload()).count("<svg")
        assert shown.count(f'<img src="{START}') == drawings
        assert "<svg" not in shown
        assert shown.count('alt="Target bars.') == drawings


def test_the_stored_block_is_not_changed_by_showing_it():
    assert "picture" not in CHART._repr_mimebundle_()["application/vnd.acctlib.block+json"]


def test_tiles_read_apart_without_any_style():
    from acctlib.display.blocks.tiles import Tile, Tiles

    shown = block_html(Tiles((Tile("Fees", "€5k", notes=("n = 3", "target €4k")),)).payload())
    assert re.sub(r"<br>", "|", re.sub(r"<(?!br)[^>]+>", "", shown)) == "Fees €5k |n = 3|target €4k"
