"""Every public metric is used by what acctlib prints: one that tests alone call is no metric of the kit."""

import ast
from pathlib import Path

import pytest

import acctlib

ROOT = Path(acctlib.__file__).parent.parent
METRICS = "acctlib.metrics"
Symbol = tuple[str, str]


def module_of(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def symbols(tree):
    """Each function, class or constant of a module, with its nodes; everything else under the empty name."""
    found = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names = [node.name]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [x.id for target in targets for x in ast.walk(target) if isinstance(x, ast.Name)]
        else:
            names = [""]
        for name in names:
            found.setdefault(name, []).append(node)
    return found


def imported(tree):
    """Local name -> (module, name in it); the name is empty where the module itself is imported."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("acctlib")
        for alias in node.names
    }


def references(nodes, module, own, names):
    """What some nodes refer to, as (module, name)."""
    for node in (x for one in nodes for x in ast.walk(one)):
        if isinstance(node, ast.Name) and node.id in names:
            yield names[node.id]
        elif isinstance(node, ast.Name) and node.id in own:
            yield module, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield ".".join(names[node.value.id]), node.attr


def in_use(files):
    """All that code outside the metrics refers to, directly or through other metrics."""
    graph, waiting = {}, []
    for file in files:
        tree, module = ast.parse(file.read_text(encoding="utf-8")), module_of(file)
        own, names = symbols(tree), imported(tree)
        for name, nodes in own.items():
            graph[module, name] = set(references(nodes, module, own, names))
        if not module.startswith(METRICS):
            waiting += [target for name in own for target in graph[module, name]]
    found = set()
    while waiting:
        symbol = waiting.pop()
        if symbol not in found:
            found.add(symbol)
            waiting += graph.get(symbol, ())
    return found


FILES = sorted((ROOT / "acctlib").rglob("*.py"))
PUBLIC = [
    (module_of(file), node.name)
    for file in FILES
    if module_of(file).startswith(METRICS)
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


@pytest.fixture(scope="module")
def used():
    return in_use(FILES)


@pytest.mark.parametrize("symbol", PUBLIC, ids=".".join)
def test_a_public_metric_is_used_outside_the_metrics(used, symbol):
    assert symbol in used, "call it from facts, or delete it with its tests"
