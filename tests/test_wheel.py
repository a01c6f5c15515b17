"""The kit installs like any package: its wheel holds all that a review is made with."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns, unpack_archive

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("acctlib", "notebooks", "templates")
PASSING = ignore_patterns(".*", "__pycache__")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
SDIST = "import sys; from setuptools.build_meta import build_sdist; build_sdist(sys.argv[1])"
REVIEW = """
import atexit, sys
from acctlib.cli import main
atexit.register(lambda: print(*(m.__file__ for name, m in sys.modules.items() if name.split(".")[0] == "acctlib"), sep="\\n"))
main(["review", "C001", "--to", "pdf", "--workers", "1"])
"""


def run(*command, **kw):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **kw)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source, target):
    """The wheel of a source tree, built without a network."""
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(target), str(source))
    (wheel,) = target.glob("*.whl")
    return wheel


def contents(folder, beneath=""):
    return {beneath + p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the sources, without what has been built in them."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        copytree(ROOT / part, folder / part, ignore=PASSING)
    for file in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md"):
        (folder / file).write_bytes((ROOT / file).read_bytes())
    return folder


@pytest.fixture(scope="module")
def source(checkout, tmp_path_factory):
    """What the source distribution unpacks to."""
    target = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-c", SDIST, str(target), cwd=checkout)
    unpack_archive(next(target.glob("*.tar.gz")), target, filter="data")
    return next(target.glob("acctlib-*/"))


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    return build(source, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_the_package_with_its_notebooks_and_templates_and_nothing_else(checkout, wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    parts = {"acctlib": "acctlib/", "notebooks": "acctlib/notebooks/", "templates": "acctlib/templates/"}
    assert packed == {name: data for part, at in parts.items() for name, data in contents(checkout / part, at).items()}
    assert "acctlib/py.typed" in packed


def test_a_module_that_has_gone_is_not_built_again(source, wheel, tmp_path):
    stale = source / "build" / "lib" / "acctlib" / "gone.py"
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_text("")
    with zipfile.ZipFile(build(source, tmp_path)) as archive:
        assert "acctlib/gone.py" not in archive.namelist()


@pytest.mark.long
@pytest.mark.skipif("ACCTLIB_LONG" not in os.environ, reason="make test-long")
def test_a_review_renders_from_the_wheel_in_a_folder_of_its_own(wheel, tmp_path):
    site = tmp_path / "site"
    run(*PIP, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel))
    fresh = {**os.environ, "PYTHONPATH": str(site)}
    run(sys.executable, "-m", "acctlib", "demo", "d", "--clients", "1", "--quarters", "6", cwd=tmp_path, env=fresh)
    said = run(sys.executable, "-c", REVIEW, cwd=tmp_path / "d", env=fresh)
    modules = [Path(line) for line in said.splitlines() if line.endswith(".py")]
    assert len(modules) > 20
    assert all(module.is_relative_to(site) for module in modules)
    assert len(list((tmp_path / "d" / "reports").rglob("C001*.pdf"))) == 2
