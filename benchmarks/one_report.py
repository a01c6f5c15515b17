"""One client's review, from the command to its finished file: what an analyst waits for after an edit.

    python benchmarks/one_report.py --turns 5

`acctlib review C004 --edition client --to pdf --fresh`, in a process of its own; beside it the same command with
nothing to render, which is what starting, opening the book and telling so cost.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from measure import demo, in_turn, table

from acctlib import load_config, open_book


def waited(config: Path, out: Path, *more: str) -> float:
    """Seconds until the command has ended."""
    words = (
        sys.executable,
        "-m",
        "acctlib",
        "review",
        "C004",
        "--edition",
        "client",
        "--to",
        "pdf",
        "--config",
        str(config),
    )
    begun = time.monotonic()
    subprocess.run([*words, "--out", str(out), "--quiet", *more], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main() -> None:
    """Median, fastest and slowest of some turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        config = demo(Path(folder) / "demo", 24)
        open_book(load_config(config)).close()
        out = Path(folder) / "out"
        waited(config, out)
        ways = {"one report": partial(waited, config, out, "--fresh"), "nothing to do": partial(waited, config, out)}
        taken = in_turn(ways, turns)
    rows: list[tuple[str, ...]] = [("", "median", "fastest", "slowest")]
    rows += [
        (name, *(f"{value:.2f} s" for value in (statistics.median(seen), min(seen), max(seen))))
        for name, seen in taken.items()
    ]
    table(f"One client's review as PDF, {turns} turns", rows)


if __name__ == "__main__":
    main()
