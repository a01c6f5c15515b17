"""Internal: what the silent could mean, who they are, and what each role says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Table, group
from acctlib.facts.satisfaction.answers import answers, asked, invitations
from acctlib.metrics.satisfaction.contacts import contact_keys
from acctlib.metrics.satisfaction.satisfaction import all_invited
from acctlib.metrics.satisfaction.voices_by_role import NO_ROLE, OTHERS, voices_by_role

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage


def silent(review: ClientPage) -> Block:
    """The bounds that silence leaves, contacts who never answered, and the score of each role."""
    if asked(review.frames, review.terms).empty:
        return Note(review.reader.say("Nobody was asked in the last four quarters: silence here says nothing."))
    if not all_invited(asked(review.frames, review.terms)):
        return Note(review.reader.say("Invitations are not recorded: who was silent is not known."))
    return group((*_bounds(review), _quiet(review), *_roles(review)))


def _bounds(review: ClientPage) -> list[Block]:
    """The score if all the silent were detractors, and if all were promoters."""
    reader, silence = review.reader, review.facts["silent"]
    low, high = review.facts["nps_worst"], review.facts["nps_best"]
    if not (silence.value and low.known and high.known):
        return []
    said = reader.count(
        int(silence.value),
        "One contact of {asked} is silent: the Net Promoter Score of all would lie between {low} and {high}.",
        "{n} contacts of {asked} are silent: the Net Promoter Score of all would lie between {low} and {high}.",
        asked=silence.n, low=reader.value(low.value, "points"), high=reader.value(high.value, "points"),
    )  # fmt: skip
    return [Note(said)]


def silent_contacts(invited: pd.DataFrame) -> pd.DataFrame:
    """Contacts who were asked and never answered; one row each: `who`, `role`, `asked` (times), `last`.

    Notes
    -----
    - Where the firm does not keep who was asked, each invitation without an answer stands for itself.
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
    say, reader = review.reader.say, review.reader
    quiet = silent_contacts(invitations(review.frames, review.terms))
    if quiet.empty:
        n = len(asked(review.frames, review.terms))
        return Note(reader.count(n, "The one contact asked answered.", "Each of the {n} contacts asked answered."))
    rows = tuple(
        (
            Cell(_text(row["who"], say("not kept"))),
            Cell(_text(row["role"], reader.unknown)),
            Cell(str(row["asked"]), int(row["asked"])),
            Cell(reader.day(row["last"])),
        )
        for _, row in quiet.iterrows()
    )
    columns = (
        Col(say("Silent contact"), width=2),
        Col(say("Role"), width=2),
        Col(say("Times asked"), "right", 1),
        Col(say("Last asked"), width=1.4),
    )
    return Table(columns, rows)


def _roles(review: ClientPage) -> list[Block]:
    """The score of each role with enough answers, and of all others together."""
    told = answers(review.frames, review.terms, "nps")
    if "role" not in told.people or told.people["role"].isna().all() or told.scores.empty:
        return []
    say, fewest = review.reader.say, review.terms.policy.fewest_respondents
    found = voices_by_role(told.people, told.scores, fewest)
    names = {OTHERS: say("Other roles" if len(found) > 1 else "All roles"), NO_ROLE: say("role not known")}
    rows = tuple(_role(review, names.get(str(name), str(name)), row) for name, row in found.iterrows())
    columns = (
        Col(say("Role"), width=2.6),
        Col(say("Asked"), "right", 1),
        Col(say("Answered"), "right", 1.2),
        Col(say("Mean score"), "right", 1.2),
        Col(say("NPS (95% interval)"), "right", 2),
    )
    shown = len(columns) - (not any(row[-1].text for row in rows))
    rows = tuple(row[:shown] for row in rows)
    return [Table(columns[:shown], rows, _few(review, fewest))]


def _few(review: ClientPage, fewest: int) -> str:
    return review.reader.say(
        "By role, the latest answer of each; roles with fewer than {n} answers together.", n=fewest
    )


def _role(review: ClientPage, name: str, row: pd.Series) -> tuple[Cell, ...]:
    reader = review.reader
    around = reader.interval(row["low"], row["high"], "points")
    mean = Cell(reader.number(row["mean"], 1)) if row["n"] else Cell(reader.say("silent"), state="unknown")
    return (
        Cell(name),
        Cell(reader.number(row["asked"])),
        Cell(reader.number(row["n"])),
        mean,
        Cell(f"{reader.value(row['value'], 'points')} ({around})" if row["n"] > 1 else "", muted=True),
    )


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise
