"""A book cut at both ends: whatever the rest of it says, the whole book says as well, or the reason why not is told.

An export from one day to another holds what was recorded between them. A reader of it must not be told anything that
the whole record would not confirm.
"""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from acctlib.book.ingest.coverage import coverage_of, recorded_in
from acctlib.config import Config
from acctlib.facts import ReviewContext, scorecard
from acctlib.facts.scorecard import book_scorecard
from acctlib.periods import bounds
from tests.properties.books import random_book

# Per table: the days on which something of a row is recorded. A row with none of them within the export is not in it.
RECORDED = {
    "revenue": ["service_date"],
    "costs": ["date"],
    "surveys": ["sent_date"],
    "projects": ["committed_date", "agreed_date", "delivered_date", "accepted_date"],
    "milestones": ["due_date", "done_date"],
    "actions": ["due_date", "done_date"],
}
# What had happened by the last day is known, what comes later is not.
LATER = {
    "surveys": ["answered_date"],
    "projects": ["delivered_date", "accepted_date"],
    "milestones": ["done_date"],
    "actions": ["done_date"],
}
BEGUN = {"revenue": "service_date", "costs": "date", "surveys": "sent_date"}
VALUES = ("value", "n", "asked", "low", "high", "prior", "year_ago", "moved", "status")
ALONE = ("value", "low", "high", "moved", "status")  # of what is not known; its n is of what the data hold


def long_book(seed):
    """Six years of a book, so that a cut leaves quarters with all that they are compared with."""
    frames = random_book(seed, clients=5, currencies=("EUR",))
    rng = np.random.default_rng(seed)
    made = {}
    for name, frame in frames.items():
        dates = [c for c in frame if str(frame[c].dtype).startswith("datetime") and name != "rates"]
        copies = []
        for years in range(0, 6, 2):
            shift = pd.DateOffset(years=years)
            moved = frame.assign(**{c: frame[c] - shift for c in dates})
            if name in ("projects", "milestones", "surveys", "actions", "contracts"):
                keys = [c for c in frame if c.endswith("_id") and c not in ("client_id", "objective_id")]
                moved = moved.assign(**{c: moved[c].astype("object") + f"-{years}" for c in keys})
            copies.append(moved)
        made[name] = frame if name in ("clients", "rates") else pd.concat(copies, ignore_index=True)
    started = pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 2000, len(made["clients"])), unit="D")
    made["clients"] = made["clients"].assign(start_date=started.astype("datetime64[us]"), end_date=pd.NaT)
    return made


def cut(frames, first, last):
    """What an export from one day to another holds of a book; milestones come with their projects."""
    low, high = pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(1, "D")
    made = dict(frames)
    for name, days in RECORDED.items():
        frame = frames[name]
        if name in BEGUN:
            inside = (frame[BEGUN[name]] >= low) & (frame[BEGUN[name]] < high)
        else:
            held = frame[days]
            inside = ~(held.max(axis=1) < low)
            if name == "milestones":
                inside |= frame["project_id"].isin(made["projects"]["project_id"])
        kept = frame[inside.fillna(True)]
        made[name] = kept.assign(**{c: kept[c].mask(kept[c] >= high) for c in LATER.get(name, [])})
    return made


def terms_for(frames, when, edition, config):
    coverage = coverage_of(recorded_in(frames), config)
    day = min(coverage.last(["revenue"]), (bounds(when)[1] - pd.Timedelta(1, "D")).date())
    return ReviewContext(when, edition, "EUR", "EUR", day, coverage=coverage)


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def told_apart(whole, part, day):
    """Facts of the part that differ from the whole's without a word of where the data begin."""
    wrong = []
    for name, fact in part.items():
        fields = ALONE if fact.value is None and whole[name].value is None else VALUES
        differs = [field for field in fields if not same(getattr(whole[name], field), getattr(fact, field))]
        if differs and f"begin on {day}" not in fact.note and f"seen from {day}" not in fact.note:
            wrong.append((name, [(f, getattr(whole[name], f), getattr(fact, f)) for f in differs], fact.note))
    return wrong


def rows_of(frames, client):
    """One client's rows."""
    projects = frames["projects"].loc[frames["projects"]["client_id"] == client, "project_id"]
    own = {n: f[f["client_id"] == client] for n, f in frames.items() if "client_id" in f}
    more = {n: f[f["project_id"].isin(projects)] for n, f in frames.items() if "project_id" in f}
    return {**frames, **more, **own}


@pytest.mark.parametrize("seed", range(3))
def test_no_fact_of_a_cut_book_differs_from_the_whole_ones_without_saying_why(seed):
    rng = np.random.default_rng(seed)
    frames = long_book(seed)
    begin = pd.Timestamp("2021-01-01") + timedelta(days=int(rng.integers(0, 1200)))
    end = begin + timedelta(days=int(rng.integers(200, 900)))
    record = cut(frames, frames["revenue"]["service_date"].min(), end)
    export = cut(frames, begin, end)
    day = f"{begin.day} {begin:%b} {begin.year}"
    quarters = pd.period_range(begin, end, freq="Q-DEC")
    for when in quarters[rng.choice(len(quarters), 2, replace=False)]:
        whole = terms_for(record, when, "internal", Config(covered_to=end.date()))
        part = terms_for(export, when, "internal", Config(covered_from=begin.date(), covered_to=end.date()))
        assert not told_apart(book_scorecard(record, whole), book_scorecard(export, part), day), str(when)
        for edition in ("internal", "client"):
            one, other = (
                scorecard(rows_of(rows, "C1"), replace(context, edition=edition))
                for rows, context in ((record, whole), (export, part))
            )
            assert not told_apart(one, other, day), (str(when), edition)
