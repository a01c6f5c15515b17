"""A book of tokens, rendered by a run in which a process is killed: no client's file holds what is not for that client."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from acctlib import load_config, open_book
from acctlib.config import kit_folder
from acctlib.publish.checks.file_texts import file_texts
from acctlib.publish.run.audit_folder import sent_files
from acctlib.publish.run.run import RunRequest, review_run
from tests.leaks.canary import WATCHED, Canary

KILL = (
    "import os, pathlib, signal\narmed = pathlib.Path({armed!r})\n"
    "if armed.exists() and client == {client!r}:\n    os.kill(os.getpid(), signal.SIGKILL)\nNone"
)


def texts_in(path):
    """Every text of a file, shown or not."""
    return [run.text for run in file_texts(path.suffix, path.read_bytes())]


@pytest.fixture(scope="module")
def canary():
    return Canary()


@pytest.fixture(scope="module")
def rendered(canary, tmp_path_factory):
    """The quarter's folder, after a run with a kill and a second run that goes on."""
    folder = tmp_path_factory.mktemp("canary")
    for name, text in canary.tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = "".join(f"  {name}: {{file: {name}.csv}}\n" for name in canary.tables)
    (folder / "acctlib.yml").write_text(
        f"covered_to: 2026-09-30\nnotebooks: notebooks\nsources:\n{sources}", encoding="utf-8"
    )
    shutil.copytree(kit_folder("notebooks"), folder / "notebooks")
    armed = folder / "armed"
    armed.touch()
    path = folder / "notebooks" / "client_review.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(len(notebook.cells) // 2, new_code_cell(KILL.format(armed=str(armed), client=WATCHED[1])))
    nbformat.write(notebook, path)
    order = RunRequest(out=folder / "reports", clients=WATCHED, formats=("pdf", "html", "xlsx"))
    with open_book(load_config(folder / "acctlib.yml")) as book:
        first = review_run(book, order, "quiet")
        assert [(o.client_id, o.edition) for o in first.failed] == [(WATCHED[1], "client")], first.summary
        assert "killed by SIGKILL" in first.failed[0].failure.text
        armed.unlink()
        second = review_run(book, order, "quiet")
    assert second.ok, second.summary
    assert second.up_to_date == 7
    return second.report_paths.folder


def test_no_file_for_sending_holds_a_token_that_is_not_for_its_client(canary, rendered):
    files = sent_files(rendered)
    assert len(files) == 12
    found = {f"{path.name}: {what}" for path, c in files.items() for t in texts_in(path) for what in canary.found(t, c)}
    assert not found


def test_every_file_holds_its_own_clients_tokens(canary, rendered):
    for path, client in sent_files(rendered).items():
        text = "".join(texts_in(path)).casefold()
        name = next(w for w, told in canary.tokens.items() if told[:2] == (client, "clients.name"))
        assert name in text, path.name  # else the search above reads nothing


def test_only_files_for_sending_lie_in_the_clients_folder(rendered):
    there = {path for path in (rendered / "client").rglob("*") if path.is_file()}
    assert there == set(sent_files(rendered))


@pytest.mark.parametrize("kind", [".pdf", ".html", ".xlsx"])
def test_the_file_of_another_client_is_found_out(canary, rendered, kind):
    path = next(path for path, client in sent_files(rendered).items() if path.suffix == kind and client == WATCHED[0])
    found = {what for text in texts_in(path) for what in canary.found(text, WATCHED[2])}
    assert f"clients.name of {WATCHED[0]}" in found


def test_an_internal_file_is_found_out(canary, rendered):
    path = next(iter(sorted((rendered / "internal").rglob("*account.html"))))
    found = {what for text in texts_in(path) for what in canary.found(text, WATCHED[0])}
    assert any(what.startswith(("clients.tier", "opportunities.", "surveys.respondent")) for what in found), found
