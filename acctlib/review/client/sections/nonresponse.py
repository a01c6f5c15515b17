"""Internal: non-respondents and their possible effect on the score, and scores by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.satisfaction.answers import answers, asked, invitations
from acctlib.metrics.satisfaction.contacts import contact_keys
from acctlib.metrics.satisfaction.satisfaction import all_invited
from acctlib.metrics.satisfaction.scores_by_role import NO_ROLE, OTHERS, voices_by_role

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage


def nonrespondents(review: ClientPage) -> Block:
    """The score's bounds given non-response, contacts who never responded, and scores by role."""
    if asked(review.prepared).empty:
        return Note(
            review.formatter.translate("Nobody was asked in the last four quarters: silence here says nothing.")
        )
    if not all_invited(asked(review.prepared)):
        return Note(review.formatter.translate("Invitations are not recorded, so non-respondents are not known."))
    return group((*_bounds(review), _quiet(review), *_roles(review)))


def _bounds(review: ClientPage) -> list[Block]:
    """The score if all non-respondents were detractors, and if all were promoters."""
    formatter, silence = review.formatter, review.facts["silent"]
    low, high = review.facts["nps_worst"], review.facts["nps_best"]
    if not (silence.value and low.known and high.known):
        return []
    said = formatter.count(
        int(silence.value),
        "1 of {asked} contacts did not respond; NPS including them would be between {low} and {high}.",
        "{n} of {asked} contacts did not respond; NPS including them would be between {low} and {high}.",
        asked=silence.n, low=formatter.value(low.value, "points"), high=formatter.value(high.value, "points"),
    )  # fmt: skip
    return [Note(said)]


def silent_contacts(invited: pd.DataFrame) -> pd.DataFrame:
    """Contacts who were asked and never responded; one row each: `who`, `role`, `asked` (times), `last`.

    Notes
    -----
    - If the firm does not record who was asked, each invitation without a response has its own row.
    """
    keys = contact_keys(invited)
    keyed = invited.assign(
        key=range(len(invited)) if keys is None else keys,
        who=invited.get("respondent"),
        role=invited.get("role"),
        answer=invited["answered_date"].notna(),
    )
    told = keyed.sort_values("sent_date", kind="stable").groupby("key").agg(
        who=("who", "last"), role=("role", "last"), asked=("answer", "size"), answers=("answer", "sum"),
        last=("sent_date", "max"),
    )  # fmt: skip
    return told[told["answers"] == 0].sort_values(["asked", "last", "who"], ascending=[False, False, True])


def _quiet(review: ClientPage) -> Block:
    translate, formatter = review.formatter.translate, review.formatter
    quiet = silent_contacts(invitations(review.prepared))
    if quiet.empty:
        n = len(asked(review.prepared))
        return Note(formatter.count(n, "The one contact invited responded.", "All {n} invited contacts responded."))
    rows = tuple(
        (
            TableCell(_text(row["who"], translate("reason to be confirmed"))),
            TableCell(_text(row["role"], formatter.unknown)),
            TableCell(str(row["asked"]), int(row["asked"])),
            TableCell(formatter.day(row["last"])),
        )
        for _, row in quiet.iterrows()
    )
    columns = (
        TableColumn(translate("Non-respondent"), width=2),
        TableColumn(translate("Role"), width=2),
        TableColumn(translate("Invitations"), "right", 1),
        TableColumn(translate("Last invited"), width=1.4),
    )
    return Table(columns, rows)


def _roles(review: ClientPage) -> list[Block]:
    """The score of each role with enough responses, and of all other roles combined."""
    told = answers(review.prepared, "nps")
    if "role" not in told.people or told.people["role"].isna().all() or told.scores.empty:
        return []
    translate, fewest = review.formatter.translate, review.context.policy.fewest_respondents
    found = voices_by_role(told.people, told.scores, fewest)
    names = {OTHERS: translate("Other roles" if len(found) > 1 else "All roles"), NO_ROLE: translate("role not known")}
    rows = tuple(_role(review, names.get(str(name), str(name)), row) for name, row in found.iterrows())
    columns = (
        TableColumn(translate("Role"), width=2.6),
        TableColumn(translate("Invited"), "right", 1),
        TableColumn(translate("Answered"), "right", 1.2),
        TableColumn(translate("Mean score"), "right", 1.2),
        TableColumn(translate("NPS (95% interval)"), "right", 2),
    )
    shown = len(columns) - (not any(row[-1].text for row in rows))
    rows = tuple(row[:shown] for row in rows)
    return [Table(columns[:shown], rows, _few(review, fewest))]


def _few(review: ClientPage, fewest: int) -> str:
    return review.formatter.translate(
        "By role, the latest answer of each; roles with fewer than {n} answers together.", n=fewest
    )


def _role(review: ClientPage, name: str, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    around = formatter.interval(row["low"], row["high"], "points")
    mean = (
        TableCell(formatter.number(row["mean"], 1))
        if row["n"]
        else TableCell(formatter.translate("no response"), state="unknown")
    )
    return (
        TableCell(name),
        TableCell(formatter.number(row["asked"])),
        TableCell(formatter.number(row["n"])),
        mean,
        TableCell(f"{formatter.value(row['value'], 'points')} ({around})" if row["n"] > 1 else "", muted=True),
    )


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise
