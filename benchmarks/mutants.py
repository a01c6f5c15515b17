"""Mutants: whether tests notice a small wrong change in the metrics and facts, one change at a time.

    python benchmarks/mutants.py --results mutants.jsonl             # judges what is not judged yet, then prints
    python benchmarks/mutants.py --results mutants.jsonl --count 20  # the next twenty alone
    python benchmarks/mutants.py --results mutants.jsonl --write docs/mutants.md

The seed draws the changes from all that could be made. Each is made in a copy of the tree and judged by the tests that
match its module alone: those of its name, of its folder, and those that import it. A mutant is killed where one of them
fails, or takes longer than the limit; what survives is listed with file, line and change.
"""

import argparse
import ast
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np  # noqa: F401  for the processes that are forked
import pandas as pd  # noqa: F401
import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("metrics", "facts")
NO_CODE = ("examples", "definitions", "definitions_page", "published", "registry", "small_tables", "sources")
TESTS = ("tests/metrics", "tests/facts")
NO_COPY = (".venv", ".git", "reports", "__pycache__", ".*_cache")
SEED, MUTANTS, LIMIT = 20261128, 100, 600
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "cumsum": "cumprod", "notna": "isna", "isna": "notna",
         "minimum": "maximum", "maximum": "minimum", "sum": "mean", "mean": "sum", "eq": "ne", "ne": "eq",
         "first": "last", "last": "first", "year_ago": "previous", "previous": "year_ago"}  # fmt: skip
# Changes that no input tells from the code: the module, how the change begins, and why.
EQUIVALENT = {
    ("acctlib/facts/base/mergers.py", "pd.Series({c: _worth("): "an empty one is only asked whether it is empty",
    ("acctlib/facts/delivery/load.py", "True -> False"): "a group without rows sums to the 0 that fills its place",
    ("acctlib/facts/growth/whitespace.py", "pd.Series(None, "): "pandas gives None this type without being told",
    ("acctlib/metrics/base/suppression.py", "True -> False"): "the line after it drops a group that nobody is in",
    ("acctlib/metrics/delivery/forecast.py", "False -> True"): "no comparison with a text is missing",
}


@dataclass(frozen=True)
class Mutant:
    """One change of one expression.

    Attributes
    ----------
    start, end : (int, int)
        Line and column, in bytes, of the expression that `now` takes the place of.
    """

    file: str
    start: tuple[int, int]
    end: tuple[int, int]
    was: str
    now: str

    def applied(self, source: str) -> str:
        """The source with the change in it."""
        lines = source.encode().splitlines(keepends=True)
        first, last = (sum(map(len, lines[: line - 1])) + column for line, column in (self.start, self.end))
        text = b"".join(lines)
        return (text[:first] + b"(" + self.now.encode() + b")" + text[last:]).decode()

    @property
    def key(self) -> str:
        """What it is known by in the results."""
        return f"{self.file}:{self.start[0]}:{self.start[1]}: {self.was} -> {self.now}"


def changed(node: ast.expr) -> Iterator[ast.expr]:
    """The node with one small change: another operator, boundary, constant or function, or an argument less."""
    match node:
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in OPERATORS:
            yield _with(node, op=OPERATORS[type(op)]())
        case ast.Compare(ops=[op]) if type(op) in OPERATORS:
            yield _with(node, ops=[OPERATORS[type(op)]()])
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.IfExp(test=test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    match node.func:
        case ast.Attribute(attr=name) if name in NAMES:
            yield _with(node, func=_with(node.func, attr=NAMES[name]))
        case ast.Name(id=name) if name in NAMES and not name.startswith(("year", "prev")):
            yield _with(node, func=ast.Name(NAMES[name]))
    if node.keywords and not (isinstance(node.func, ast.Name) and node.func.id[:1].isupper()):
        yield _with(node, keywords=node.keywords[:-1])
    elif len(node.args) > 1 and isinstance(node.func, ast.Attribute):
        yield _with(node, args=node.args[:-1])


def _with(node: ast.expr, **fields: object) -> ast.expr:
    copy = deepcopy(node)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression that runs; no annotation and no name of a type."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            alias = isinstance(child, ast.Assign) and isinstance(child.value, ast.BinOp | ast.Subscript)
            if isinstance(child, ast.JoinedStr) or (alias and isinstance(tree, ast.Module)):
                continue
            if isinstance(child, ast.expr):
                yield child
            if isinstance(child, ast.AST):
                yield from expressions(child)


def candidates() -> list[Mutant]:
    """Every change that could be made, in the order of files and lines."""
    found = []
    for file in sorted(file for part in PARTS for file in (ROOT / "acctlib" / part).rglob("*.py")):
        if file.stem.endswith(NO_CODE) or file.stem == "__init__":
            continue
        for node in expressions(ast.parse(file.read_text(encoding="utf-8"))):
            place = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
            for other in changed(node):
                name = file.relative_to(ROOT).as_posix()
                found.append(Mutant(name, *place, ast.unparse(node), ast.unparse(other)))
    return found


def tests_of(file: str, tree: Path) -> list[str]:
    """The test files that match a module, those of its name first."""
    path = Path(file)
    dotted = ".".join(path.with_suffix("").parts)
    folder, stem = Path("tests", *path.parts[1:-1]), path.stem
    every = [each.relative_to(tree) for root in TESTS for each in sorted((tree / root).rglob("test_*.py"))]
    own = [each for each in every if each.stem.startswith(f"test_{stem}")]
    beside = [each for each in every if each.parent == folder]
    package, _, name = dotted.rpartition(".")
    imports = (f"{dotted} import", f"import {dotted}", f"from {package} import {name}")
    users = [each for each in every if any(line in (tree / each).read_text(encoding="utf-8") for line in imports)]
    return [each.as_posix() for each in dict.fromkeys((*own, *beside, *users))]


def judged(mutant: Mutant, tree: Path) -> str:
    """`killed`, `survived` or `timed out`; the tree is as it was afterwards."""
    file = tree / mutant.file
    source = file.read_text(encoding="utf-8")
    file.write_text(mutant.applied(source), encoding="utf-8")
    try:
        return tested(tree, tests_of(mutant.file, tree))
    finally:
        file.write_text(source, encoding="utf-8")


def tested(tree: Path, tests: list[str]) -> str:
    """What tests say of a tree, run in a fork: a start of its own costs more than most tests."""
    child, status = os.fork(), 3
    if not child:
        try:
            status = _run(tree, tests)
        finally:
            os._exit(status)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return "timed out"
    return "survived" if status == 0 else "killed"


def _run(tree: Path, tests: list[str]) -> int:
    signal.alarm(LIMIT)
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    sys.dont_write_bytecode = True
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--no-header", "--deselect", PLANTED, *tests]))


PLANTED = "tests/facts/test_verification.py::test_verify_fails_on_a_planted_bug_and_names_the_example"


def equivalent(mutant: Mutant) -> str:
    """Why no input tells a mutant from the code; empty where one may."""
    change = f"{mutant.was} -> {mutant.now}"
    return next(
        (why for (file, begins), why in EQUIVALENT.items() if file == mutant.file and change.startswith(begins)), ""
    )


def summary(mutants: list[Mutant], told: dict[str, str]) -> list[str]:
    """How many were killed, by part, and every survivor, as Markdown."""
    lines = [
        "| part | mutants | killed | survived | equivalent | killed of those that are not |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    alive = [m for m in mutants if told[m.key] == "survived"]  # what never ends is noticed
    same = [m for m in alive if equivalent(m)]
    for part in (*PARTS, ""):
        n, left, equal = (sum(f"/{part}/" in m.file or not part for m in each) for each in (mutants, alive, same))
        share = (n - left) / (n - equal) if n > equal else 1.0
        lines.append(f"| {part or 'all'} | {n} | {n - left} | {left - equal} | {equal} | {share:.1%} |")
    lines += ["", "| survivor | change | |", "|---|---|---|"]
    for m in alive:
        why = f"equivalent: {equivalent(m)}" if equivalent(m) else "not killed"
        was, now = (" ".join(text.split()).replace("|", "\\|") for text in (m.was, m.now))
        lines.append(f"| {m.file.removeprefix('acctlib/')}, line {m.start[0]} | `{was}` → `{now}` | {why} |")
    return lines


def main() -> None:
    """Judge the mutants that are not judged yet, and say what became of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    parser.add_argument("--count", type=int, default=MUTANTS)
    parser.add_argument("--part", choices=PARTS, help="those of one part alone")
    parser.add_argument("--again", action="store_true", help="judge those that survived once more")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    every = candidates()
    mutants = sorted(random.Random(given.seed).sample(every, given.mutants), key=lambda m: m.key)
    known = given.results.read_text(encoding="utf-8").splitlines() if given.results.exists() else []
    told = {row["mutant"]: row["told"] for row in map(json.loads, known)}
    if given.again:
        told = {key: what for key, what in told.items() if what == "killed"}
    waiting = [m for m in mutants if m.key not in told and f"/{given.part or ''}" in m.file][: given.count]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(
            ROOT, tree, ignore=shutil.ignore_patterns(".venv", ".git", "reports", "__pycache__", ".*_cache")
        )
        sound: dict[tuple[str, ...], bool] = {}  # tests that fail without any change kill nothing
        for m in waiting:
            tests = tuple(tests_of(m.file, tree))
            if tests not in sound:
                sound[tests] = tested(tree, list(tests)) == "survived"
            if not sound[tests]:
                print(f"{'unsound':9} {m.key}: its tests fail without a change", flush=True)
                continue
            told[m.key] = judged(m, tree)
            with given.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"mutant": m.key, "told": told[m.key]}) + "\n")
            print(f"{told[m.key]:9} {m.key}", flush=True)
    done = [m for m in mutants if m.key in told]
    text = "\n".join([f"{len(done)} of {len(every)} possible changes, seed {given.seed}.", "", *summary(done, told)])
    print(text)
    if given.write:
        given.write.write_text(HEAD + text + "\n", encoding="utf-8")


HEAD = """# Mutants

How many small wrong changes of metrics and facts the tests notice. `benchmarks/mutants.py` draws them with a seed from
all that could be made (operators, boundaries, constants, minimum and maximum, conditions, arguments left out), makes
one at a time in a copy of the tree, and runs the tests that match its module.

"""

if __name__ == "__main__":
    main()
