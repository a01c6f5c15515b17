"""A second run into the same folder: what is old goes or says so, what others made stays."""

import json
from dataclasses import replace

import nbformat
import pytest

from acctlib import load_config, open_book
from acctlib.publish.run.run import RunRequest, review_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rerun")


@pytest.fixture(scope="module")
def order(folder):
    return RunRequest(editions=("client",), clients=("C001", "C002"), formats=("pdf", "html"), out=folder / "out")


@pytest.fixture(scope="module")
def first(demo_book, order):
    return review_run(demo_book, order)


def failing(book, folder):
    """The book's configuration with a client notebook that fails at its end."""
    notebooks = folder / "notebooks"
    notebooks.mkdir(exist_ok=True)
    nb = nbformat.read(book.config.notebook("client_review.ipynb"), 4)
    nb.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(nb, notebooks / "client_review.ipynb")
    return load_config(book.config.root / "acctlib.yml").model_copy(update={"notebooks": notebooks})


def test_one_client_again_leaves_the_others_in_the_index(demo_book, order, first):
    again = review_run(demo_book, replace(order, clients=("C002",), fresh=True))
    assert [o.client_id for o in again.outcomes] == ["C002"]
    reports = json.loads(again.report_paths.manifest.read_text())["reports"]
    assert [(r["client_id"], r["state"]) for r in reports] == [("C001", "done"), ("C002", "done")]
    html = again.report_paths.index.read_text(encoding="utf-8")
    assert "C001-2026Q3-review.pdf" in html
    assert "from an earlier data load" not in html


def test_a_client_named_twice_is_rendered_once(demo_book, order):
    assert len(review_run(demo_book, replace(order, clients=("C001", "C001"), fresh=True)).outcomes) == 1


def test_a_format_that_is_no_longer_asked_for_does_not_stay_beside_the_new_one(demo_book, order, first):
    one = replace(order, clients=("C001",), formats=("html",))
    report_paths = review_run(demo_book, one).report_paths
    assert report_paths.report("C001", "client", "html").exists()
    assert not report_paths.report("C001", "client", "pdf").exists()


def test_what_fails_now_leaves_no_older_report_that_could_be_sent(demo_book, order, first, folder):
    assert first.report_paths.report("C002", "client", "pdf").exists()
    with open_book(failing(demo_book, folder)) as book:
        again = review_run(book, replace(order, clients=("C002",)))
    assert not again.ok
    assert not list(first.report_paths.folder.rglob("C002*"))
    assert list(first.report_paths.folder.rglob("C001*.html"))
