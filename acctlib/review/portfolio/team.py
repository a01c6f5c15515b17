"""The team: load, clients and fees per manager, promises that are overdue. Nobody is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Table, group
from acctlib.facts.promises import promise_outcomes
from acctlib.periods import bounds, within
from acctlib.review.portfolio.satisfaction import fees_of_year
from acctlib.review.portfolio.threads import threads
from acctlib.review.tables import Shown, table_of

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio import Portfolio

MOST = 10
WEEKS = 13


def team(book: Portfolio) -> Block:
    """Clients and fees per manager, hours against capacity, accounts on a single thread, next questions."""
    return group((_managers(book), _load(book), *threads(book), _prompts(book)))


def _managers(book: Portfolio) -> Block:
    """In order of names: what each manager looks after."""
    say, clients = book.reader.say, book.frames["clients"]
    if "manager" not in clients or clients["manager"].dropna().empty:
        return Note(say("Who manages which client is unknown: clients name no manager."))
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
        Shown("manager", "Manager, by name", width=2.4),
        Shown("n", "Clients", "count"),
        Shown("fees", "Fees, a year", "compact", 1.2),
        Shown("act", "Accounts to act on", "count", 1.3),
        Shown("late", "Promises overdue", "count", 1.3),
    )
    return table_of(book, by.reset_index(), columns)


def _load(book: Portfolio) -> Block:
    """Hours agreed for work in hand against the hours of the people there."""
    say, people = book.reader.say, book.frames.get("people")
    if people is None or "weekly_hours" not in people or people["weekly_hours"].dropna().empty:
        return Note(say("Load is unknown: the firm keeps no weekly hours of its people."))
    start, end = bounds(book.quarter)
    there = people[~(people["start_date"] >= end) & ~(people["end_date"] <= start)] if "end_date" in people else people
    capacity = float(there["weekly_hours"].sum()) * WEEKS
    planned = _hours_in_hand(book)
    if planned is None:
        return Note(say("Load is unknown: projects have no hours."))
    load = planned / capacity if capacity > 0 else None
    told = pd.DataFrame({"n": [len(there)], "capacity": [capacity], "planned": [planned], "load": [load]})
    columns = (
        Shown("n", "People", "count"),
        Shown("capacity", "Hours available, next quarter", "count", 2),
        Shown("planned", "Hours agreed for work in hand", "count", 2),
        Shown("load", "Load", "percent"),
    )
    note = Note(say("Hours of retainers are not in it unless they are kept as projects."))
    return group((table_of(book, told, columns), note))


def _hours_in_hand(book: Portfolio) -> float | None:
    found, projects = book.ready["outcomes"], book.frames.get("projects")
    if projects is None or "hours_planned" not in projects or found.empty:
        return None
    hand = projects[projects["project_id"].isin(found.loc[found["state"].isin(["open", "overdue"]), "project_id"])]
    if hand["hours_planned"].dropna().empty:
        return 0.0 if hand.empty else None
    done = hand["hours_actual"].fillna(0) if "hours_actual" in hand else 0.0
    return float((hand["hours_planned"] - done).clip(lower=0).sum())


def _prompts(book: Portfolio) -> Block:
    """Questions for the next talk with each manager; about accounts, never about persons."""
    say, clients = book.reader.say, book.frames["clients"]
    if "manager" not in clients:
        return Note(say("No questions: clients name no manager."))
    managers = clients.set_index("client_id")["manager"]
    states = book.health.states
    asks = {
        "people": "Who else at {client} should know us? One person speaks for it.",
        "heard": "Why does {client} not answer, and who could ask?",
        "promises": "What stands in the way of our promises to {client}?",
        "overdue": "What would help the overdue work for {client}?",
    }
    rows = []
    for driver, question in asks.items():
        for client in states.index[states[driver] == "missed"]:
            who = managers.get(client)
            name = str(book.names.get(client, client))
            rows.append(
                (Cell(str(who) if isinstance(who, str) else say("not named")), Cell(say(question, client=name)))
            )
    if not rows:
        return Note(say("No question forces itself on us this quarter."))
    ordered = sorted(rows, key=lambda row: (row[0].text, row[1].text))[:MOST]
    return Table((Col(say("With"), width=1.4), Col(say("Question for the next talk"), width=5)), tuple(ordered))


def _late(book: Portfolio) -> pd.DataFrame:
    actions = book.frames.get("actions")
    if actions is None:
        return pd.DataFrame({"client_id": [], "due_date": pd.to_datetime([])})
    ours = actions[actions["side"].fillna("us") == "us"] if "side" in actions else actions
    return ours[promise_outcomes(ours, book.terms.covered_to) == "overdue"]


def overdue_promises(book: Portfolio) -> Block:
    """Our promises past their day, the oldest first, with their age."""
    say = book.reader.say
    if "actions" not in book.frames:
        return Note(say("Promises are unknown: the firm keeps no list of actions."))
    late = _late(book).sort_values(["due_date", "action_id"])
    if late.empty:
        return Note(say("No promise of ours is overdue."))
    day = pd.Timestamp(book.terms.covered_to)
    shown = late.head(MOST)
    told = shown.assign(client=shown["client_id"].map(book.names), days=(day - shown["due_date"]).dt.days)
    columns = (
        Shown("client", "Client", width=2),
        Shown("text", "Promise", width=3.4),
        Shown("owner", "Owner", width=1.4),
        Shown("due_date", "Due", "day", 1.3),
        Shown("days", "Days late", "count"),
    )
    recent = len(within(late, book.quarter, on="due_date"))
    note = say("{n} promises of ours are overdue, {recent} of them since this quarter.", n=len(late), recent=recent)
    return group((table_of(book, told, columns), Note(note)))
