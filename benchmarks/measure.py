"""What all benchmarks share: a book to measure on, turns taken one after the other, and a table of what was seen."""

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from acctlib.book.demo import write_demo


def demo(folder: Path, clients: int) -> Path:
    """Configuration of a demonstration book of so many clients."""
    return write_demo(folder, clients=clients) / "acctlib.yml"


def in_turn(ways: Mapping[str, Callable[[], float]], turns: int) -> dict[str, list[float]]:
    """Every way once a turn: what slows the machine for a while slows them all."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns):
        for name in sorted(ways, reverse=bool(turn % 2)):
            taken[name].append(ways[name]())
    return taken


def times(slow: Sequence[float], fast: Sequence[float]) -> float:
    """How many times as much, turn by turn; the middle of that."""
    return statistics.median(one / other for one, other in zip(slow, fast, strict=True))


def table(title: str, rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a title that names the machine."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}  [{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}]")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
