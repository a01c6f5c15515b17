"""All rows of one client, table by table."""

from __future__ import annotations

from acctlib.book.demo import account_plan as counsel
from acctlib.book.demo import judgement, known, money, strategy
from acctlib.book.demo import projects as work
from acctlib.book.demo import surveys as voice
from acctlib.book.demo.calendar import Calendar
from acctlib.book.demo.money import Row, Rows
from acctlib.book.demo.plan import Client
from acctlib.book.demo.planted import Case

GROUPS = dict.fromkeys(("C020", "C021"), "Ostara Holding")  # two clients with the same owner: never each other's peers


def client_rows(client: Client, calendar: Calendar) -> dict[str, Rows]:
    """Return a client's rows in each table, in the schema's order of tables."""
    agreed = money.contracts(client, calendar)
    projects = work.projects(client, calendar)
    goals = strategy.objectives(client, calendar)
    answers = voice.surveys(client, calendar, projects)
    revenue = _invoices(client, agreed, projects, calendar)
    return {
        "clients": [_head(client) | known.wallet(client, calendar)],
        "contracts": agreed,
        "revenue": revenue,
        "costs": money.costs(client, revenue),
        "surveys": answers,
        "projects": projects,
        "milestones": work.milestones(client, projects, calendar),
        "objectives": goals,
        "actions": counsel.answering(strategy.actions(client, calendar, goals), answers),
        "decisions": counsel.decisions(client, calendar),
        "results": counsel.results(client, calendar, goals),
        "risks": counsel.risks(client, calendar),
        "ideas": counsel.ideas(client, calendar, goals),
        "opportunities": strategy.opportunities(client, calendar),
        "renewal_forecasts": judgement.calls(client, agreed, calendar),
        "contacts": known.contacts(client, calendar),
        "assignments": work.assignments(client, projects),
    }


def _head(client: Client) -> Row:
    merged = client.case is Case.MERGER
    return {
        "client_id": client.client_id, "name": client.name, "segment": client.segment, "region": client.region,
        "tier": client.tier, "currency": client.currency, "locale": client.locale, "start_date": client.start,
        "end_date": client.end, "end_reason": "merged" if merged else "moved in-house" if client.end else "",
        "parent_id": "C001" if merged else "", "group": GROUPS.get(client.client_id, ""), "supervisor": client.supervisor, "manager": client.manager,
    }  # fmt: skip


def _invoices(client: Client, agreed: Rows, projects: Rows, calendar: Calendar) -> Rows:
    """All invoice lines in date order, grouped into one invoice per month."""
    lines = [
        *money.retainers(client, agreed),
        *money.usage(client, calendar),
        *money.passed_on(client, calendar),
        *money.credits(client, calendar),
        *money.project_fees(client, projects),
    ]
    billed = sorted(
        money.paused(client, lines, calendar),
        key=lambda row: (row["service_date"], row["kind"], row["service_line"], row["amount"]),
    )
    return [{**row, "invoice_id": f"I-{client.client_id}-{row['service_date']:%Y%m}"} for row in billed]
