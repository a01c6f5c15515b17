"""Traces a finished report's texts in a separate process, with rows read from the book again.

Nothing used to render the report is trusted here: neither its rows, nor its process, nor what it states about itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from acctlib.errors import PublishError
from acctlib.publish.paths.job import Job, Outcome, Recount

if TYPE_CHECKING:
    from acctlib.book.store.slice import Slice
    from acctlib.publish.paths.account import Account

Render = Callable[[Iterable[Job]], Generator[Outcome, None, None]]
Key = tuple[str, str]


def accounts_of(job: Job) -> tuple[Account, ...]:
    """Accounts of a report's finished files, one per format, in the order of the job's formats.

    Parameters
    ----------
    job : Job
        The report's job; its `held` rows were read for this purpose.

    Raises
    ------
    PublishError
        If these rows are not the client's, or the report has no executed notebook.
    """
    from acctlib.publish.checks.accounting import account
    from acctlib.publish.checks.reproduction import words_of
    from acctlib.publish.workers.report import export
    from acctlib.review.session import bind_slice, open_review

    _check_rows(job)
    executed = _executed(job)
    bind_slice(job.held, job.config)
    try:
        review = open_review(job.client_id, job.parameters.get("quarter", ""), job.edition)
        words = words_of(executed, review)
    finally:
        bind_slice(None)
    drawn = ((f, export(job, executed, f)) for f in job.formats)
    return tuple(
        account(job.report_paths.report(job.client_id, job.edition, format_), _bytes(content), words)
        for format_, content in drawn
    )


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def _check_rows(job: Job) -> None:
    """Raise an error if any row has another client's id."""
    whose = {str(one) for f in job.held.frames.values() if "client_id" in f for one in f["client_id"].unique()}
    if whose - {job.client_id}:
        raise PublishError(f"the rows of client {job.client_id} hold rows of {', '.join(sorted(whose))}")


def _executed(job: Job) -> dict[str, Any]:
    path = job.report_paths.report(job.client_id, job.edition, "ipynb")
    path = path if path.is_file() else job.report_paths.passed(path)  # notebooks never stay among the held files
    try:
        executed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(f"{path.name}: the executed notebook cannot be read: {error}") from None
    return executed


def recounted(job: Recount) -> Outcome:
    """Run a recount; returns the accounts, or a failure."""
    from acctlib.publish.paths.failure import failure_of

    begun = perf_counter()
    try:
        accounts = accounts_of(job)
    except Exception as error:  # any error here fails this report and no other
        return Outcome(job.client_id, job.name, job.edition, "failed", failure=failure_of(error, job.notebook.name))
    seconds = {"account": round(perf_counter() - begun, 4)}
    return Outcome(job.client_id, job.name, job.edition, "done", accounts=accounts, seconds=seconds)


class _Turns:
    """Yields jobs as processes become free; finished reports to be traced precede new ones."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs = iter(jobs)
        self.first: list[Recount] = []
        self.out: dict[Key, Job] = {}
        self.done: dict[Key, Outcome] = {}

    def __iter__(self) -> Iterator[Job]:
        return self

    def __next__(self) -> Job:
        """The next job; after exhaustion there may be another one, once a further report has been rendered."""
        if self.first:
            return self.first.pop(0)
        job = next(self.jobs)
        self.out[job.client_id, job.edition] = job
        return job


def accounted(render: Render, jobs: Iterable[Job], afresh: Callable[[Job], Slice]) -> Generator[Outcome, None, None]:
    """Yield outcomes as they arrive, each with its files' accounts.

    Parameters
    ----------
    render : callable
        Yields the outcomes of jobs, from this machine or from a cluster.
    afresh : callable
        Returns a job's rows, read from the book again.

    Notes
    -----
    - A report whose texts cannot be traced fails.
    """
    turns = _Turns(jobs)
    with closing(render(turns)) as coming:
        for outcome in coming:
            key = (outcome.client_id, outcome.edition)
            if key in turns.done:
                yield _with_accounts(turns.done.pop(key), outcome)
            elif outcome.state == "done":
                turns.done[key] = outcome
                turns.first.append(recount_of(turns.out.pop(key), afresh))
            else:
                del turns.out[key]
                yield outcome


def recount_of(job: Job, afresh: Callable[[Job], Slice]) -> Recount:
    """The job that traces another job's files, with rows read again."""
    parts = {field.name: getattr(job, field.name) for field in fields(Job)}
    return Recount(**{**parts, "held": afresh(job)})


def _with_accounts(finished: Outcome, said: Outcome) -> Outcome:
    if said.state == "failed":
        return replace(finished, state="failed", failure=said.failure, files=(), digests=(), headlines=(), facts=())
    spent = sum(said.seconds.values())
    return replace(finished, accounts=said.accounts, seconds={**finished.seconds, "account": round(spent, 4)})
