import pytest

from acctlib.errors import PublishError
from acctlib.publish.pages.images import chart_of_image
from tests.publish.review_sample import picture, svg


def test_a_figure_keeps_its_size_in_the_notebook():
    assert chart_of_image("image/png", picture(size=(314, 100)), "x")["width"] == pytest.approx(
        314 / 96 / 6.54, abs=1e-3
    )
    assert chart_of_image("image/svg+xml", svg(), "x")["width"] == pytest.approx(300 / 72 / 6.54, abs=1e-3)


def test_a_figure_is_never_wider_or_higher_than_a_page():
    assert chart_of_image("image/png", picture(size=(3000, 100)), "x")["width"] == 1
    tall = chart_of_image("image/png", picture(size=(600, 6000)), "x")["width"]
    assert tall * 6.54 * 10 <= 8.21


def test_a_size_that_says_nothing_fills_the_width():
    assert chart_of_image("image/svg+xml", '<svg width="100%" viewBox="0 0 4 3"></svg>', "x")["width"] == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<g onload="x()"/>',
        '<a xlink:href="javascript:x()"/>',
        '<image href="https://a.b/c.png"/>',
        '<image href="/etc/passwd"/>',
        "<style>@font-face{src:url(https://a.b/c.woff)}</style>",
        "<style>@import 'https://a.b/c.css';</style>",
        "<style><![CDATA[</style><script>x()</script>]]></style>",
        "<title><![CDATA[><script>x()</script>]]></title>",
        "<!-- > <script>x()</script> -->",
        '<animate attributeName="href" values="javascript:x()"/>',
        '<set attributeName="onload" to="x" onbegin="x()"/>',
        "<rect fill=\"url('https://a.b/c.svg#d')\"/>",
        '<use href=" https://a.b/c.svg#d"/>',
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside):
    with pytest.raises(PublishError, match="scripts or external references"):
        chart_of_image("image/svg+xml", f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>', "x")


@pytest.mark.parametrize("inside", ["<g/onload=x()>", "<image href=https://a.b/c.png>", "<g>", "</svg><p>", "&x;"])
def test_an_svg_that_browsers_would_mend_is_refused(inside):
    with pytest.raises(PublishError, match="is not well-formed"):
        chart_of_image("image/svg+xml", f"<svg>{inside}</svg>", "x")


@pytest.mark.parametrize(
    "said", [' onload="x()"', "javascript:x()", "url(https://a.b)", 'href="/etc/passwd"', "@import"]
)
def test_a_text_in_an_svg_says_what_it_likes(said):
    assert said in chart_of_image("image/svg+xml", f"<svg><text>{said}</text></svg>", "x")["svg"]


def test_an_image_that_cannot_be_read_is_refused():
    with pytest.raises(PublishError, match="image/png output holds no readable image"):
        chart_of_image("image/png", "bm90IGFuIGltYWdl", "x")
