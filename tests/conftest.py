"""What many tests share: the demonstration book, made once a session."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from acctlib import load_config, open_book
from acctlib.book.demo import write_demo

ROOT = Path(__file__).parent.parent
# How long an example takes depends on what else the machine does.
settings.register_profile("acctlib", deadline=None)
settings.load_profile("acctlib")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demonstration book in its default size."""
    return write_demo(tmp_path_factory.mktemp("demo") / "book")


@pytest.fixture(scope="session")
def demo_yml(demo_folder):
    """Its configuration file."""
    return demo_folder / "acctlib.yml"


@pytest.fixture(scope="session")
def demo_book(demo_yml):
    """Its book, open."""
    with open_book(load_config(demo_yml)) as book:
        yield book


@pytest.fixture(scope="session")
def northwind():
    """The folder of the Northwind database, or a skip where it is not at hand."""
    given = Path(os.environ.get("NORTHWIND", ROOT.parent / "shared" / "data" / "northwind"))
    if not (given / "northwind.db").is_file():
        pytest.skip("the Northwind files are not here; set NORTHWIND to their folder")
    return given
