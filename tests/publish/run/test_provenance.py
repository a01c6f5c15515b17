"""What makes a report out of date, and what does not."""

import pytest

from acctlib import load_config, open_book
from acctlib.config import Target, kit_folder
from acctlib.publish.run import provenance
from acctlib.publish.run.request import RunRequest


@pytest.fixture(scope="module")
def opened(demo_book):
    """A function: digests of the demonstration book with some settings changed."""

    def digests(order=None, **settings):
        config = load_config(demo_book.config.root / "acctlib.yml").model_copy(update=settings)
        with open_book(config) as book:
            return provenance.of_all(book, order or RunRequest())

    return digests


def changed(before, after):
    return {
        edition: [name for name in before[edition] if before[edition][name] != after[edition][name]]
        for edition in before
    }


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"firm": "Other"}, "config"),
        ({"targets": {"nps": Target(target=10)}}, "config"),
        ({"locale": "de_DE"}, "config"),
    ],
)
def test_a_setting_that_can_show_on_a_page_counts(opened, settings, part):
    assert changed(opened(), opened(**settings)) == {"client": [part], "internal": [part]}


def test_formats_count_and_their_order_does_not(opened):
    both = opened(RunRequest(formats=("pdf", "html")))
    assert both == opened(RunRequest(formats=("html", "pdf")))
    assert changed(both, opened(RunRequest(formats=("html",)))) == {"client": ["formats"], "internal": ["formats"]}


def test_where_things_lie_does_not_count(opened, tmp_path):
    for name in ("notebooks", "templates"):
        (tmp_path / name).mkdir()
        for file in kit_folder(name).rglob("*"):
            if file.is_file():
                copy = tmp_path / name / file.relative_to(kit_folder(name))
                copy.parent.mkdir(exist_ok=True)
                copy.write_bytes(file.read_bytes())
    moved = opened(notebooks=tmp_path / "notebooks", out=tmp_path / "out", book=tmp_path / "b.duckdb")
    assert changed(opened(), moved) == {"client": [], "internal": []}
    (tmp_path / "notebooks" / "client_review.ipynb").write_text("{}")
    other = opened(notebooks=tmp_path / "notebooks")
    assert changed(opened(), other) == {"client": ["notebook"], "internal": []}


def test_the_look_counts_down_to_the_logo(opened, tmp_path):
    brand = tmp_path / "brand.yml"
    brand.write_text("meta:\n  name: Ours\nlogo: logo.svg\n")
    (tmp_path / "logo.svg").write_text("<svg/>")
    before = opened(brand=brand)
    assert changed(opened(), before) == {"client": ["templates"], "internal": ["templates"]}
    (tmp_path / "logo.svg").write_text("<svg id='new'/>")
    assert changed(before, opened(brand=brand)) == {"client": ["templates"], "internal": ["templates"]}


def test_a_folder_is_its_names_and_contents(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a").write_text("1")
    before = provenance.folder_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    (tmp_path / ".hidden").write_text("an editor's")
    assert provenance.folder_digest(tmp_path) == before
    (tmp_path / "inner" / "a").rename(tmp_path / "inner" / "b")
    renamed = provenance.folder_digest(tmp_path)
    (tmp_path / "inner" / "b").write_text("2")
    assert len({before, renamed, provenance.folder_digest(tmp_path)}) == 3


def test_the_versions_are_of_what_draws_and_counts_and_not_of_tools(opened):
    named = provenance.versions()
    assert {"acctlib", "python", "pandas", "matplotlib", "typst", "duckdb"} <= set(named)
    assert not {"ruff", "mypy", "pytest", "distributed"} & set(named)
