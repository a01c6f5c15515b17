"""The final check before anything is sent: search a client's files for content that is not for that client.

Every text of a finished file is traced (see `recount`): an unexplained text is a finding. Text typed by a person is
searched for what the client must not read (see `search`). A finding holds the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from acctlib.publish.checks.accounting import unexplained
from acctlib.publish.checks.search.search import Search
from acctlib.publish.paths.account import Run

if TYPE_CHECKING:
    from acctlib.book.store.slice import Slice
    from acctlib.book.store.store import Book
    from acctlib.publish.paths.account import Account
    from acctlib.publish.paths.finding import Finding
    from acctlib.publish.paths.job import Job, Outcome

Found = tuple[tuple["Finding", ...], tuple["Finding", ...]]


class Audit:
    """Evaluates the accounts of reports.

    Parameters
    ----------
    book : Book
        An open book; the search terms are read when the first text is searched.
    """

    def __init__(self, book: Book) -> None:
        self.book, self.search = book, Search(book)
        self._at_hand: dict[str, Slice] = {}

    def prepare(self) -> None:
        """Read the book now rather than when the first report needs checking."""
        _ = self.search.terms

    def noting(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Pass on the jobs; a client's own rows are kept in memory until its report has been checked."""
        for job in jobs:
            if job.edition == "client":
                self._at_hand[job.client_id] = job.held
            yield job

    def rows(self, client_id: str) -> Slice:
        """The rows that a client may read, from memory or from the book."""
        return self._at_hand.pop(client_id, None) or self.book.slice(client_id, "client")

    def findings(self, client_slice: Slice | None, accounts: Iterable[tuple[str, Account]]) -> Found:
        """Findings and notes from the accounts of a report's files, each with the file's name.

        Parameters
        ----------
        client_slice : Slice, optional
            The client's rows, for a client edition. An internal edition may name other clients, so its typed text is
            not searched.

        Notes
        -----
        - Typed text appears in every format, so it is reported by its notebook cell.
        """
        accounts = list(accounts)
        strange = unexplained(accounts)
        if client_slice is None:
            return strange, ()
        typed = dict.fromkeys(run for _, account in accounts for run in account.typed)
        named, notes = self.search.look(client_slice, [*_at_the_notebook(typed), *_strange(accounts)])
        return (*named, *strange), notes


def _at_the_notebook(typed: Iterable[Run]) -> Iterator[tuple[str, Run]]:
    return (("the notebook", run) for run in typed)


def _strange(accounts: Iterable[tuple[str, Account]]) -> Iterator[tuple[str, Run]]:
    """Unexplained texts, which are searched too, as a finding is more useful if it states whose they are."""
    return ((name, run) for name, account in accounts for run in account.unaccounted)


def audited(audit: Audit, outcome: Outcome) -> Outcome:
    """Audit an outcome; a report with unexplained texts, or content not for its client, is held."""
    client_slice = audit.rows(outcome.client_id) if outcome.edition == "client" else None
    if outcome.state != "done":
        return outcome
    names = (file.name for file in outcome.files)
    findings, notes = audit.findings(client_slice, zip(names, outcome.accounts, strict=False))
    return replace(outcome, state="held" if findings else "done", findings=findings, notes=notes)
