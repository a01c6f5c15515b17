"""Helpers that build the tables for published examples: invoice lines, responses, projects and contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

Tables = dict[str, pd.DataFrame]
NOW, YEAR_AGO = "2026-05-15", "2025-05-15"  # in the quarter under review, and in the same quarter a year earlier
INVOICED = ("client_id", "service_date", "amount", "kind", "currency")


def book(**tables: pd.DataFrame) -> Tables:
    """Return the tables with a `clients` table added for every client in them, and empty `revenue` by default."""
    held = {"revenue": invoices(), **tables}
    owners = sorted({str(owner) for frame in held.values() if "client_id" in frame for owner in frame["client_id"]})
    return {"clients": pd.DataFrame({"client_id": owners}), **held}  # a given `clients` table replaces this one


def invoices(*lines: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """Build invoice lines from client, date, amount, kind and currency."""
    frame = pd.DataFrame(list(lines), columns=list(INVOICED))
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]), credit_type=None)


def fees_of(before: Mapping[str, float], now: Mapping[str, float], kind: str = "retainer") -> Tables:
    """Build a book from clients' fees in the quarter under review and in the same quarter a year ago."""
    both = ((YEAR_AGO, before), (NOW, now))
    lines = [(client, day, float(sum_), kind, "EUR") for day, fees in both for client, sum_ in fees.items() if sum_]
    return book(revenue=invoices(*lines))


def replies(
    scores: Mapping[int, int], silent: int = 0, column: str = "nps", answered: str = NOW, client: str = "A"
) -> pd.DataFrame:
    """Build one invitation per contact from the number of responses at each score, and of non-respondents."""
    given = [score for score, count in scores.items() for _ in range(count)] + [None] * silent
    day = pd.Series(pd.Timestamp(answered), range(len(given)))
    frame = pd.DataFrame({"client_id": client, "kind": "relationship", column: pd.Series(given, dtype="float64")})
    who = [f"{client}{answered}{n}" for n in range(len(given))]
    return frame.assign(respondent=who, sent_date=day, answered_date=day.where(frame[column].notna()))


def surveyed(*waves: pd.DataFrame) -> Tables:
    """Build a book of survey responses only."""
    surveys = pd.concat(waves, ignore_index=True)
    scores = {name: float("nan") for name in ("nps", "csat", "ces") if name not in surveys}
    return book(surveys=surveys.assign(**scores))


def projects(*lots: tuple[int, Mapping[str, object]]) -> Tables:
    """Build a book of projects only, from counts and their differences from a project delivered as agreed."""
    plain = {"client_id": "A", "committed_date": NOW, "agreed_date": None, "delivered_date": NOW, "accepted_date": NOW,
             "budget": 100.0, "approved_budget": 100.0, "fees_at_completion": 100.0, "status": None}  # fmt: skip
    rows = [{**plain, **own} for count, own in lots for _ in range(count)]
    frame = pd.DataFrame(rows).assign(project_id=[f"P{n}" for n in range(len(rows))])
    days = {str(name): pd.to_datetime(frame[name]) for name in frame if str(name).endswith("_date")}
    return book(projects=frame.assign(**days))


def contracts(lots: Sequence[tuple[int, str, str | None]]) -> Tables:
    """Build a book of contracts of 1 (million) each, from counts, end dates and renewal signature dates."""
    rows = [(end, signed) for count, end, signed in lots for _ in range(count)]
    old = pd.DataFrame({"contract_id": [f"K{n}" for n in range(len(rows))], "renewal_of": None,
                        "end_date": [end for end, _ in rows], "signed_date": None})  # fmt: skip
    new = pd.DataFrame({"contract_id": [f"R{n}" for n in range(len(rows))], "renewal_of": old["contract_id"],
                        "end_date": "2030-12-31", "signed_date": [signed for _, signed in rows]})  # fmt: skip
    both = pd.concat([old, new[new["signed_date"].notna()]], ignore_index=True)
    days = {column: pd.to_datetime(both[column]) for column in ("end_date", "signed_date")}
    begun = pd.Timestamp("2024-07-01")
    return book(contracts=both.assign(client_id="A", start_date=begun, annual_value=1.0, status="active", **days))


def rates(*known: tuple[str, str, float]) -> pd.DataFrame:
    """Build exchange rates from date, currency and units of EUR per unit of that currency."""
    frame = pd.DataFrame(list(known), columns=["date", "currency", "rate"])
    return frame.assign(date=pd.to_datetime(frame["date"]))
