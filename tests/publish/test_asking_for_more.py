"""In the process of a client's report, who asks for more than the client may see is told what, why and where instead."""

import pickle
import re
from dataclasses import replace

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config, deny_data_access, load_config
from acctlib.errors import NotHeldError
from acctlib.publish.workers.batch import rendered
from acctlib.publish.workers.report import render
from acctlib.review.session import bind_slice

ASKED = {
    "open_book(load_config())": "NotHeldError: the firm's configuration cannot be opened here: .*client edition of client A"
    ".*internal edition \\(account_review\\); open other clients",
    "open_book(Config())": "NotHeldError: the book cannot be opened here: .*account_review",
    "from acctlib.book.store.store import Book; Book(review.config.root / 'book', review.config)": "the book cannot be opened",
    "from acctlib.book.store.lazy_tables import LazyTables; LazyTables(review.config)": "the book cannot be opened here",
    "from acctlib.book import check_book; from acctlib.config import Config, Source\n"
    "check_book(Config(sources={n: Source(file=f'{n}.csv') for n in ('clients', 'revenue')}))":
        "the source of clients cannot be opened here",
    "from acctlib.review.session import remarks_of; from acctlib.review.base.commentary import commentary\n"
    "commentary(review.config, review.quarter, [], [])": "the commentary on all clients cannot be opened here",
    "review.frames['costs']": r"table 'costs' is internal: it is not part of the client edition; .*\(account_review\)",
    "review.slice.frames['opportunities']": "table 'opportunities' is internal: it is not part of the client edition",
    "review.frames['projects']": "the book has no table 'projects'",
    "review.frames['clients']['tier']": "KeyError: 'tier': column 'tier' of clients is internal: it is "
    r"not part of the client edition; show it in the internal edition \(account_review\)",
    "review.frames['clients'][['name', 'tier']]": "column 'tier' of clients is internal",
    "review.head.end_reason": "column 'end_reason' of clients is internal",
    "review.frames['clients'].query('tier > 1')": "column 'tier' of clients is internal",
    "review.frames['clients']['nothing']": "KeyError: 'nothing'$",
}  # fmt: skip


BEFORE = "from acctlib import Config, load_config, open_book, open_review\nreview = open_review(client)\n"


def numbered(job, number, cell, **rest):
    """A job whose notebook nobody else's overwrites."""
    made = job(BEFORE * (rest.get("edition") != "internal") + cell, client="A", **rest)
    return replace(
        made, client_id=f"A{number}", notebook=made.notebook.rename(made.notebook.with_name(f"n{number}.ipynb"))
    )


def test_a_clients_notebook_that_asks_for_more_fails_in_its_cell_and_is_told_why(job, tmp_path):
    jobs = [numbered(job, n, asked) for n, asked in enumerate(ASKED)]
    outcomes = {outcome.client_id: outcome for outcome in rendered(jobs, workers=2)}
    for one, (asked, told) in zip(jobs, ASKED.items(), strict=True):
        failure = outcomes[one.client_id].failure
        assert failure, asked
        assert failure.cell == 4
        assert re.search(told, failure.error), failure.error
    assert not list(tmp_path.rglob("*.html"))


def test_an_internal_notebook_may_open_what_a_clients_may_not(job):
    (outcome,) = rendered(
        [numbered(job, 1, "from acctlib import Config, open_book\nopen_book(Config())", edition="internal")], 1
    )
    assert outcome.failure.error.startswith("ConfigError: sources: none are configured")


def test_the_mark_is_gone_when_the_report_is_made(job, tmp_path):
    assert render(job("1")).state == "done"
    (tmp_path / "acctlib.yml").write_text("firm: Tiny\n")
    assert load_config(tmp_path / "acctlib.yml").firm == "Tiny"


def test_the_mark_is_that_of_the_client_edition_alone(tmp_path):
    tables = {"clients": pd.DataFrame({"client_id": ["A"]})}
    (tmp_path / "acctlib.yml").write_text("firm: Tiny\n")
    try:
        bind_slice(Slice("A", "internal", tables, pd.Timestamp("2026-09-30").date(), ""), Config())
        assert load_config(tmp_path / "acctlib.yml").firm == "Tiny"
        bind_slice(Slice("A", "client", tables, pd.Timestamp("2026-09-30").date(), ""), Config())
        with pytest.raises(NotHeldError, match="client edition of client A"):
            load_config(tmp_path / "acctlib.yml")
    finally:
        bind_slice(None)
        deny_data_access()


def test_a_table_that_is_not_there_is_explained_in_another_process_too():
    held = Slice("A", "client", {"clients": pd.DataFrame()}, pd.Timestamp("2026-09-30").date(), "")
    there = pickle.loads(pickle.dumps(held))
    with pytest.raises(NotHeldError, match=r"^table .people. is internal"):
        there.frames["people"]
    with pytest.raises(KeyError):  # what analysts catch today
        there.frames["people"]
    with pytest.raises(NotHeldError, match="there is no table 'clientz'; did you mean 'clients'"):
        there.frames["clientz"]
    assert there.frames.get("people") is None
    assert "people" not in there.frames
