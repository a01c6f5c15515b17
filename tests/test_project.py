"""What the project says about itself holds: dependencies, lock, environment, README."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from hypothesis import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = {canonicalize_name(m[1]): m[2] for m in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE)}
EXTRAS = PROJECT["optional-dependencies"]
NEEDED = [Requirement(r) for r in [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)]]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("needed", NEEDED, ids=lambda r: r.name)
def test_every_dependency_has_a_floor_and_the_lock_keeps_it(needed):
    assert ">=" in str(needed.specifier)
    assert needed.specifier.contains(PINS[canonicalize_name(needed.name)])


def imported(*folders):
    """Distributions of other people that the code in these folders imports, wherever in it."""
    trees = [
        ast.parse(file.read_text(encoding="utf-8")) for folder in folders for file in (ROOT / folder).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    known = packages_distributions()
    return {canonicalize_name(one) for name in names for one in known.get(name.partition(".")[0], ())} - {"acctlib"}


def declared(*extras):
    lists = (PROJECT["dependencies"], *(EXTRAS[extra] for extra in extras))
    return {canonicalize_name(Requirement(one).name) for listed in lists for one in listed}


def test_every_library_that_the_package_imports_is_declared():
    needed = imported("acctlib")
    assert {"numpy", "jinja2", "pyyaml", "beautifulsoup4"} <= needed
    assert needed <= declared()


def test_every_library_that_tests_and_benchmarks_import_is_declared():
    needed = imported("tests", "benchmarks")
    assert {"pytest", "hypothesis"} <= needed
    assert needed <= declared("dev", "cluster")


def test_no_property_fails_because_the_machine_is_busy():
    assert settings.default.deadline is None
    texts = [
        file.read_text(encoding="utf-8")
        for file in (ROOT / "tests").rglob("test_*.py")
        if file.name != "test_project.py"
    ]
    assert not any("deadline=" in text for text in texts)


def test_every_pin_has_hashes_and_the_lock_no_addresses():
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert "://" not in LOCK
    assert "index-url" not in LOCK


def test_conda_gives_the_same_through_pip():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, nested = environment["dependencies"]
    assert python == f"python{PROJECT['requires-python']}"
    assert pip == "pip"
    assert nested == {"pip": [f"-e .[{','.join(sorted(EXTRAS))}]"]}


def test_the_readme_names_every_command():
    from acctlib.cli import main

    for command in main.commands:
        assert f"acctlib {command}" in README


def test_every_command_of_the_readme_exists():
    from acctlib.cli import main

    named = set(re.findall(r"^\s+acctlib ([a-z-]+)", README, re.MULTILINE))
    assert named <= set(main.commands)


def test_every_folder_of_the_architecture_page_exists():
    tree = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("## Folders")[1].split("Imports point")[0]
    package, top = tree.split("    notebooks/")
    for line in re.findall(r"^ {6}([a-z]+)/ +(.*(?:\n {19}.*)*)", package, re.MULTILINE):
        for inner in ("", *re.findall(r"\b([a-z_]+)/", line[1])):
            assert (ROOT / "acctlib" / line[0] / inner).is_dir(), (line[0], inner)
    for name in ("notebooks", *re.findall(r"^ {4}([a-z]+)/", top, re.MULTILINE)):
        assert (ROOT / name).is_dir(), name


def test_the_readme_is_short_and_its_links_and_those_of_the_docs_lead_somewhere():
    assert README.count("\n") <= 120
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), (page.name, link)


def test_every_make_verb_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in set(re.findall(r"make ([a-z]+) ", README)):
        assert re.search(rf"^{verb}:", makefile, re.MULTILINE), verb


def test_the_changelog_has_a_dated_section_for_this_version_and_nothing_newer_but_what_is_unreleased():
    import acctlib

    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = [head for head in heads if head != "Unreleased"]
    assert re.fullmatch(rf"{re.escape(acctlib.__version__)} - \d{{4}}-\d\d-\d\d", released[0])
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", head) for head in released)


def test_the_page_of_definitions_is_made_anew_after_a_change():
    from acctlib.metrics.definitions_page import definitions_page

    made, kept = definitions_page(), (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert made == kept, "acctlib define --markdown > docs/definitions.md"


def test_every_public_name_can_be_imported():
    import acctlib

    for name in acctlib.__all__:
        assert getattr(acctlib, name) is not None


def test_every_test_that_the_security_page_names_exists():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests/)?[a-z]+/(?:[a-z_/]+\.py)?)`", page))
    assert len(named) > 8
    for name in named:
        assert (ROOT / "tests" / name.removeprefix("tests/")).exists(), name


def test_the_guide_names_every_choice_with_its_default():
    import yaml

    from acctlib.config import Limits, Policy

    for key, model in (("policy", Policy), ("limits", Limits)):
        block = re.search(rf"^ {{7}}{key}:\n((?: {{9}}.*\n)+)", GUIDE, re.MULTILINE)
        given = yaml.safe_load(re.sub(r"^ {9}", "", block[1], flags=re.MULTILINE))
        assert model(**given) == model()
        assert set(given) == set(model.model_fields)


def test_the_guide_says_how_to_tell_which_days_the_data_cover():
    import yaml

    from acctlib.config import Config, Source

    block = re.search(r"^ {7}covered_from:.*\n(?: {7}.*\n)+", GUIDE, re.MULTILINE)
    given = yaml.safe_load(re.sub(r"^ {7}", "", block[0], flags=re.MULTILINE))
    assert set(given) == {"covered_from", "covered_to", "sources"}
    assert set(given) <= set(Config.model_fields)
    assert given["sources"]["revenue"]["period"] in ("day", "month", "quarter")
    assert {"period", "covered_from", "covered_to"} <= set(Source.model_fields)
    assert Config(**given).covered_to.isoformat() == "2026-09-30"


def test_no_docstring_or_comment_refers_to_a_page_outside_of_the_project():
    files = [file for folder in ("acctlib", "tests", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    assert len(files) > 500
    outside = "domain" + ".md"
    assert [file.name for file in files if outside in file.read_text(encoding="utf-8")] == []
