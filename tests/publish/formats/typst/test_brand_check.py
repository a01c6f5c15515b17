"""What is wrong with a brand is said once, before anything is rendered."""

import pytest

from acctlib.errors import ConfigError, PublishError
from acctlib.publish.formats.typst.brand_check import check_brand
from acctlib.publish.run.plan import planned
from acctlib.publish.run.portfolio import PortfolioRequest, portfolio_run
from acctlib.publish.run.run import RunRequest

WRONG = {
    "color: {foreground: nope}": (ConfigError, "neither a colour like"),
    "colour: {}": (ConfigError, "colour"),
    "logo: missing.svg": (PublishError, r"the logo missing\.svg is no PNG"),
    "typography: {base: {family: Nowhere Sans}}": (PublishError, "the font 'Nowhere Sans' is not installed"),
}


@pytest.fixture
def book_with(demo_book, tmp_path, monkeypatch):
    """The demonstration book, its firm's brand file holding a text."""

    def write(said):
        (tmp_path / "brand.yml").write_text(said, encoding="utf-8")
        monkeypatch.setattr(demo_book, "config", demo_book.config.model_copy(update={"brand": tmp_path / "brand.yml"}))
        return demo_book

    return write


@pytest.mark.parametrize("said", WRONG)
def test_a_brand_that_nothing_can_be_drawn_with_stops_a_run_before_it_begins(book_with, tmp_path, said):
    error, match = WRONG[said]
    with pytest.raises(error, match=match):
        planned(book_with(said), RunRequest(out=tmp_path / "reports"))
    with pytest.raises(error, match=match):
        portfolio_run(book_with(said), PortfolioRequest(out=tmp_path / "reports"))
    assert not (tmp_path / "reports").exists()


def test_the_font_of_reports_that_a_cluster_renders_may_be_missing_here(book_with):
    book = book_with("typography: {base: {family: Nowhere Sans}}")
    check_brand(book.config, fonts=False)


def test_the_kits_own_brand_needs_no_look_at_fonts(demo_book, monkeypatch):
    monkeypatch.setattr("acctlib.publish.formats.typst.fonts.faces_for", lambda _: pytest.fail("fonts were looked at"))
    check_brand(demo_book.config)
