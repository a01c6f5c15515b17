"""Accounts of files become findings, at the end of a run and when a folder is looked at again."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.cli import main
from acctlib.publish.checks.audit import Audit, audited
from acctlib.publish.checks.lock import lock_file
from acctlib.publish.paths.account import Account, Run
from acctlib.publish.paths.job import Outcome
from acctlib.publish.run.release import Release, release
from acctlib.publish.run.run import RunRequest, review_run

LEAK = "if client == 'A':\n    print('As we did for Firm B last year')"
TOLD = "the notebook, cell 5, text, text: 'Firm B' is the name of another client, Firm B (B)"


class TestRun:
    """One report."""

    @pytest.fixture
    def audit(self, firm):
        with open_book(load_config(firm())) as book:
            yield Audit(book)

    @pytest.fixture
    def outcome(self, tmp_path):
        paths = (tmp_path / "a.pdf", tmp_path / "a.html", tmp_path / "a.ipynb")
        typed = (Run("As for Firm B", "cell 5, paragraph"),)
        accounts = (Account(typed, (), 3), Account(typed, (), 3))
        return Outcome("A", "Firm A", "client", "done", paths, ("0", "1", "2"), accounts=accounts)

    def test_a_name_that_somebody_typed_holds_the_report_back_and_is_told_once(self, audit, outcome):
        told = audited(audit, outcome)
        assert (told.state, told.files) == ("held", outcome.files)
        assert [finding.places for finding in told.findings] == [("the notebook, cell 5, paragraph",)]
        assert told.findings[0].what == "the name of another client, Firm B (B)"

    def test_in_an_internal_edition_other_clients_may_be_named(self, audit, outcome):
        assert audited(audit, replace(outcome, edition="internal")).state == "done"

    def test_in_that_clients_own_file_it_is_its_own_name(self, audit, outcome):
        assert audited(audit, replace(outcome, client_id="B")).state == "done"

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_a_text_that_nobody_can_explain_holds_both_editions_back(self, audit, outcome, edition):
        strange = (Account((), (), 1), Account((), (Run("xyzzy", "attribute title"),), 1))
        told = audited(audit, replace(outcome, edition=edition, accounts=strange))
        assert told.state == "held"
        assert [finding.places for finding in told.findings] == [("a.html, attribute title",)]

    def test_a_text_that_nobody_can_explain_is_searched_too(self, audit, outcome):
        strange = (Account((), (Run("Firm B", "metadata Title"),), 1),)
        named, unexplained = audited(audit, replace(outcome, accounts=strange)).findings
        assert named.what == "the name of another client, Firm B (B)"
        assert unexplained.words == "Firm B"

    def test_a_failed_report_is_not_searched(self, audit, outcome):
        failed = replace(outcome, state="failed")
        assert audited(audit, failed) is failed


class TestFolder:
    """A quarter's folder, from the command line."""

    @pytest.fixture
    def run(self, firm, tmp_path):
        """A function: a run over clients A and C of the tiny firm; its folder."""

        def ran(cell="", formats=("html",), **tables):
            with open_book(load_config(firm(cell, **tables))) as book:
                order = RunRequest(
                    editions=("client",), clients=("A", "C"), formats=formats, out=tmp_path / "out", workers=2
                )
                return review_run(book, order, "quiet").report_paths

        return ran

    @pytest.fixture
    def audit(self, tmp_path):
        def called(folder=tmp_path / "out" / "2026Q3"):
            return CliRunner().invoke(main, ["audit", str(folder), "--config", str(tmp_path / "acctlib.yml")])

        return called

    def test_clean_files_are_said_to_be_clean(self, run, audit):
        run()
        said = audit()
        assert (said.exit_code, said.output) == (0, "2 files of 2 clients: no content that the client must not see\n")

    def test_what_is_held_back_is_told_in_the_same_words_and_when_released_as_released(self, run, audit, tmp_path):
        report_paths = run(LEAK)
        said = audit()
        assert said.exit_code == 1
        assert f"client A: {TOLD}" in said.output
        assert said.output.endswith("2 files of 2 clients: 1 finding in 1 of them\n")
        release(report_paths, Release("A", "A. Lind", "they know", "2026-10-05"), load_config(tmp_path / "acctlib.yml"))
        said = audit()
        assert said.exit_code == 0
        assert "client A: released by A. Lind on 2026-10-05: they know" in said.output

    def test_a_file_that_was_changed_is_found_out(self, run, audit):
        page = run().report("A", "client", "html")
        page.write_text(page.read_text(encoding="utf-8").replace("Call A", "Call Firm B"), encoding="utf-8")
        said = audit()
        assert said.exit_code == 1
        assert "the name of another client, Firm B (B)" in said.output

    def test_of_data_that_have_changed_since_files_are_held_against_their_digests(self, run, audit, firm):
        report_paths = run(LEAK)
        firm(LEAK, actions="action_id,client_id,promised_on,text\nAA,A,2026-07-01,Visit A\nAC,C,2026-07-01,Call C\n")
        said = audit()
        assert f"client A: {TOLD}" in said.output
        assert "client A: was made from other data than now" in said.output
        assert "Its files were compared with run.json" in said.output
        page = report_paths.held.report("A", "client", "html")
        page.write_text("x")
        assert "'the whole file' is not the file that run.json names" in audit().output

    @pytest.mark.parametrize("inside", ["client/A", "held/client/Q"])
    def test_a_file_that_no_run_knows_stops_it(self, run, audit, inside):
        folder = run().folder / inside
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "notes.pdf").write_bytes(b"")
        assert "notes.pdf: not a report of this run" in audit().output

    def test_a_copy_with_a_password_is_said_to_be_unread_beside_the_pdf_that_was(self, run, audit):
        lock_file(run(formats=("pdf",)).report("A", "client", "pdf"), "secret")
        said = audit()
        assert said.output.startswith(
            "A-2026Q3-review.locked.pdf: is password-protected and was not read; A-2026Q3-review.pdf was\n"
        )
        assert said.exit_code == 0

    def test_a_folder_without_a_run_is_named(self, run, audit, tmp_path):
        run()
        (tmp_path / "2026Q2").mkdir()
        said = audit(tmp_path / "2026Q2")
        assert said.exit_code == 1
        assert "has no run (run.json); give the folder of a quarter, e.g. reports/2026Q3" in said.output

    def test_a_client_that_is_not_in_the_book_any_more_is_named(self, run, audit):
        manifest = run().manifest
        told = json.loads(manifest.read_text())
        told["reports"][0]["client_id"] = "Q"
        manifest.write_text(json.dumps(told))
        assert "client Q: was made from a client that is not in the book" in audit().output
