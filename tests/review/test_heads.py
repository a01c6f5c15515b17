"""Every table of every page names each of its columns: who cannot see a page hears the head with each cell."""

import re

import pytest

from acctlib import open_portfolio, open_review
from acctlib.config import kit_folder
from acctlib.display.blocks.block import inner_blocks

CALLS = re.compile(r"\b(?:review|portfolio|book)\.(\w+)\(\)")
# Much of everything; German; no survey; no project; one that will leave; a silent one.
CLIENTS = ("C001", "C008", "C006", "C012", "C013", "C015")


def sections(notebook):
    return CALLS.findall((kit_folder("notebooks") / f"{notebook}.ipynb").read_text(encoding="utf-8"))


def heads(page, notebook):
    for name in sections(notebook):
        for piece in inner_blocks(getattr(page, name)().payload()):
            for table in [piece["table"]] if piece["block"] == "evidence" else [piece]:
                if table["block"] == "table":
                    yield name, [column["name"].strip() for column in table["columns"]]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("edition", "notebook"), [("client", "client_review"), ("internal", "account_review")])
def test_each_column_of_a_client_s_tables_has_a_head(demo_yml, client, edition, notebook):
    found = list(heads(open_review(client, "2026Q3", edition, str(demo_yml)), notebook))
    assert len(found) > 10
    assert [(name, names) for name, names in found if not all(names)] == []


def test_each_column_of_the_portfolio_s_tables_has_a_head(demo_yml):
    found = list(heads(open_portfolio("", "2026Q3", str(demo_yml)), "portfolio_review"))
    assert len(found) > 20
    assert [(name, names) for name, names in found if not all(names)] == []
