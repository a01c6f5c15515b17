"""What was written for version 0.1 renders: notebooks, a configuration and a run.json as commit 4384879 had them."""

import json
import warnings
from pathlib import Path
from shutil import copy

import papermill
import pytest
from click.testing import CliRunner

from acctlib import open_review
from acctlib.book.demo import write_demo
from acctlib.book.schema.tables import TABLES
from acctlib.cli import main
from acctlib.compat import RENAMED, Alias, CompatibilityWarning, notices
from acctlib.config import Config
from acctlib.errors import NotHeldError
from acctlib.metrics.registry import DEFINITIONS
from acctlib.review.client.review import Review
from acctlib.review.portfolio.portfolio import Portfolio

HERE = Path(__file__).parent
NOTICES = {
    "acctlib.yml: as_of is now called covered_to; the old name is read until version 1.0",
    "acctlib.yml: targets: delivery_success_client is now called delivery_success; the old name is read until version 1.0",
    "promises is now called actions; the old name is read until version 1.0",
    "silent is now called nonrespondents; the old name is read until version 1.0",
    "review.growth() is internal since version 0.2, and shows nothing in the client edition",
    "acctlib.yml: sources: calls is now called renewal_forecasts; the old name is read until version 1.0",
    "acctlib.yml: policy.fewest_peers: 5 is below the minimum and read as 7",
}


def run(*arguments):
    said = CliRunner().invoke(main, [*map(str, arguments)])
    assert said.exit_code == 0, said.output
    return said


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    """A firm that has changed nothing since: its configuration, its own notebooks, its reports."""
    folder = write_demo(tmp_path_factory.mktemp("earlier") / "firm", clients=2, quarters=8)
    copy(HERE / "acctlib.yml", folder)
    (folder / "renewal_forecasts.csv").rename(folder / "calls.csv")
    for name, files in (("notebooks", HERE.glob("*.ipynb")), ("reports/2026Q3", [HERE / "run.json"])):
        (folder / name).mkdir(parents=True)
        for file in files:
            copy(file, folder / name)
    return folder


@pytest.fixture(scope="module")
def reviewed(firm):
    """What the command said that rendered both editions of a client."""
    return run("review", "C001", "--config", firm / "acctlib.yml", "--to", "html", "--workers", "1")


def test_both_editions_of_a_review_render(reviewed, firm):
    assert len(list((firm / "reports" / "2026Q3").rglob("C001-*.html"))) == 2
    assert "2 of 2 reports done" in reviewed.output


def test_each_notice_is_a_sentence_and_told_once(reviewed):
    lines = reviewed.stderr.splitlines()
    assert set(lines) >= NOTICES
    assert all(lines.count(notice) == 1 for notice in NOTICES)
    assert "Warning" not in reviewed.output


def test_an_earlier_run_is_gone_on_with(reviewed, firm):
    before = json.loads((HERE / "run.json").read_text(encoding="utf-8"))
    now = json.loads((firm / "reports" / "2026Q3" / "run.json").read_text(encoding="utf-8"))
    assert [report["state"] for report in before["reports"]] == ["failed", "done"]
    assert [report["state"] for report in now["reports"]] == ["done", "done"]


def test_a_portfolio_renders(firm):
    run("portfolio", "--firm", "--config", firm / "acctlib.yml", "--to", "html")
    assert len(list((firm / "reports" / "2026Q3").rglob("portfolio-*.html"))) == 1


@pytest.mark.filterwarnings("default::DeprecationWarning")  # seaborn's own, of pandas
def test_the_notebook_to_explore_with_runs(firm, tmp_path, monkeypatch):
    monkeypatch.chdir(firm)
    told = []
    with notices(told.append):
        executed = papermill.execute_notebook(
            firm / "notebooks" / "explore.ipynb", tmp_path / "out.ipynb", {"client": "C001"}, engine_name="acctlib",
            progress_bar=False,
        )  # fmt: skip
    assert executed.cells[-1].outputs
    assert NOTICES >= {notice for notice in told if "as_of" in notice} != set()


def sections_of(page):
    """The methods of a page that are named today."""
    return {name: method for name, method in vars(page).items() if not isinstance(method, Alias)}


def test_every_new_name_is_one_of_today_and_no_old_one_is():
    known = {
        "key": Config.model_fields, "table": TABLES, "target": DEFINITIONS, "section": sections_of(Review),
        "portfolio_section": sections_of(Portfolio),
    }  # fmt: skip
    assert known.keys() == RENAMED.keys() - {"page"}  # whose names have a test of their own
    for kind in known:
        names = RENAMED[kind]
        assert set(names.values()) <= known[kind].keys()
        assert not names.keys() & known[kind].keys()


@pytest.mark.parametrize(("old", "new"), RENAMED["page"].items())
def test_an_attribute_of_a_review_is_read_under_its_earlier_name(firm, old, new):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CompatibilityWarning)
        review = open_review("C001", "2026Q3", "client", firm / "acctlib.yml")
    with pytest.warns(CompatibilityWarning, match=f"{old} is now called {new}"):
        earlier = getattr(review, old)
    assert earlier is getattr(review, new)


def test_a_table_is_read_under_its_earlier_name(demo_yml):
    frames = open_review("C001", edition="internal", config=str(demo_yml)).frames
    with pytest.warns(CompatibilityWarning, match=r"^table calls is now called renewal_forecasts; "):
        earlier = frames["calls"]
    assert earlier is frames["renewal_forecasts"]


def test_an_earlier_name_opens_no_table_that_the_edition_does_not_hold(demo_yml):
    frames = open_review("C001", edition="client", config=str(demo_yml)).frames
    with pytest.warns(CompatibilityWarning), pytest.raises(NotHeldError, match="table 'renewal_forecasts' is internal"):
        frames["calls"]
