"""Memory, open files, processes and time of whole runs of two sizes.

    python benchmarks/memory.py --clients 100 1000

A run is `acctlib review` in a process of its own, looked at twice a second with all that it has started.
PSS counts a page that several processes share once in all; RSS counts it for each. Time tells how busy the machine
was; CPU a report is what has to stay equal from a hundred clients to a thousand.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from measure import demo, table

MIB = 1 << 20


@dataclass(frozen=True)
class Look:
    """What a run and all its processes hold at one moment, and the seconds of CPU that they have taken by then."""

    seconds: float
    pss: float
    rss: float
    processes: int
    files: int
    cpu: float


def look(run: psutil.Process, begun: float) -> Look:
    """Look once; a process that has just gone holds nothing."""
    pss = rss = files = alive = 0
    cpu = 0.0
    for one in (run, *run.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            memory = one.memory_full_info()
            pss, rss, files, alive = pss + memory.pss, rss + memory.rss, files + one.num_fds(), alive + 1
            cpu += sum(one.cpu_times()[:4])  # its own, and that of those that it has seen end
    return Look(time.monotonic() - begun, pss / MIB, rss / MIB, alive, files, cpu)


def watched(config: Path, out: Path, workers: int) -> list[Look]:
    """One run, looked at until it ends."""
    words = [
        sys.executable,
        "-m",
        "acctlib",
        "review",
        "--config",
        str(config),
        "--out",
        str(out),
        "--edition",
        "client",
    ]
    begun, looks = time.monotonic(), []
    with subprocess.Popen(
        [*words, "--to", "pdf", "--quiet", "--workers", str(workers)], stdout=subprocess.DEVNULL
    ) as run:
        while run.poll() is None:
            with suppress(psutil.NoSuchProcess):
                looks.append(look(psutil.Process(run.pid), begun))
            time.sleep(0.5)
    assert run.returncode == 0
    return looks


def row(clients: int, looks: list[Look]) -> tuple[object, ...]:
    """The middle third beside the last one: what grows with time shows there."""
    third = max(1, len(looks) // 3)
    middle, last = looks[third : 2 * third] or looks, looks[-third:]
    took = looks[-1].seconds
    return (
        clients,
        f"{took:.0f} s",
        f"{took / clients:.2f} s",
        f"{max(one.cpu for one in looks) / clients:.2f} s",
        f"{max(one.pss for one in looks):.0f} MiB",
        f"{max(one.rss for one in looks):.0f} MiB",
        f"{statistics.median(one.pss for one in middle):.0f} -> {statistics.median(one.pss for one in last):.0f} MiB",
        max(one.processes for one in looks),
        f"{max(one.files for one in middle)} -> {max(one.files for one in last)}",
    )


def main() -> None:
    """Each size once, smaller ones first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[20, 60])
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    head = (
        "clients",
        "time",
        "a report",
        "CPU a report",
        "most PSS",
        "most RSS",
        "PSS, middle -> last third",
        "processes",
        "files",
    )
    rows: list[tuple[object, ...]] = [head]
    for clients in sorted(asked.clients):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(
                row(clients, watched(demo(Path(folder) / "demo", clients), Path(folder) / "out", asked.workers))
            )
    table(f"Runs of the client edition as PDF, {asked.workers} at once", rows)


if __name__ == "__main__":
    main()
