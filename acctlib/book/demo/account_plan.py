"""Decisions asked of the client, results of the work, risks, and ideas for further work."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from acctlib.book.demo.calendar import Calendar, after
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client, Topic


class Choice(NamedTuple):
    """A decision that a client may be asked to make."""

    question: str
    options: str
    recommendation: str
    decision: str


class Came(NamedTuple):
    """A result that a client may measure; the value is scaled slightly for each client."""

    statement: str
    measure: str
    unit: str
    value: float
    attribution: str
    counter: str


class Fear(NamedTuple):
    """A risk, and whether it is also shown to the client."""

    text: str
    mitigation: str
    shared: bool


class Idea(NamedTuple):
    """An idea for further work."""

    text: str
    evidence: str
    effort: str
    why_now: str


CHOICES = (
    Choice("Which markets come first next year?", "Keep three markets, or focus on two with double the media spend each",
           "Two markets: cost per lead in the third has been double for three quarters", "two markets"),
    Choice("Who approves creative work?", "A single approver (1 day), or the current five-person round (8 days on average)",
           "Single approver: every late project this year was held up in the approval round", "one person, with a deputy"),
    Choice("Should we repeat the brand tracker in spring?", "Repeat at the same fee, or run in autumn only",
           "Repeat: otherwise we have only one reading this year", "in autumn only"),
    Choice("Where should the asset library be hosted?", "Move to your own system before summer, or stay on ours for another year",
           "Before summer: the licence is due for renewal in June", "before summer"),
)  # fmt: skip
RESULTS = (
    Came("Cost per lead", "your CRM, average of the quarter", "%", -12.0,
         "About two-thirds attributable to the new landing pages; the rest is seasonal.", "Lead volume unchanged."),
    Came("Checkout completion rate", "your web analytics", "%", 4.5,
         "A/B test on 50% of visitors; uplift shown.", "Returns did not rise."),
    Came("Ad recognition", "independent tracker, 600 asked", "%", 23.0,
         "Recognition of our film; a price promotion ran in parallel.", "Complaints up 10%."),
    Came("Average time to answer", "your service desk, median", "seconds", 48.0,
         "Your new rota and our scripts launched in the same month; effects cannot be separated.", "None identified."),
)  # fmt: skip
RISKS = (
    Fear("Brand film may miss the product launch", "Cut a short version first", True),
    Fear("Approval by legal takes longer than planned", "Submit scripts to legal two weeks earlier", True),
    Fear("Media prices rise before the autumn booking", "Book half of the inventory now", True),
    Fear("Executive sponsor is leaving", "Meet the successor and two more directors", False),
    Fear("Procurement is running a competitive pitch", "Bring the results of two years to the next meeting", False),
)
IDEAS = (
    Idea("Test retail media with one product line", "Three of your competitors moved a tenth of their budget there", "two months, one specialist",
         "Booking for the autumn closes in six weeks"),
    Idea("One dashboard for both sales teams", "The two teams report different figures for the same weeks", "three weeks",
         "Your new sales director begins next month"),
    Idea("Interview ten customers who left", "Returning-customer rate is behind plan", "ten days",
         "Last quarter's churn list is now complete"),
    Idea("Shorten the order form", "A third of baskets are abandoned on page 2", "one sprint",
         "The shop is being rebuilt anyway"),
)  # fmt: skip
LEVELS = ("low", "medium", "high")


def decisions(client: Client, calendar: Calendar) -> Rows:
    """One decision requested at the last review, and one or two from the past year that have been made."""
    rng = client.stream(Topic.DECISIONS)
    chosen = rng.permutation(len(CHOICES))[: int(rng.integers(2, 4))].tolist()
    if not client.stays_on(calendar):
        return []
    asked = [after(calendar.cut, -int(days)) for days in (9, 130, 210)]
    return [_decision(client, number, CHOICES[k], asked[number - 1]) for number, k in enumerate(chosen, 1)]


def _decision(client: Client, number: int, choice: Choice, asked: date) -> Row:
    open_ = number == 1
    return {
        "decision_id": f"D-{client.client_id}-{number}", "client_id": client.client_id, "asked_on": max(asked, client.start),
        "question": choice.question, "options": choice.options, "recommendation": choice.recommendation,
        "due_date": after(max(asked, client.start), 35), "decided_date": None if open_ else after(max(asked, client.start), 21),
        "decision": "" if open_ else choice.decision,
    }  # fmt: skip


def results(client: Client, calendar: Calendar, goals: Rows) -> Rows:
    """Up to two results from the last quarter; a weak account has one, and a very weak account has none."""
    rng = client.stream(Topic.RESULTS)
    chosen = rng.permutation(len(RESULTS))[: 2 if client.health > 0.55 else 1].tolist()
    scale = float(rng.uniform(0.6, 1.4))
    if not client.stays_on(calendar) or client.health < 0.25:
        return []
    return [
        {
            "result_id": f"E-{client.client_id}-{number}", "client_id": client.client_id, "date": after(calendar.cut, -1),
            **RESULTS[k]._asdict(), "value": round(RESULTS[k].value * scale, 1),
            "objective_id": goals[0]["objective_id"] if goals and number == 1 else "",
            "may_use": number == 1 if client.health > 0.55 else None,
        }
        for number, k in enumerate(chosen, 1)
    ]  # fmt: skip


def risks(client: Client, calendar: Calendar) -> Rows:
    """One to three risks; some are internal."""
    rng = client.stream(Topic.RISKS)
    chosen = rng.permutation(len(RISKS))[: int(rng.integers(1, 4))].tolist()
    if not client.stays_on(calendar):
        return []
    return [_risk(client, number, RISKS[k], calendar, rng) for number, k in enumerate(chosen, 1)]


def _risk(client: Client, number: int, fear: Fear, calendar: Calendar, rng: np.random.Generator) -> Row:
    raised = max(after(calendar.cut, -int(rng.integers(10, 150))), client.start)
    probability, impact = (LEVELS[int(level)] for level in rng.integers(0, 3, 2))
    over = bool(rng.random() < 0.25)
    return {
        "risk_id": f"R-{client.client_id}-{number}", "client_id": client.client_id, "raised_on": raised, "text": fear.text,
        "probability": probability, "impact": impact, "owner": client.manager, "mitigation": fear.mitigation,
        "due_date": after(calendar.cut, int(rng.integers(10, 60))), "closed_date": after(raised, 8) if over else None,
        "shared": fear.shared,
    }  # fmt: skip


def ideas(client: Client, calendar: Calendar, goals: Rows) -> Rows:
    """Two or three ideas, each linked to an objective if there is one; the last is not yet shown to the client."""
    rng = client.stream(Topic.IDEAS)
    chosen = rng.permutation(len(IDEAS))[: int(rng.integers(2, 4))].tolist()
    if not client.stays_on(calendar):
        return []
    served = [goal["objective_id"] for goal in goals] or [""]
    return [
        {
            "idea_id": f"G-{client.client_id}-{number}", "client_id": client.client_id,
            "raised_on": max(after(calendar.cut, -20), client.start), **IDEAS[k]._asdict(),
            "objective_id": served[number % len(served)], "closed_date": None, "shared": number < len(chosen),
        }
        for number, k in enumerate(chosen, 1)
    ]  # fmt: skip


def answering(actions: Rows, surveys: Rows) -> Rows:
    """The same actions, with our first action after each survey comment marked as following from it."""
    heard = [row for row in surveys if row["comment"] and row["answered_date"]]
    follows: dict[str, str] = {}
    for answer in heard:
        ours = (a for a in actions if a["side"] == "us" and a["promised_on"] >= answer["answered_date"])
        first = next((a["action_id"] for a in ours if a["action_id"] not in follows), None)
        if first:
            follows[first] = answer["survey_id"]
    return [{**row, "survey_id": follows.get(row["action_id"], "")} for row in actions]
