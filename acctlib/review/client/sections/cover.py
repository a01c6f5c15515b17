"""The review's cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Document

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

DEMO = "Demo data – fictitious clients and figures"


def cover(review: ClientPage) -> Document:
    """Title, people and dates; for the exporters, also header, footer, metadata and every fact."""
    translate = review.formatter.translate
    kind = (
        translate("Quarterly business review") if review.edition == "client" else translate("Internal account review")
    )
    quarter = periods.label(review.quarter)
    stretch = periods.span(review.quarter)
    return Document(
        title=review.name,
        eyebrow=f"{kind} · {quarter}",
        meta=tuple(_people(review)),
        period=review.formatter.days(stretch.start, stretch.last_day),
        header=f"{review.name} · {kind} {quarter}",
        confidentiality=review.formatter.translate(review.config.confidentiality)  # a firm's own wording stays as is
        if review.edition == "client"
        else translate("Internal – do not distribute"),
        footer=_footer(review),
        locale=review.formatter.locale,
        edition=review.edition,
        demo=translate(DEMO) if review.config.demo else "",
        date=min(stretch.last_day, review.slice.covered_to).isoformat(),
        firm=review.config.firm,
        run=review.slice.fingerprint[:8],
        client=review.slice.client_id,
        quarter=periods.name(review.quarter),
        facts=tuple(fact.data() for fact in review.facts.values()),
    )


def _people(review: ClientPage) -> list[str]:
    translate, head, stretch = review.formatter.translate, review.head, periods.span(review.quarter)
    lines = [review.formatter.days(stretch.start, stretch.last_day)]
    if review.provisional:
        lines.append(translate("Provisional – data as of {day}", day=review.formatter.day(review.slice.covered_to)))
    for column, said in (("supervisor", "Account supervisor: {name}"), ("manager", "Account manager: {name}")):
        if isinstance(head.get(column), str):
            lines.append(translate(said, name=head[column]))
    if pd.notna(head.get("start_date")):
        lines.append(translate("Client since {month}", month=review.formatter.month(head["start_date"])))
    return lines


def _footer(review: ClientPage) -> str:
    data = review.formatter.day(min(periods.span(review.quarter).last_day, review.slice.covered_to))
    said = review.formatter.translate(
        "Data as of {day} · Figures in {currency} · Prepared by {firm}",
        day=data, currency=review.context.currency, firm=review.config.firm,
    )  # fmt: skip
    return f"{said} · {review.slice.fingerprint[:8]}"
