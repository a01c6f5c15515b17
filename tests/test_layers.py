"""Imports point one way, in no cycle, and heavy libraries are imported where they belong."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "acctlib"
GROUND = ("notebook_frames", "errors", "phrases", "rounding", "periods", "coverage", "compat", "config_parts", "config")
# Each line may import from itself, from those left of it, and from the ground. `book` is beside metrics and facts.
ORDER = ("metrics", "facts", "display", "review", "publish", "cli", "__main__")
USERS_OF_BOOK = {"review", "publish", "cli", "book"}
# Within a package, from what is imported to what imports; modules that lie beside the folders are in the list as well.
INSIDE = {
    "book": ("schema", "access_messages", "visibility", "ingest", "store", "demo"),
    "metrics": (
        "base",
        "fees",
        "satisfaction",
        "health",
        "delivery",
        "retention",
        "growth",
        "registry",
        "published",
        "definitions_page",
    ),
    "facts": (
        "base",
        "retention",
        "delivery",
        "satisfaction",
        "growth",
        "scorecard",
        "statements",
        "peers",
        "health",
        "verification",
    ),
    "display": ("", "brand", "drawing", "blocks", "charts"),
    "review": ("base", "client", "portfolio", "session", "numbers", "as_client"),
    "publish": ("paths", "kernel", "pages", "formats", "checks", "workers", "run"),
}
AT_HOME = {
    "duckdb": {"book"},
    "pandera": {"book"},
    "sqlalchemy": {"book"},
    "matplotlib": {"display"},
    "seaborn": {"display"},
    "icalendar": {"display"},
    "papermill": {"publish"},
    "nbconvert": {"publish"},
    "nbformat": {"publish"},
    "typst": {"publish"},
    "babel": {"display"},
    "filelock": {"publish"},
    "pikepdf": {"publish"},
    "pypdfium2": {"publish"},
    "xlsxwriter": {"publish"},
    "psutil": {"publish"},
    "distributed": {"publish"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def module(file: Path) -> str:
    return ".".join(("acctlib", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


MODULES = {module(file): file for file in FILES}


def imports(file: Path) -> set[str]:
    """Modules and libraries that a file imports, for types alone or when a function runs as well."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name for name in inner if name in MODULES} or {node.module}
    return names


def room(name: str) -> str:
    """`metrics` of acctlib.metrics.growth.ramp."""
    return name.split(".")[1] if name.count(".") else ""


def folder(name: str) -> str:
    """`growth` of acctlib.metrics.growth.ramp, `` of a module of a package without order for it."""
    parts = name.split(".")
    place = parts[2] if len(parts) > 2 else ""
    return place if place in INSIDE.get(parts[1], ()) else ""


def ours(file: Path) -> list[str]:
    return [name for name in imports(file) if name.startswith("acctlib.")]


@pytest.mark.parametrize("file", FILES, ids=module)
def test_a_module_imports_only_from_the_left(file):
    here = room(module(file))
    for there in {room(name) for name in ours(file)} - {here}:
        if not here or there in GROUND:
            assert here not in GROUND or GROUND.index(there) < GROUND.index(here), f"{file.name} imports {there}"
        elif there == "book":
            assert here in USERS_OF_BOOK, f"{file.name} imports the book"
        else:
            assert here != "book", f"{file.name} imports {there}"
            assert here not in GROUND, f"{file.name} imports {there}"
            assert ORDER.index(there) < ORDER.index(here), f"{file.name} imports {there}"


@pytest.mark.parametrize("file", [file for file in FILES if room(module(file)) in INSIDE], ids=module)
def test_folders_of_a_package_import_only_from_the_left(file):
    name = module(file)
    order = INSIDE[room(name)]
    for other in ours(file):
        if room(other) == room(name) and file.name != "__init__.py" and folder(other) in order:
            assert order.index(folder(other)) <= order.index(folder(name)), f"{name} imports {other}"


def test_every_folder_has_its_place_in_the_order():
    for package, order in INSIDE.items():
        folders = {path.name for path in (PACKAGE / package).iterdir() if (path / "__init__.py").exists()}
        assert folders <= set(order), package


def test_no_import_goes_round_for_types_alone_either():
    links = {module(file): set(ours(file)) & set(MODULES) - {module(file)} for file in FILES}
    packages = {name for name, file in MODULES.items() if file.name == "__init__.py"}
    graph = {name: others - packages for name, others in links.items() if name not in packages}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("file", FILES, ids=module)
def test_a_heavy_library_is_imported_at_home_only(file):
    for name in imports(file):
        homes = AT_HOME.get(name.split(".")[0])
        assert homes is None or room(module(file)) in homes, f"{file.name} imports {name}"


def test_the_rules_see_a_wrong_import(tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text("import duckdb\nfrom acctlib.publish.run import run\n")
    assert imports(file) == {"duckdb", "acctlib.publish.run.run"}
