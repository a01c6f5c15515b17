"""Outcomes of actions, ours and the client's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from acctlib.facts.base.measures import Estimate, Measure, share, share_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.periods import Span, bounds, trailing_four, within
from acctlib.phrases import phrase


def promise_outcomes(actions: pd.DataFrame, covered_to: date) -> pd.Series:
    """Return the outcome of each action by the end of the data.

    Parameters
    ----------
    actions : DataFrame
        One row per action: `due_date`, `done_date`, `dropped_reason`.

    Returns
    -------
    Series
        done (by the due date, or without one), late, dropped, overdue or open.

    Notes
    -----
    - An action without a due date is never late.
    - An action done after the data's end counts as not yet done.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> made = pd.DataFrame({"due_date": [day("2026-08-01")] * 2, "done_date": [day("2026-08-01"), pd.NaT],
    ...                      "dropped_reason": [None, None]})
    >>> promise_outcomes(made, date(2026, 9, 30)).to_list()
    ['done', 'overdue']
    """
    end = (pd.Timestamp(covered_to) + pd.Timedelta(1, "D")).to_datetime64()
    due, done = (actions[c].to_numpy(dtype="datetime64[us]") for c in ("due_date", "done_date"))
    is_done, dropped = done < end, actions["dropped_reason"].notna().to_numpy()
    outcome = np.select(
        [is_done & (done > due), is_done, dropped, due < end], ["late", "done", "dropped", "overdue"], "open"
    )
    return pd.Series(outcome.astype(object), index=actions.index, dtype="object")


def since_last_time(actions: pd.DataFrame, quarter: pd.Period, covered_to: date) -> pd.DataFrame:
    """Actions agreed before this quarter's end that fell due in it, were completed in it, or are overdue.

    Returns the actions with `outcome`, earliest due first.
    """
    start, end = bounds(quarter)
    told = actions.assign(outcome=promise_outcomes(actions, covered_to))
    made = told["promised_on"] < end
    due_now = (told["due_date"] >= start) & (told["due_date"] < end)
    closed_now = told["outcome"].isin(["done", "late"]) & (told["done_date"] >= start) & (told["done_date"] < end)
    still = (told["outcome"] == "overdue") & (told["due_date"] < start)
    return told[made & (due_now | closed_now | still)].sort_values(["due_date", "action_id"])


def open_promises(actions: pd.DataFrame, quarter: pd.Period, covered_to: date) -> pd.DataFrame:
    """Open actions: agreed before the quarter's end, and neither done nor dropped."""
    _, end = bounds(quarter)
    told = actions.assign(outcome=promise_outcomes(actions, covered_to))
    left = told[(told["promised_on"] < end) & told["outcome"].isin(["open", "overdue"])]
    return left.sort_values(["due_date", "action_id"])


def of_side(actions: pd.DataFrame, side: str) -> pd.DataFrame:
    """Actions of one side, `us` or `client`; an action without a side is ours."""
    return (
        actions[actions["side"].fillna("us") == side]
        if "side" in actions
        else actions.iloc[: None if side == "us" else 0]
    )


def due_outcomes(actions: pd.DataFrame, period: pd.Period | Span, covered_to: date, side: str = "us") -> pd.Series:
    """Outcomes of one side's actions that fell due in a period, excluding those still open."""
    outcomes = promise_outcomes(within(of_side(actions, side), period, on="due_date"), covered_to)
    return outcomes[outcomes != "open"]


@dataclass(frozen=True)
class Actions:
    """Outcomes of the actions due in a quarter.

    Attributes
    ----------
    ours, theirs : Series
        One row per action of that side due in the quarter: done, late, dropped or overdue.
    carried : Series
        One row per action of ours due before the quarter and completed in it (late), or still open (overdue).
    """

    ours: pd.Series
    theirs: pd.Series
    carried: pd.Series


def actions_due(actions: pd.DataFrame, quarter: pd.Period, covered_to: date) -> Actions:
    """Return outcomes of the actions due in a quarter: ours, the client's, and those carried over."""
    told = since_last_time(of_side(actions, "us"), quarter, covered_to)
    carried = told.loc[(told["due_date"] < bounds(quarter)[0]) & told["outcome"].isin(["late", "overdue"]), "outcome"]
    ours, theirs = (due_outcomes(actions, quarter, covered_to, side) for side in ("us", "client"))
    return Actions(ours, theirs, carried)


def promises_kept(prepared: Prepared) -> Estimate:
    """Share of our actions due in the last four quarters that were completed by their due date."""
    if "actions" not in prepared.frames:
        return Estimate(note=phrase("no list of actions is kept"))
    decided = due_outcomes(prepared.frames["actions"], trailing_four(prepared.quarter), prepared.context.covered_to)
    return share(decided == "done", phrase("no promise of ours was due"))


PROMISES = (Measure("promises_kept", promises_kept, share_differs, "year", reads=("actions",)),)
