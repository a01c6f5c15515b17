"""Delivery across the book: funnel plots instead of league tables, and overdue projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from acctlib.display import Block, Note, group
from acctlib.facts.delivery.delivery import closed
from acctlib.metrics.base.control_charts import INNER, OUTER, funnel_limits
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.delivery.delivery_groups import success_counts
from acctlib.periods import trailing_four
from acctlib.review.base.tables import ColumnSpec, table_of

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MOST = 10


def delivery(book: PortfolioPage) -> Block:
    """Success by client and manager against chance limits, success by service line, and overdue projects."""
    done = closed(book.prepared)
    translate = book.formatter.translate
    if lacks := book.context.lacking(["projects"], trailing_four(book.quarter).first):
        why = translate("Delivery success is not known: {why}.", why=book.formatter.translate(lacks))
        return group((Note(why), _overdue(book)))
    if done.empty or done["success"].dropna().empty:
        return group(
            (
                Note(
                    translate(
                        "Project delivery rate not available: no projects were completed in the last four quarters."
                    )
                ),
                _overdue(book),
            )
        )
    known = done.dropna(subset=["success"])
    managers = book.frames["clients"].set_index("client_id").get("manager")
    by_client = known.assign(name=known["client_id"].map(book.names))
    blocks = [
        _funnel(
            book,
            by_client,
            translate(
                "Project delivery success by client, by number of completed projects. Shaded: 95% "
                "limits; dashed: 99.8% limits."
            ),
        )
    ]
    if managers is not None and managers.notna().any():
        by_manager = known.assign(name=known["client_id"].map(managers)).dropna(subset=["name"])
        blocks.append(
            _funnel(
                book,
                by_manager,
                translate("By account manager. Points inside the limits do not differ significantly from the average."),
            )
        )
    return group((*blocks, _by_line(book, known), _overdue(book)))


def _funnel(book: PortfolioPage, known: pd.DataFrame, caption: str) -> Block:
    from acctlib.display.charts import funnel

    groups = success_counts(known, known["name"]).rename_axis("name").reset_index()
    middle = ratio(float(known["success"].sum()), float(known["success"].count()))
    outer = funnel_limits(middle, groups["n"], OUTER)
    outside = (groups["share"] < outer["low"]) | (groups["share"] > outer["high"])
    told = groups[["name", "n", "share"]].assign(outside=outside)
    sizes = pd.Series(np.unique(np.linspace(1, max(int(groups["n"].max()), 5), 60).astype(int)))
    inner, wide = (funnel_limits(middle, sizes, level) for level in (INNER, OUTER))
    limits = pd.DataFrame(
        {"n": sizes, "low": inner["low"], "high": inner["high"], "low_outer": wide["low"], "high_outer": wide["high"]}
    )
    return funnel(told, limits, middle, book.formatter, book.brand, caption)


def _by_line(book: PortfolioPage, known: pd.DataFrame) -> Block:
    translate = book.formatter.translate
    if "service_line" not in known or known["service_line"].dropna().empty:
        return Note(translate("Delivery by service line not available: projects name no service line."))
    counts = success_counts(known, known["service_line"]).rename_axis("service_line")
    on_time = success_counts(known, known["service_line"], "on_time")["share"]
    by = counts.rename(columns={"share": "won"}).assign(timed=on_time)[["n", "won", "timed"]]
    columns = (
        ColumnSpec("service_line", "Service line", width=3),
        ColumnSpec("n", "Closed", "count"),
        ColumnSpec("timed", "On time", "percent"),
        ColumnSpec("won", "Success", "percent"),
    )
    return table_of(book, by.reset_index().sort_values("n", ascending=False), columns)


def _overdue(book: PortfolioPage) -> Block:
    """Projects past their original due date and not delivered, longest overdue first."""
    translate, found = book.formatter.translate, book.prepared.outcomes
    late = found[found["state"] == "overdue"].sort_values("committed_date") if len(found) else found
    if late.empty:
        return Note(translate("No project is overdue now."))
    day = pd.Timestamp(book.context.covered_to)
    shown = late.head(MOST)
    told = shown.assign(client=shown["client_id"].map(book.names), days=(day - shown["committed_date"]).dt.days)
    columns = (
        ColumnSpec("client", "Client", width=2.4),
        ColumnSpec("name", "Overdue project", width=3),
        ColumnSpec("committed_date", "Original due date", "day", 1.4),
        ColumnSpec("days", "Days late", "count"),
    )
    more = len(late) - len(shown)
    rest = [Note(book.formatter.count(more, "{n} more project is overdue.", "{n} more projects are overdue."))]
    return group((table_of(book, told, columns), *(rest if more else [])))
