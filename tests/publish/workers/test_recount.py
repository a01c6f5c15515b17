"""Finished reports are accounted for in a process of their own, by rows that were read for it alone."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from acctlib.errors import PublishError
from acctlib.publish.paths.job import Outcome, Recount
from acctlib.publish.run.plan import Plan, planned
from acctlib.publish.run.request import RunRequest
from acctlib.publish.run.run import review_run
from acctlib.publish.workers.batch import rendered
from acctlib.publish.workers.recount import accounted, accounts_of
from acctlib.publish.workers.report import render
from acctlib.publish.workers.worker import rendering

pytestmark = pytest.mark.filterwarnings("ignore:InlineBackend:DeprecationWarning")
FORMATS = ("pdf", "html", "xlsx")


def here(jobs):
    """Outcomes of jobs, made in this process."""
    return (rendering(job, lambda cell: None) for job in jobs)


@pytest.fixture(scope="module")
def plan(demo_book, tmp_path_factory):
    """Two clients of the demonstration book in every format."""
    out = tmp_path_factory.mktemp("recount")
    return planned(demo_book, RunRequest("2026Q3", ("client",), ("C004", "C007"), FORMATS, out))


@pytest.fixture(scope="module")
def finished(plan):
    """Their jobs, rendered."""
    jobs = {job.client_id: job for job in plan.jobs({(c, "client") for c in plan.clients})}
    assert [render(job).failure for job in jobs.values()] == [None, None]
    return jobs


@pytest.fixture
def recount(plan, finished, tmp_path):
    """A function that accounts for a client's files, with some of them replaced and with rows read anew."""

    def accounts(client, **swapped):
        job = finished[client]
        report_paths = replace(job.report_paths, root=tmp_path / client)
        for format_ in (*job.formats, "ipynb"):
            path = report_paths.report(client, "client", format_)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(swapped.get(format_, job.report_paths.report(client, "client", format_)).read_bytes())
        return accounts_of(replace(job, report_paths=report_paths, held=plan.afresh(job)))

    return accounts


def file_of(job, format_):
    return job.report_paths.report(job.client_id, job.edition, format_)


def test_every_text_of_a_finished_report_is_accounted_for_in_every_format(recount):
    accounts = recount("C004")
    assert [account.unaccounted for account in accounts] == [(), (), ()]
    assert accounts[0].accounted > 1000
    typed = {run.text for run in accounts[0].typed}
    assert {"Project delivery", "Risks and opportunities"} <= typed  # headings of the notebook
    assert len(typed) < 20


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_was_swapped_with_another_clients_is_found_in_its_format_alone(recount, finished, format_):
    accounts = recount("C004", **{format_: file_of(finished["C007"], format_)})
    name = finished["C007"].name
    assert [bool(account.unaccounted) for account in accounts] == [other == format_ for other in FORMATS]
    assert any(name in run.text for run in accounts[FORMATS.index(format_)].unaccounted)


def test_a_whole_report_of_another_client_is_found_by_its_notebook(recount, finished):
    files = {format_: file_of(finished["C007"], format_) for format_ in (*FORMATS, "ipynb")}
    accounts = recount("C004", **files)
    name = finished["C007"].name
    assert all(any(run.text == name for run in account.unaccounted) for account in accounts)


def test_rows_of_two_clients_account_for_nothing(plan, finished):
    job = finished["C004"]
    mixed = {**job.held.frames, "projects": finished["C007"].held.frames["projects"]}
    with pytest.raises(PublishError, match="the rows of client C004 hold rows of C004, C007"):
        accounts_of(replace(job, held=replace(job.held, frames=mixed)))


def test_a_report_without_its_notebook_cannot_be_accounted_for(finished, tmp_path):
    job = finished["C004"]
    gone = replace(job, report_paths=replace(job.report_paths, root=tmp_path))
    with pytest.raises(PublishError, match="the executed notebook cannot be read"):
        accounts_of(gone)


def wrong_slices(real):
    """A planted defect: rows of one client's projects handed over under the id of another."""

    def cut(self, clients, edition):
        found = real(self, clients, edition)
        other = self.book.slice("C007", edition).frames["projects"]
        rows = {**found["C004"].frames, "projects": other.assign(client_id="C004")}
        return {**found, "C004": replace(found["C004"], frames=rows)}

    return cut


def test_a_wrong_slice_under_the_right_id_holds_the_report_back(demo_book, tmp_path, monkeypatch):
    monkeypatch.setattr(Plan, "_slices", wrong_slices(Plan._slices))
    result = review_run(demo_book, RunRequest("2026Q3", ("client",), ("C004",), ("html",), tmp_path, 1), "quiet")
    assert not result.ok
    (outcome,) = result.outcomes
    assert outcome.state == "held"
    names = set(demo_book.slice("C007", "client").frames["projects"]["name"])
    assert any(finding.words in names for finding in outcome.findings)
    entry = json.loads((tmp_path / "2026Q3/run.json").read_text())["reports"][0]
    assert entry["state"] == "held"
    assert "is not from the kit, the client's own rows" in entry["findings"][0]["text"]
    assert not (tmp_path / "2026Q3/client/C004").exists()


def test_a_run_accounts_for_each_report_in_a_process_of_its_own(plan, finished, tmp_path):
    wanted = {(client, "client") for client in plan.clients}
    jobs = [
        replace(job, formats=("html",), report_paths=replace(job.report_paths, root=tmp_path))
        for job in plan.jobs(wanted)
    ]
    pids = []
    with closing(accounted(lambda given: rendered(given, 2, make=noting_process), jobs, plan.afresh)) as coming:
        for outcome in coming:
            assert outcome.state == "done"
            assert outcome.accounts[0].unaccounted == ()
            assert {"cells", "export", "write", "account"} <= set(outcome.seconds)
            said = (tmp_path / "pids.txt").read_text().split()
            pids = [int(pid) for pid in said]
    assert len(pids) == len(set(pids)) == 4


def noting_process(job, on_cell):
    import os

    with (Path(job.report_paths.root) / "pids.txt").open("a") as file:
        file.write(f"{os.getpid()}\n")
    return rendering(job, on_cell)


def test_a_failed_report_is_not_accounted_for_and_a_failed_account_is_a_failed_report(plan, finished):
    job = finished["C004"]
    failed = Outcome("C004", "Name", "client", "failed")
    made = Outcome("C007", "Name", "client", "done", files=(Path("a.html"),), digests=("0",))

    def render_(jobs):
        for given in jobs:
            assert not (isinstance(given, Recount) and given.client_id == "C004")
            yield (
                replace(failed, client_id=given.client_id)
                if given.client_id == "C004" or isinstance(given, Recount)
                else made
            )

    ends = list(accounted(render_, [job, finished["C007"]], lambda given: given.held))
    assert [(end.client_id, end.state, end.files) for end in ends] == [("C004", "failed", ()), ("C007", "failed", ())]
