"""A folder of finished reports can be accounted for later, as long as it is made from what is there now."""

from dataclasses import replace

import pytest

from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run.manifest import found
from acctlib.publish.run.recheck import accounted_again, formats_of
from acctlib.publish.run.request import RunRequest
from acctlib.publish.run.run import review_run

pytestmark = pytest.mark.filterwarnings("ignore:InlineBackend:DeprecationWarning")


@pytest.fixture(scope="module")
def folder(demo_book, tmp_path_factory):
    """A finished run of one client in one format."""
    out = tmp_path_factory.mktemp("recheck")
    assert (
        review_run(demo_book, RunRequest("2026Q3", ("client",), ("C004",), ("html",), out, 1), "quiet").requested == 1
    )
    return ReportPaths(out, "2026Q3")


def again(book, report_paths):
    (outcome,) = accounted_again(book, found(report_paths))
    return outcome


def test_a_folder_is_accounted_for_as_it_was_and_a_changed_file_is_found(demo_book, folder):
    (entry,) = found(folder).entries.values()
    assert formats_of(entry) == ("html",)
    assert [account.unaccounted for account in again(demo_book, folder).accounts] == [()]
    page = next(folder.folder / name for name in entry.files if name.endswith(".html"))
    before = page.read_bytes()
    try:
        page.write_bytes(before.replace(b"</main>", b"<p hidden>Bramley Bank</p></main>", 1))
        (account,) = again(demo_book, folder).accounts
        assert [(run.text, run.place) for run in account.unaccounted if "Bramley" in run.text] == [
            ("Bramley Bank", "text of p")
        ]
    finally:
        page.write_bytes(before)


def test_a_report_that_was_made_from_other_data_cannot_be_accounted_for(demo_book, folder):
    manifest = found(folder)
    ((key, entry),) = manifest.entries.items()
    manifest.entries[key] = replace(entry, made_from={**entry.made_from, "data": "another"})
    (outcome,) = accounted_again(demo_book, manifest)
    assert outcome.state == "failed"
    assert "was made from other data than now" in outcome.failure.text
