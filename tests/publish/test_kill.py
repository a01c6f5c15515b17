"""kill -9 at random points: the same command again gives, byte for byte, what an undisturbed run gives.

The points are drawn from a seed: the n-th time that a process writes, reads back or puts a file in
its place. Such calls are where something half-done could be left.
"""

import random
import signal
import sys

import pytest

from acctlib import load_config, open_book
from acctlib.publish.run.run import RunRequest, review_run
from tests.publish.commands import Command, contents, until

pytestmark = [pytest.mark.alone, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]
CALLS = ("write_bytes", "read_bytes", "replace")
KILLER = (
    "import os, pathlib, signal\n"
    "def _arm(name, left):\n"
    "    real = getattr(pathlib.Path, name)\n"
    "    def counted(self, *given):\n"
    "        left[0] -= 1\n"
    "        if left[0] < 0:\n"
    "            os.kill(os.getpid(), signal.SIGKILL)\n"
    "        return real(self, *given)\n"
    "    setattr(pathlib.Path, name, counted)\n"
)
# A cell that arms its own process for one client, as long as the file with the point lies there.
CELL = KILLER + (
    "armed = pathlib.Path({point!r})\n"
    "if armed.exists() and client == 'B':\n"
    "    _name, _after = armed.read_text().split()\n"
    "    _arm(_name, [int(_after)])\n"
    "None"
)


def drawn_points(seed, count, furthest):
    """Points like ('replace', 2): the call that kills, and how often it works before."""
    draw = random.Random(seed)
    return [(draw.choice(CALLS), draw.randrange(furthest)) for _ in range(count)]


@pytest.fixture
def written(firm, tmp_path):
    """Configuration of the tiny firm, and the file that arms a process of client B."""
    point = tmp_path / "point"
    return firm(CELL.format(point=str(point))), point


@pytest.fixture
def undisturbed(written, tmp_path):
    return contents(ran(written[0], tmp_path / "undisturbed").report_paths.folder)


def ran(yml, out):
    with open_book(load_config(yml)) as book:
        return review_run(book, RunRequest(out=out, editions=("client",), formats=("html", "pdf"), workers=2))


def test_a_report_whose_process_is_killed_is_made_again_as_if_nothing_had_been(written, undisturbed, tmp_path):
    yml, point = written
    killed = 0
    for name, after in drawn_points(seed=4, count=6, furthest=3):
        point.write_text(f"{name} {after}")
        out = tmp_path / f"{name}-{after}"
        result = ran(yml, out)
        point.unlink()
        for failed in result.failed:
            killed += 1
            assert failed.client_id == "B"
            assert "its process was killed by SIGKILL" in failed.failure.text
            assert not list(result.report_paths.folder.rglob("*B-2026Q3*"))
        assert {o.client_id for o in ran(yml, out).outcomes} == {o.client_id for o in result.failed}
        assert contents(result.report_paths.folder) == undisturbed, (name, after)
    assert killed >= 4  # else the points lie beside what a report does


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_files(written, undisturbed, tmp_path):
    yml, _ = written
    out, killed = tmp_path / "killed", 0
    for name, after in drawn_points(seed=4, count=4, furthest=9):
        program = (
            KILLER + f"import acctlib.publish.run.run\n_arm({name!r}, [{after}])\nfrom acctlib.cli import main\nmain()"
        )
        command = Command(yml, out, "--to", "pdf", "--edition", "client", program=program)
        status, _, said = command.result()
        until(lambda command=command: not command.processes(), seconds=30)
        assert status in (0, -signal.SIGKILL), said
        killed += status != 0
    assert killed >= 2
    result = ran(yml, out)
    assert result.ok
    assert contents(result.report_paths.folder) == undisturbed
    assert not command.left_over()
    assert ran(yml, out).outcomes == ()
