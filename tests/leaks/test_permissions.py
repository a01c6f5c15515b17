"""Who on the same machine may read what a run writes."""

import os
import stat
import sys

import pytest

from acctlib import load_config, open_book
from acctlib.publish.paths.report_paths import ReportPaths, write_atomically

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture(autouse=True)
def open_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_clients_report_follows_the_umask_and_the_internal_folder_is_its_owners(tmp_path):
    report_paths = ReportPaths(tmp_path / "reports", "2026Q3")
    for edition in ("client", "internal"):
        write_atomically(report_paths.report("C001", edition, "html"), "x")
    assert mode(report_paths.report("C001", "client", "html")) == 0o644
    assert mode(report_paths.folder / "client") == 0o755
    assert mode(report_paths.folder / "internal") == 0o700


def test_an_internal_folder_that_was_opened_by_hand_stays_open(tmp_path):
    inside = tmp_path / "2026Q3" / "internal"
    inside.mkdir(parents=True)
    inside.chmod(0o750)
    write_atomically(inside / "C001" / "a.html", "x")
    assert mode(inside) == 0o750


def test_the_book_is_its_owners(tmp_path):
    (tmp_path / "clients.csv").write_text("client_id,name\nC1,Alder\n")
    (tmp_path / "revenue.csv").write_text("client_id,service_date,amount,kind\nC1,2026-07-01,1,retainer\n")
    (tmp_path / "acctlib.yml").write_text("sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n")
    config = load_config(tmp_path / "acctlib.yml")
    open_book(config).close()
    assert mode(config.path(config.book)) == 0o600
    assert mode(config.path(config.book).parent) == 0o700
