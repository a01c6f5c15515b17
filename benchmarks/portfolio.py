"""The firm's portfolio from an open book to its last file: time and memory, for books of three sizes.

    python benchmarks/portfolio.py --clients 100 1000 10000

A run is `acctlib portfolio --firm` in a process of its own, looked at ten times a second with all that it has started;
the demonstration book of that size is made first, and is not in the time. Nor is the book: it is built once, by a run
that is not counted.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
from measure import demo, table

from acctlib import load_config, open_book

MIB = 1 << 20


def memory_of(run: psutil.Process) -> float:
    """Memory of a process and all that it has started, in MiB; a page that they share counts once."""
    held = 0.0
    for one in (run, *run.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            held += getattr(one.memory_full_info(), "pss", one.memory_info().rss)
    return held / MIB


def watched(config: Path, out: Path) -> tuple[float, float]:
    """Seconds of one run, and the most memory that it held."""
    words = (sys.executable, "-m", "acctlib", "portfolio", "--firm", "--config", str(config), "--out", str(out))
    begun, most = time.monotonic(), 0.0
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None:
            with suppress(psutil.NoSuchProcess):
                most = max(most, memory_of(psutil.Process(run.pid)))
            time.sleep(0.1)
    assert run.returncode == 0, f"acctlib portfolio ended with {run.returncode}"
    return time.monotonic() - begun, most


def main() -> None:
    """One row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[24, 1000])
    rows = [("clients", "time", "most memory (PSS)")]
    for clients in parser.parse_args().clients:
        with tempfile.TemporaryDirectory() as folder:
            config = demo(Path(folder) / "demo", clients)
            open_book(load_config(config)).close()
            seconds, most = watched(config, Path(folder) / "out")
        rows.append((f"{clients:,}", f"{seconds:.1f} s", f"{most:.0f} MiB"))
    table("The firm's portfolio as PDF, HTML and XLSX", rows)


if __name__ == "__main__":
    main()
