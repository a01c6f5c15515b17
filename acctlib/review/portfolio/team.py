"""The team: utilisation, clients and fees per manager, and overdue actions; nobody is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.delivery.actions import promise_outcomes
from acctlib.facts.delivery.load import Load, load
from acctlib.periods import within
from acctlib.review.base.tables import ColumnSpec, table_of
from acctlib.review.portfolio.satisfaction import fees_of_year
from acctlib.review.portfolio.threads import threads

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MOST, MOST_PEOPLE = 10, 40


def team(book: PortfolioPage) -> Block:
    """Clients and fees per manager, hours vs capacity, single-threaded accounts, and questions for 1:1s."""
    return group((_managers(book), _load(book), *threads(book), _prompts(book)))


def _managers(book: PortfolioPage) -> Block:
    """Each manager's clients, fees, at-risk accounts and overdue actions, ordered by name."""
    translate, clients = book.formatter.translate, book.frames["clients"]
    if "manager" not in clients or clients["manager"].dropna().empty:
        return Note(translate("Account managers not available: clients name no manager."))
    held = clients[clients["client_id"].isin(book.health.states.index)].dropna(subset=["manager"])
    state = book.health.overall["state"].reindex(held["client_id"]).to_numpy()
    told = held.assign(
        fees=fees_of_year(book).reindex(held["client_id"], fill_value=0).to_numpy(), act=state == "missed"
    )
    late = _late(book).groupby("client_id").size()
    told = told.assign(late=late.reindex(told["client_id"], fill_value=0).to_numpy())
    by = told.groupby("manager", sort=True).agg(
        n=("client_id", "size"), fees=("fees", "sum"), act=("act", "sum"), late=("late", "sum")
    )
    columns = (
        ColumnSpec("manager", "Account manager (A–Z)", width=2.4),
        ColumnSpec("n", "Clients", "count"),
        ColumnSpec("fees", "Fees, last 4 quarters", "compact", 1.2),
        ColumnSpec("act", "At-risk accounts", "count", 1.3),
        ColumnSpec("late", "Overdue actions", "count", 1.3),
    )
    return table_of(book, by.reset_index(), columns)


def _load(book: PortfolioPage) -> Block:
    """Contracted hours on open projects vs capacity, in total and per person."""
    translate, found = book.formatter.translate, load(book.prepared)
    if found is None:
        return Note(translate("Utilisation not available: no weekly hours are recorded."))
    if found.planned is None:
        return Note(translate("Utilisation not available: projects have no hours."))
    share = found.planned / found.available if found.available > 0 else None
    told = pd.DataFrame({"n": [found.n], "hours": [found.planned], "available": [found.available], "load": [share]})
    columns = (
        ColumnSpec("n", "People", "count"),
        ColumnSpec("available", "Capacity next quarter (h)", "count", 2),
        ColumnSpec("hours", "Contracted hours, open projects", "count", 2),
        ColumnSpec("load", "Utilisation", "percent"),
    )
    note = translate("Excludes retainer hours unless tracked as projects.")
    others = [Note(translate("Work for clients of other supervisors is not in it."))] if book.supervisor else []
    return group((table_of(book, told, columns), Note(note), *others, *_each(book, found)))


def _each(book: PortfolioPage, found: Load) -> tuple[Block, ...]:
    """Each person's utilisation, ordered by name."""
    translate, formatter = book.formatter.translate, book.formatter
    if found.people is None:
        return (Note(translate("Utilisation per person not available: no assignments are recorded.")),)
    shown = found.people.head(MOST_PEOPLE)
    rows = tuple(
        (
            TableCell(str(person)), TableCell(formatter.number(row["available"], 0)),
            TableCell(formatter.number(row["hours"], 0)),
            TableCell(formatter.number(row["n"])), _full(book, row["load"]),
        )
        for person, row in shown.iterrows()
    )  # fmt: skip
    columns = (
        TableColumn(translate("Person, by name"), width=2.4),
        TableColumn(translate("Capacity next quarter (h)"), "right", 2),
        TableColumn(translate("Planned hours, open projects"), "right", 1.6),
        TableColumn(translate("Projects"), "right", 1),
        TableColumn(translate("Utilisation"), width=1.6),
    )  # fmt: skip
    more = len(found.people) - len(shown)
    rest = formatter.count(more, "and {n} more person, by name", "and {n} more people, by name")
    notes = [f"{rest}."] if more else []
    if found.unassigned >= 1:
        one = "{n} contracted hour is unassigned."
        many = "{n} contracted hours are unassigned."
        hours = round(found.unassigned)
        notes += [formatter.count(hours, one, many)]
    return (Table(columns, rows), *map(Note, notes))


def _full(book: PortfolioPage, share: float) -> TableCell:
    """A utilisation cell: over capacity is marked as watch, and an unknown value is not treated as low."""
    if pd.isna(share):
        return TableCell(book.formatter.unknown, state="unknown")
    told = book.formatter.percent(share, 0)
    return (
        TableCell(book.formatter.translate("{load}, over capacity", load=told), share, "watch")
        if share > 1
        else TableCell(told, share)
    )


def _prompts(book: PortfolioPage) -> Block:
    """Questions for the next 1:1 with each manager; about accounts, never about people."""
    translate, clients = book.formatter.translate, book.frames["clients"]
    if "manager" not in clients:
        return Note(translate("No questions: clients name no manager."))
    managers = clients.set_index("client_id")["manager"]
    states = book.health.states
    asks = {
        "respondents": "Who else at {client} should we build a relationship with? We have one contact.",
        "response_rate": "Why does {client} not answer, and who could ask?",
        "promises": "What is blocking our overdue actions for {client}?",
        "overdue": "What would help the overdue work for {client}?",
    }
    rows = []
    for driver, question in asks.items():
        for client in states.index[states[driver] == "missed"]:
            who = managers.get(client)
            name = str(book.names.get(client, client))
            rows.append(
                (
                    TableCell(str(who) if isinstance(who, str) else translate("not named")),
                    TableCell(translate(question, client=name)),
                )
            )
    if not rows:
        return Note(translate("No question forces itself on us this quarter."))
    ordered = sorted(rows, key=lambda row: (row[0].text, row[1].text))[:MOST]
    return Table(
        (
            TableColumn(translate("For 1:1 with"), width=1.4),
            TableColumn(translate("Question for the next 1:1"), width=5),
        ),
        tuple(ordered),
    )


def _late(book: PortfolioPage) -> pd.DataFrame:
    actions = book.frames.get("actions")
    if actions is None:
        return pd.DataFrame({"client_id": [], "due_date": pd.to_datetime([])})
    ours = actions[actions["side"].fillna("us") == "us"] if "side" in actions else actions
    return ours[promise_outcomes(ours, book.context.covered_to) == "overdue"]


def overdue_actions(book: PortfolioPage) -> Block:
    """Our overdue actions, oldest first, with the days late."""
    translate = book.formatter.translate
    if "actions" not in book.frames:
        return Note(translate("Actions not available: none are recorded."))
    late = _late(book).sort_values(["due_date", "action_id"])
    if late.empty:
        return Note(translate("No overdue actions on our side."))
    day = pd.Timestamp(book.context.covered_to)
    shown = late.head(MOST)
    told = shown.assign(client=shown["client_id"].map(book.names), days=(day - shown["due_date"]).dt.days)
    columns = (
        ColumnSpec("client", "Client", width=2),
        ColumnSpec("text", "Action", width=3.4),
        ColumnSpec("owner", "Owner", width=1.4),
        ColumnSpec("due_date", "Due", "day", 1.3),
        ColumnSpec("days", "Days late", "count"),
    )
    recent = len(within(late, book.quarter, on="due_date"))
    one = "{n} of our actions is overdue, {recent} of which became overdue this quarter."
    many = "{n} of our actions are overdue, {recent} of which became overdue this quarter."
    note = book.formatter.count(len(late), one, many, recent=recent)
    return group((table_of(book, told, columns), Note(note)))
