"""All contracts that end in the next two quarters: health scorecard vs renewal forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.health.checkpoints import checkpoints as points_of
from acctlib.metrics.health.checkpoints import EARLY, LATE, VERDICTS
from acctlib.review.client.sections.checkpoints import CALLS, PANEL, STATES, said_of
from acctlib.review.client.sections.checkpoints import VERDICTS as WORDS
from acctlib.review.portfolio.files import renewals_file

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MOST = 40
BOTH = ("at_early", "at_late")


def checkpoints(book: PortfolioPage) -> Block:
    """Health scorecard and renewal forecast at each checkpoint, and a calendar of upcoming dates."""
    calendar = renewals_file(book)
    return group((_said(book), *([calendar] if calendar else [])))


def _said(book: PortfolioPage) -> Block:
    """One row for a client's contracts with the same end date and results; disagreements first."""
    translate = book.formatter.translate
    points = points_of(book.prepared, book.history)
    if points is None:
        return Note(translate("Checkpoints not available: no contracts are recorded."))
    if points.empty:
        return Note(translate("No contract ends, and no notice falls due, within the next two quarters."))
    lines = by_client(points)
    come = lines[[not _ahead(pair) for pair in zip(lines["at_early"], lines["at_late"], strict=True)]]
    if come.empty:
        return Note(translate("No checkpoint of the contracts that end within the next two quarters has come yet."))
    columns = (
        TableColumn(translate("Client"), width=2.5), TableColumn(translate("Contracts"), "right", 1),
        TableColumn(translate("End date"), width=1.5),
        TableColumn(translate("6-month checkpoint"), width=2.9),
        TableColumn(translate("3-month checkpoint"), width=2.9),
    )  # fmt: skip
    table = Table(columns, tuple(_row(book, row) for _, row in come.head(MOST).iterrows()))
    return group((table, Note(_rest(book, come, len(lines) - len(come))), Note(said_of(book.formatter, points))))


def by_client(points: pd.DataFrame) -> pd.DataFrame:
    """Group contracts by client, end date and results at both checkpoints, one row per group.

    Returns
    -------
    DataFrame
        `client_id`, `end_date`, `at_early`, `at_late` (verdict, health status, renewal forecast), `contracts`;
        disagreements first, then missing forecasts.
    """
    stands = list(zip(points["verdict"], points["state"], points["call"].where(points["call"].notna(), ""),
                      strict=True))  # fmt: skip
    each = points.assign(stands=pd.Series(stands, index=points.index, dtype="object"))
    keys = ["client_id", "contract_id", "end_date"]
    wide = each.pivot(index=keys, columns="months", values="stands").reindex(columns=[EARLY, LATE])
    told = wide.set_axis(list(BOTH), axis="columns").reset_index()
    told = told.assign(**{name: told[name].where(told[name].notna(), None) for name in BOTH})
    key = [f"{early} {late}" for early, late in zip(told["at_early"], told["at_late"], strict=True)]
    grouped = told.assign(_key=key).groupby(["client_id", "end_date", "_key"], sort=False, as_index=False)
    found = grouped.agg(at_early=("at_early", "first"), at_late=("at_late", "first"), contracts=("contract_id", "size"))
    found["_worst"] = [min(map(_rank, pair)) for pair in zip(found["at_early"], found["at_late"], strict=True)]
    ordered = found.sort_values(["_worst", "end_date", "client_id", "_key"], kind="stable")
    return ordered.drop(columns=["_key", "_worst"]).reset_index(drop=True)


def _rank(stands: tuple[str, str, str] | None) -> int:
    return VERDICTS.index(stands[0]) if isinstance(stands, tuple) else len(VERDICTS)


def _row(book: PortfolioPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = book.formatter
    return (
        TableCell(str(book.names.get(row["client_id"], row["client_id"])), strong=True),
        TableCell(formatter.number(row["contracts"]), int(row["contracts"])),
        TableCell(formatter.day(row["end_date"])),
        _beside(book, row["at_early"]),
        _beside(book, row["at_late"]),
    )


def _beside(book: PortfolioPage, stands: tuple[str, str, str] | None) -> TableCell:
    """Health and forecast at one checkpoint, or why they are not compared."""
    if not isinstance(stands, tuple):
        return TableCell("")
    formatter, (verdict, state, call) = book.formatter, stands
    if verdict == "later":
        return TableCell(formatter.translate(WORDS[verdict]), muted=True)
    said = CALLS[call] if call else WORDS["no_call"]
    text = formatter.translate("Health: {panel} · Forecast: {call}", panel=PANEL[state], call=said)
    return TableCell(text, state=STATES[verdict])


def _ahead(pair: tuple[object, object]) -> bool:
    """Whether both checkpoints are still to come."""
    return all(not isinstance(stands, tuple) or stands[0] == "later" for stands in pair)


def _rest(book: PortfolioPage, lines: pd.DataFrame, ahead: int) -> str:
    formatter, more = book.formatter, max(len(lines) - MOST, 0)
    parts = [formatter.count(min(len(lines), MOST), "{n} checkpoint.", "{n} checkpoints, disagreements first.")]
    if more:
        parts.append(formatter.count(more, "{n} more not shown.", "{n} more not shown."))
    if ahead:
        parts.append(formatter.count(ahead, "{n} more checkpoint is upcoming.", "{n} more checkpoints are upcoming."))
    return " ".join(parts)
