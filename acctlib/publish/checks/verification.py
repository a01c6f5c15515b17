"""The results of `acctlib verify`: every published example next to our number, for the terminal and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import groupby

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from acctlib.metrics.base.example import NUMBER, Verdict, printed_numbers


def verification_rows(verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """One row per example: source, address, origin, what, read off, given, expected, ours, pass."""
    rows = [
        {
            "source": verdict.example.source,
            "address": verdict.example.address,
            "origin": verdict.example.origin,
            "what": verdict.example.what,
            "read_off": verdict.example.read_off,
            "given": verdict.example.given,
            "expected": verdict.example.expected,
            "ours": ours(verdict),
            "pass": verdict.passed,
        }
        for verdict in verdicts
    ]
    return pd.DataFrame(rows)


def ours(verdict: Verdict) -> str:
    """Our numbers in the published format, with as many decimals; or the error instead."""
    if verdict.failure or isinstance(verdict.found, str):
        return verdict.failure or str(verdict.found)
    printed = printed_numbers(verdict.example.expected)
    if len(printed) != len(verdict.found):
        return ", ".join(map(str, verdict.found))
    found = iter(zip(verdict.found, printed, strict=True))
    return NUMBER.sub(lambda mark: _like(mark[0], *next(found)) if mark[0] else "", verdict.example.expected)


def _like(shown: str, value: float, printed: tuple[float, int]) -> str:
    """Format a value like the printed number: decimals, thousands separators, and leading zero or none."""
    text = f"{value:z{',' if ',' in shown else ''}.{printed[1]}f}"  # z: no minus sign before zero
    return text.replace("0.", ".", 1) if shown.lstrip("-−").startswith(".") and text.lstrip("-")[:2] == "0." else text


def verification_table(verdicts: Sequence[Verdict], width: int | None = None) -> str:
    """Examples grouped by source as aligned text, with a one-line result; marks indicate the origin of the numbers."""
    out = StringIO()
    console = Console(file=out, width=width or max(Console().width, 120), force_terminal=False)
    for (source, address), group in groupby(verdicts, lambda v: (v.example.source, v.example.address)):
        console.print(Text(f"{source} ({address})"))
        console.print(_examples(list(group), console.width))
    console.print(Text("* no published value: the formula is public and the example is hand-computed."))
    console.print(Text("+ computed by a documented function; all others are facts that pages print."))
    console.print(Text(verified_line(verdicts)))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _examples(verdicts: Sequence[Verdict], width: int) -> Table:
    """One line per example, in the same columns whatever its content."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(width=3)
    for share in (0.3, 0.3, 0.14, 0.14):  # what, given, expected, ours
        table.add_column(width=int(share * (width - 14)), overflow="fold", justify="right" if share < 0.2 else "left")
    table.add_column(width=4)
    for verdict in verdicts:
        example = verdict.example
        marks = "".join(("*" * (example.origin == "by hand"), "+" * (example.read_off == "function")))
        said = [
            "",
            example.what,
            example.given,
            f"{example.expected} {marks}".rstrip(),
            ours(verdict),
            "ok" if verdict.passed else "FAIL",
        ]
        table.add_row(*map(Text, said))
    return table


def verified_line(verdicts: Sequence[Verdict]) -> str:
    """The result in one line."""
    passed = sum(verdict.passed for verdict in verdicts)
    printed = sum(verdict.example.origin == "published" for verdict in verdicts)
    facts = sum(verdict.example.read_off == "fact" for verdict in verdicts)
    origins = f"{printed} as published, {len(verdicts) - printed} hand-computed"
    every = f"{len(verdicts)} examples ({origins}; {facts} facts, {len(verdicts) - facts} functions)"
    return f"All {every} agree." if passed == len(verdicts) else f"{len(verdicts) - passed} of {every} do NOT agree."
