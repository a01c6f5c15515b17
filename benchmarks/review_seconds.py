"""Seconds a review: our batch beside what a user would run instead, in one run on the same clients.

    make bench                     # or: python benchmarks/review_seconds.py --clients 6

One report is the client edition as PDF and HTML. `stock` is papermill with a stock kernel and the same
exporters, one report after another, as a shell loop would do it. Each is run in turn, several times, and the
median is what counts: machines are noisy.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from acctlib import load_config, open_book
from acctlib.book.demo import write_demo
from acctlib.config import KIT
from acctlib.publish.run import Order, review_run

BIN = Path(sys.executable).parent


def batch(config: Path, clients: tuple[str, ...], out: Path) -> float:
    """Wall seconds of our run, from the open book to the last file."""
    begun = time.perf_counter()
    with open_book(load_config(config)) as book:
        result = review_run(book, Order(editions=("client",), clients=clients, out=out))
    assert result.ok, result.summary
    print(result.summary.splitlines()[-1])
    return time.perf_counter() - begun


def stock(config: Path, clients: tuple[str, ...], out: Path) -> float:
    """Wall seconds of papermill and nbconvert as commands, one client after another."""
    begun = time.perf_counter()
    for client in clients:
        executed = out / f"{client}.ipynb"
        notebook = KIT / "notebooks" / "client_review.ipynb"
        values = ["-r", "client", client, "-r", "config", str(config)]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([BIN / "papermill", notebook, executed, *values, "--no-progress-bar"], **quiet)
        for format_ in ("acctlib-pdf", "acctlib-html"):
            subprocess.run([BIN / "jupyter", "nbconvert", "--to", format_, executed], **quiet)
    return time.perf_counter() - begun


def main() -> None:
    """Run both in turn and print seconds a report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_demo(Path(scratch) / "demo")
        with open_book(load_config(folder / "acctlib.yml")) as book:
            clients = tuple(book.client_ids()[: options.clients])
        seconds: dict[str, list[float]] = {"batch": [], "stock": []}
        for run in range(options.runs):
            for name, way in (("batch", batch), ("stock", stock)):
                out = Path(scratch) / f"{name}-{run}"
                out.mkdir()
                seconds[name].append(way(folder / "acctlib.yml", clients, out) / len(clients))
    for name, taken in seconds.items():
        print(f"{name:6} {statistics.median(taken):6.2f} s a report (runs: {', '.join(f'{s:.2f}' for s in taken)})")
    ratios = [slow / fast for fast, slow in zip(seconds["batch"], seconds["stock"], strict=True)]
    print(f"stock takes {statistics.median(ratios):.1f} times as long")


if __name__ == "__main__":
    main()
