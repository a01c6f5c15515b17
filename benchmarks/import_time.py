"""Milliseconds that `import acctlib` and `acctlib --help` add to bare Python with click."""

import argparse
import statistics
import subprocess
import sys
import time
from functools import partial

from measure import in_turn, table

HELP = "import sys\nsys.argv = ['acctlib', '--help']\nfrom acctlib.cli import main\nmain()"
WAYS = {
    "python": "",
    "python, click": "import click",
    "import acctlib": "import click, acctlib",
    "acctlib --help": HELP,
}


def milliseconds(code: str) -> float:
    """From the start of an interpreter to its end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """All in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    seen = in_turn({name: partial(milliseconds, code) for name, code in WAYS.items()}, parser.parse_args().turns)
    bare = seen["python, click"]
    rows = [
        (name, f"{statistics.median(took):.0f} ms",
         f"{statistics.median(a - b for a, b in zip(took, bare, strict=True)):+.0f} ms to Python with click")
        for name, took in seen.items()
    ]  # fmt: skip
    table("Time to start", rows)


if __name__ == "__main__":
    main()
