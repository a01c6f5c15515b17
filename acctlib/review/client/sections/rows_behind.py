"""The source rows of each headline number: only columns visible to the edition, and they add up to it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from acctlib import periods
from acctlib.display import SupportingRows
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.delivery.delivery import closed
from acctlib.facts.satisfaction.answers import counted_answers
from acctlib.metrics.base.ratio import ratio

if TYPE_CHECKING:
    from acctlib.facts import Fact
    from acctlib.review.base.client_page import ClientPage

MOST = 2000  # invoice lines listed individually
LINES = {
    "service_date": "Service date", "invoice_id": "Invoice", "service_line": "Service", "kind": "Kind",
    "amount": "Amount",
}  # fmt: skip
PROJECTS = {
    "name": "Project", "committed_date": "Original due date",
    "delivered_date": "Delivered", "accepted_date": "Day accepted", "on_time": "On time",
    "within_fees": "Within agreed fees", "accepted": "Accepted", "success": "Success",
}  # fmt: skip
GROUPS = ("Detractor (0 to 6)", "Passive (7 and 8)", "Promoter (9 and 10)")


def rows_behind(review: ClientPage) -> tuple[SupportingRows, ...]:
    """Source rows of fees, growth, retention, satisfaction and delivery; facts not in the edition are omitted.

    The client edition never lists individual survey scores, whatever they add up to.
    """
    makers = {"fees": _fees, "growth": _growth, "nrr": _retention, "nps": _answers, "delivery_success": _projects}
    known = {name: fact for name, fact in review.facts.items() if name != "nps" or review.edition == "internal"}
    return tuple(make(review, known[name]) for name, make in makers.items() if name in known)


def _fees(review: ClientPage, fact: Fact) -> SupportingRows:
    """The quarter's invoice lines, whose sum is the fees."""
    lines = _lines(review, review.quarter, recurring=False)
    return _behind(review, fact, _listed(lines, LINES), [(fact.label, fact.value, "money")])


def _growth(review: ClientPage, fact: Fact) -> SupportingRows:
    """Both quarters' invoice lines; growth is the later sum divided by the earlier, minus one."""
    return _both_quarters(review, fact, recurring=False)


def _retention(review: ClientPage, fact: Fact) -> SupportingRows:
    """Both quarters' recurring invoice lines; retention is the later sum divided by the earlier."""
    return _both_quarters(review, fact, recurring=True)


def _both_quarters(review: ClientPage, fact: Fact, *, recurring: bool) -> SupportingRows:
    quarters = (periods.year_ago(review.quarter), review.quarter)
    lines = [_lines(review, quarter, recurring).assign(quarter=periods.label(quarter)) for quarter in quarters]
    sums = [(periods.label(q), math.fsum(part["amount"]), "money") for q, part in zip(quarters, lines, strict=True)]
    frame = _listed(pd.concat(lines), {"quarter": "Quarter", **LINES})
    made = _behind(review, fact, frame, [*sums, (fact.label, fact.value, fact.unit)])
    told = ratio(sums[1][1], sums[0][1]) - (fact.unit == "growth")
    if fact.value is None or math.isclose(told, fact.value, rel_tol=1e-9, abs_tol=1e-9):
        return made
    # The number is restated for a merger; the lines are not.
    return replace(
        made, note=review.formatter.translate("Restated for a merger: these lines alone do not give the number.")
    )


def _lines(review: ClientPage, quarter: pd.Period, recurring: bool) -> pd.DataFrame:
    """Invoice lines in the review's currency, oldest first; more than `MOST` are summed by day, service and kind."""
    lines = lines_of(review.prepared, quarter, recurring)
    if len(lines) > MOST:
        by = [name for name in ("service_date", "service_line", "kind") if name in lines]
        lines = lines.groupby(by, observed=True, dropna=False)["amount"].sum().reset_index()
    return lines.sort_values([name for name in LINES if name in lines], kind="stable")


def _answers(review: ClientPage, fact: Fact) -> SupportingRows:
    """Scores in ascending order, without date or role, which would identify who gave which."""
    told = counted_answers(review.prepared, "nps")
    told = told if fact.known else told.iloc[:0].assign(nps=[])
    group = pd.cut(told["nps"].astype("float64"), [-1, 6, 8, 10], labels=list(GROUPS)).astype(str)
    frame = told.assign(group=[review.formatter.translate(name) for name in group])
    shown = _listed(frame.sort_values("nps", kind="stable"), {"nps": "Result", "group": "Group"})
    counts = [(name, float((group == name).sum()), "count") for name in reversed(GROUPS)]
    return _behind(review, fact, shown, [*counts, (fact.label, fact.value, fact.unit)])


def _projects(review: ClientPage, fact: Fact) -> SupportingRows:
    """Projects closed in four quarters with a known result; the share of ones is the success rate."""
    found = closed(review.prepared)
    done = found[found["success"].notna()].sort_values(["closed_on", "project_id"]) if len(found) else found
    ones = float(done["success"].eq(True).sum()) if len(done) else 0.0
    sums = [("Successful", ones, "count"), ("Closed", float(len(done)), "count"), (fact.label, fact.value, fact.unit)]
    return _behind(review, fact, _listed(done, PROJECTS), sums)


def _listed(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The columns that exist, in this order and under these headings."""
    there = {name: said for name, said in names.items() if name in frame}
    return frame[list(there)].rename(columns=there)


def _behind(
    review: ClientPage, fact: Fact, frame: pd.DataFrame, sums: list[tuple[str, float | None, str]]
) -> SupportingRows:
    """Rows as plain values; a fact without a value has a note saying why, and no sums."""
    formatter = review.formatter
    columns = tuple((formatter.translate(str(name)), _form(review, frame[name])) for name in frame)
    rows = tuple(tuple(map(_plain, row)) for row in frame.itertuples(index=False, name=None))
    told = [
        (formatter.translate(label), value, formatter.form(unit)) for label, value, unit in sums if value is not None
    ]
    note = formatter.translate(fact.note) if not fact.known else ""
    return SupportingRows(
        fact.name, formatter.translate(fact.label), columns, rows, tuple(told) if fact.known else (), note
    )


def _form(review: ClientPage, column: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    if column.name == LINES["amount"]:
        return review.formatter.form("money")
    return "number.0" if pd.api.types.is_numeric_dtype(column) else ""


def _plain(value: Any) -> float | str | None:
    """A value as a JSON type; true is 1 and false is 0, so that they can be summed."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value if isinstance(value, str) else float(value)
