"""The head of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Document

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

DEMO = "Demonstration data: invented clients, invented numbers"


def cover(review: ClientPage) -> Document:
    """Title, people, dates; and for the exporters margins, metadata and every fact."""
    say = review.reader.say
    kind = say("Quarterly review") if review.edition == "client" else say("Account review, internal")
    quarter = periods.label(review.quarter)
    stretch = periods.span(review.quarter)
    return Document(
        title=review.name,
        eyebrow=f"{kind} · {quarter}",
        meta=tuple(_people(review)),
        period=review.reader.days(stretch.start, stretch.last_day),
        header=f"{review.name} · {kind} {quarter}",
        confidentiality=review.reader.told(review.config.confidentiality)  # a firm's own words stay as they are
        if review.edition == "client"
        else say("Internal: never leaves the house"),
        footer=_footer(review),
        locale=review.reader.locale,
        edition=review.edition,
        demo=say(DEMO) if review.config.demo else "",
        date=min(stretch.last_day, review.slice.covered_to).isoformat(),
        firm=review.config.firm,
        run=review.slice.fingerprint[:8],
        client=review.slice.client_id,
        quarter=periods.name(review.quarter),
        facts=tuple(fact.data() for fact in review.facts.values()),
    )


def _people(review: ClientPage) -> list[str]:
    say, head, stretch = review.reader.say, review.head, periods.span(review.quarter)
    lines = [review.reader.days(stretch.start, stretch.last_day)]
    if review.provisional:
        lines.append(say("Provisional: data to {day}", day=review.reader.day(review.slice.covered_to)))
    for column, said in (("supervisor", "Account supervisor: {name}"), ("manager", "Account manager: {name}")):
        if isinstance(head.get(column), str):
            lines.append(say(said, name=head[column]))
    if pd.notna(head.get("start_date")):
        lines.append(say("Client since {month}", month=review.reader.month(head["start_date"])))
    return lines


def _footer(review: ClientPage) -> str:
    data = review.reader.day(min(periods.span(review.quarter).last_day, review.slice.covered_to))
    said = review.reader.say(
        "Data to {day} · figures in {currency} · prepared by {firm}",
        day=data, currency=review.terms.currency, firm=review.config.firm,
    )  # fmt: skip
    return f"{said} · {review.slice.fingerprint[:8]}"
