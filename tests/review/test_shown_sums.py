"""What is shown adds up, or says by how much it does not: in every table with a total, of every client and the portfolio."""

import re

import pytest
from babel.numbers import parse_decimal

from acctlib import load_config, open_book, open_portfolio, open_review
from acctlib.display.blocks.block import inner_blocks

SECTIONS = {
    "client": ("actions", "objectives", "results", "delivery", "satisfaction", "commercial", "evidence"),
    "internal": ("profit", "renewals", "growth", "opportunities", "whitespace", "delivery", "commercial", "evidence"),
}
PORTFOLIO = ("attention", "retention", "checkpoints", "satisfaction", "growth", "delivery", "team", "forecast_accuracy")


def amount(text, locale):
    """A shown amount as a number; None where none is shown."""
    sign = -1 if "−" in text else 1
    digits = re.sub(r"[^\d.,'’\s\u00a0\u202f]", "", text).strip(" .,\u00a0\u202f")
    return sign * float(parse_decimal(digits, locale=locale)) if digits else None


def allowed(caption, locale):
    """What a table says its printed amounts may miss their total by; nothing where it says nothing."""
    said = re.search(r"add up to within ([^ ]+)\.$|bis auf (.+) auf\.$", caption)
    return amount(next(filter(None, said.groups())), locale) if said else 0.0


def totals(blocks, locale):
    """Every table with a total: head, column, the parts as shown, the total as shown, and what it says they may miss."""
    for block in blocks:
        for piece in inner_blocks(block.payload()):
            if piece["block"] != "table" or not piece.get("total"):
                continue
            *parts, total = piece["rows"]
            for at, column in enumerate(piece["columns"][1:], 1):
                if "%" in column["name"]:  # an interval is two numbers
                    continue
                shown = [amount(row[at]["text"], locale) for row in (*parts, total)]
                off = allowed(piece.get("caption", ""), locale)
                yield piece["columns"][0]["name"], column["name"], shown[:-1], shown[-1], off


@pytest.fixture(scope="module")
def clients(demo_yml):
    with open_book(load_config(demo_yml)) as book:
        return book.client_ids()


@pytest.mark.parametrize("edition", ["client", "internal"])
def test_parts_of_every_client_add_up_as_they_are_shown(demo_yml, clients, edition):
    seen = 0
    for client in clients:
        review = open_review(client, "2026Q3", edition, str(demo_yml))
        shown = [getattr(review, name)() for name in SECTIONS[edition]]
        for table, column, parts, total, off in totals(shown, review.formatter.locale):
            assert sum(parts) == pytest.approx(total, abs=off + 1e-6), (client, table, column, parts, total)
            seen += 1
    assert seen > 3 * len(clients)


def test_parts_of_the_portfolio_add_up_as_they_are_shown(demo_yml):
    book = open_portfolio("", "2026Q3", str(demo_yml))
    shown = [getattr(book, name)() for name in PORTFOLIO]
    seen = 0
    for table, column, parts, total, off in totals(shown, book.formatter.locale):
        if column != "People" or None in parts:  # a score is no sum; hidden groups must not be had by subtraction
            continue
        assert sum(parts) == pytest.approx(total, abs=off + 1e-6), (table, column)
        seen += 1
    assert seen
