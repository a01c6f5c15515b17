"""The last look before anything is sent: what stands in a client's file and is not for that client?

Every text of a finished file is accounted for (see `recount`): what nobody can explain is a finding. What a person
typed is searched for what the client must not read (see `search`). A finding holds the report back.
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
    """Judges the accounts of reports.

    Parameters
    ----------
    book : Book
        Open; what is looked for is read when the first text is searched.
    """

    def __init__(self, book: Book) -> None:
        self.book, self.search = book, Search(book)
        self._at_hand: dict[str, Slice] = {}

    def prepare(self) -> None:
        """Read the book now, and not when the first report is there to be looked at."""
        _ = self.search.terms

    def noting(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """The jobs as they are; a client's own rows are kept at hand until its report has been looked at."""
        for job in jobs:
            if job.edition == "client":
                self._at_hand[job.client_id] = job.held
            yield job

    def rows(self, client_id: str) -> Slice:
        """What a client may read, at hand or from the book."""
        return self._at_hand.pop(client_id, None) or self.book.slice(client_id, "client")

    def findings(self, client_slice: Slice | None, accounts: Iterable[tuple[str, Account]]) -> Found:
        """Findings and notes in the accounts of a report's files, each with the file's name.

        Parameters
        ----------
        client_slice : Slice, optional
            The client's rows, for a client's edition. In an internal edition other clients may be named, and what
            people typed is not searched.

        Notes
        -----
        - Words that somebody typed stand in every format: they are told by their cell of the notebook.
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
    """Texts that nobody explains are searched too: a finding that says whose they are helps."""
    return ((name, run) for name, account in accounts for run in account.unaccounted)


def audited(audit: Audit, outcome: Outcome) -> Outcome:
    """The outcome as it is; what nobody can explain, or what is not for its client, holds a report back."""
    client_slice = audit.rows(outcome.client_id) if outcome.edition == "client" else None
    if outcome.state != "done":
        return outcome
    names = (file.name for file in outcome.files)
    findings, notes = audit.findings(client_slice, zip(names, outcome.accounts, strict=False))
    return replace(outcome, state="held" if findings else "done", findings=findings, notes=notes)
