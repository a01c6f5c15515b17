"""Commercial: fees agreed, fees invoiced and contracts in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.growth.account_bridge import ALL_SERVICES, NOT_ASSIGNED
from acctlib.facts.growth.agreed import agreed_and_invoiced
from acctlib.review.base.tables import rounded_apart

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

KINDS = {
    "retainer": "Retainer fees",
    "project": "Project fees",
    "usage": "Usage-based fees",
    "pass_through": "Pass-through costs (at cost)",
    "reimbursable": "Expenses",
}


def commercial(review: ClientPage) -> Block:
    """Recurring fees vs those agreed, invoiced amounts by kind to the cent, with credits, and contracts in force."""
    return group((*_agreed(review), _invoiced(review), _contracts(review)))


def _agreed(review: ClientPage) -> list[Block]:
    """Recurring fees by service line: contracted, invoiced and the difference."""
    found, formatter, translate = (
        agreed_and_invoiced(review.prepared),
        review.formatter,
        review.formatter.translate,
    )
    if found is None:
        return []
    parts = found.assign(difference=found["invoiced"] - found["agreed"])[["agreed", "invoiced", "difference"]]
    parts = parts.rename(index={ours: translate(ours) for ours in (NOT_ASSIGNED, ALL_SERVICES)})
    told = parts if len(parts) == 1 else pd.concat([parts, parts.sum().to_frame(translate("Total")).T])
    rows = tuple(
        (TableCell(str(line)), *(TableCell(formatter.money(float(amount)), float(amount)) for amount in amounts))
        for line, *amounts in told.itertuples(name=None)
    )
    heads = (translate("Contracted"), translate("Invoiced"), translate("Difference"))
    columns = (
        TableColumn(translate("Recurring fees: contracted vs invoiced"), width=2.2),
        *(TableColumn(head, "right", 1.6) for head in heads),
    )
    caption = translate(
        "Contracted: one-twelfth of the annual contract value per month, pro-rated by day for part-months."
    )
    caption = f"{caption} {rounded_apart(review, parts, 'invoiced')}".strip()
    return [Table(columns, rows, caption, total=len(found) > 1)]


def _invoiced(review: ClientPage) -> Block:
    rows = periods.within(review.prepared.revenue, review.quarter, on="service_date")
    translate = review.formatter.translate
    if rows.empty:
        return Note(translate("Nothing was invoiced this quarter."))
    charged = rows.assign(credit=rows["amount"] < 0)
    sums = charged.groupby(["kind", "credit"], observed=True)["amount"].sum().reset_index()
    lines = [
        (translate(KINDS[row["kind"]]) + (translate(", credits") if row["credit"] else ""), row["amount"])
        for _, row in sums.iterrows()
    ]
    money, names = review.formatter.money, sorted(lines)
    table = [(TableCell(name), TableCell(money(float(part)), float(part))) for name, part in names]
    apart = rounded_apart(review, pd.DataFrame({"amount": [part for _, part in names]}))
    total = float(rows["amount"].sum())
    table.append((TableCell(translate("Total invoiced"), strong=True), TableCell(money(total), total, strong=True)))
    columns = (
        TableColumn(translate("Invoiced in {quarter}", quarter=periods.label(review.quarter)), width=3),
        TableColumn(review.context.currency, "right", 1),
    )
    return Table(columns, tuple(table), apart, total=True)


def _contracts(review: ClientPage) -> Block:
    translate, frame = review.formatter.translate, review.frames.get("contracts")
    if frame is None:
        return Note(translate("Contracts not available: none are recorded."))
    start, end = periods.bounds(review.quarter)
    running = frame[(frame["start_date"] < end) & ~(frame["end_date"] < start)].sort_values(
        ["service_line", "start_date"]
    )
    if running.empty:
        return Note(translate("No contracts were in force this quarter."))
    noticed = "notice_date" in running and bool(running["notice_date"].notna().any())
    rows = tuple(_contract(review, row, noticed) for _, row in running.iterrows())
    columns = (
        TableColumn(translate("Contract"), width=2.2),
        TableColumn(translate("Annual value"), "right", 1.6),
        TableColumn(translate("Start date"), width=1.6),
        TableColumn(translate("End date"), width=1.5),
        *((TableColumn(translate("Notice deadline"), width=1.5),) if noticed else ()),
        TableColumn(translate("Status"), width=1.2),
    )
    return Table(columns, rows)


def _contract(review: ClientPage, row: pd.Series, noticed: bool) -> tuple[TableCell, ...]:
    formatter = review.formatter
    own = type(formatter)(formatter.locale, row["currency"]) if isinstance(row.get("currency"), str) else formatter
    value = row.get("annual_value")
    return (
        TableCell(str(row["service_line"]) if isinstance(row.get("service_line"), str) else str(row["contract_id"])),
        TableCell(own.money(value, 0), float(value))
        if pd.notna(value)
        else TableCell(formatter.translate("to be agreed"), muted=True),
        TableCell(formatter.day(row["start_date"])),
        _day(review, row["end_date"], formatter.translate("open")),
        *((_day(review, row["notice_date"], ""),) if noticed else ()),
        TableCell(formatter.translate(row["status"]) if isinstance(row.get("status"), str) else formatter.unknown),
    )


def _day(review: ClientPage, day: pd.Timestamp, without: str) -> TableCell:
    return TableCell(review.formatter.day(day)) if pd.notna(day) else TableCell(without, muted=True)
