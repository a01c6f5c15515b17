"""Mergers: restate a book as if merged clients had always been one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.money import rates_of
from acctlib.metrics.base.currency import converted
from acctlib.metrics.fees.fee_table import surviving, survivors
from acctlib.periods import Span, within

BY_MERGER = "by_merger"
# Amounts in the client's currency; all other tables name a currency, or use the firm's.
OWN_MONEY = {
    "projects": ("budget", "approved_budget", "fees_at_completion", "cost"),
    "milestones": ("planned_value", "earned_value", "actual_cost"),
}


def restated(frames: Frames, context: ReviewContext) -> Frames:
    """Replace each merged client by its survivor in every table.

    Every figure across clients is computed from these tables, so that a merger is neither a loss nor growth and the
    two clients count as one, in earlier quarters too; otherwise those would not be comparable.

    Parameters
    ----------
    frames : Mapping
        Complete tables; all clients.
    context : ReviewContext
        Mergers after its data's last day are ignored.

    Returns
    -------
    Mapping
        The restated tables; the originals if no client was merged.

    Notes
    -----
    - The survivor takes the earlier start date of the two; its other attributes are unchanged.
    - A merged client's contract due from the merger onwards is marked (`by_merger`): it may have ended with
      the client. See `metrics.renewals.renewals_due`.
    - Project budgets and costs are in their client's currency: they are converted to the survivor's at the
      rate on the data's last day, and are missing if there is no rate.
    - A client whose survivor is not in these tables is unchanged; so is the single client of a review.
    """
    into = merged_of(frames, context)
    if into.empty:
        return frames
    told = {name: _of_survivors(frame, into) if "client_id" in frame else frame for name, frame in frames.items()}
    told["clients"] = _clients(frames["clients"], into)
    if "contracts" in frames:
        told["contracts"] = told["contracts"].assign(**{BY_MERGER: _by_merger(frames, into)})
    factors = _factors(frames, into, context)
    return told if factors.empty else {**told, **_converted(frames, told, factors)}


def merged_of(frames: Frames, context: ReviewContext) -> pd.Series:
    """Map each client merged by the end of the data to its survivor, if that is in these tables."""
    clients = frames.get("clients")
    if clients is None:
        return pd.Series(dtype="object")
    into = survivors(clients, pd.Timestamp(context.covered_to))
    return into[into.isin(clients["client_id"])]


def mergers_within(frames: Frames, context: ReviewContext, period: Span) -> pd.DataFrame:
    """Mergers within a period, from tables not yet restated.

    Returns
    -------
    DataFrame
        One row per merged client, earliest first: `name`, `into` (names) and `day` (the first day without it).
    """
    into = merged_of(frames, context)
    if into.empty:
        return pd.DataFrame({"name": [], "into": [], "day": pd.to_datetime([])})
    clients = frames["clients"].set_index("client_id")
    names = clients["name"] if "name" in clients else clients.index.to_series()
    told = pd.DataFrame({"name": names.reindex(into.index), "into": names.reindex(into).to_numpy()})
    return within(told.assign(day=clients["end_date"].reindex(into.index)), period, on="day").sort_values(
        ["day", "name"]
    )


def _of_survivors(frame: pd.DataFrame, into: pd.Series) -> pd.DataFrame:
    """Assign merged clients' rows to their survivors; a categorical column stays categorical."""
    column = frame["client_id"]
    if isinstance(column.dtype, pd.CategoricalDtype):  # for ten million lines: map the codes, not the text
        ids = column.cat.categories.union(pd.Index(into.unique()), sort=False)
        place = ids.get_indexer(pd.Index(surviving(ids, into)))
        codes = column.cat.set_categories(ids).cat.codes.to_numpy()
        now = pd.Categorical.from_codes(np.where(codes >= 0, place[codes], -1), categories=ids)
        return frame.assign(client_id=pd.Series(now, index=frame.index))
    return frame.assign(client_id=pd.Series(surviving(column, into), index=frame.index, dtype=column.dtype))


def _clients(clients: pd.DataFrame, into: pd.Series) -> pd.DataFrame:
    """Client rows without the merged ones, each survivor with the earliest start date of its clients."""
    left = clients[~clients["client_id"].isin(into.index)]
    if "start_date" not in clients:
        return left
    first = clients["start_date"].groupby(surviving(clients["client_id"], into)).min()
    held = left["client_id"].isin(into)
    return left.assign(start_date=left["start_date"].mask(held, left["client_id"].map(first)))


def _by_merger(frames: Frames, into: pd.Series) -> pd.Series:
    """Merged clients' contracts that fell due on the last day before the merger or later."""
    contracts, ends = frames["contracts"], frames["clients"].set_index("client_id")["end_date"]
    merged_on = contracts["client_id"].map(ends.reindex(into.index))
    due = contracts.get("end_date", pd.Series(pd.NaT, index=contracts.index))
    return due >= merged_on - pd.Timedelta(1, "D")


def _factors(frames: Frames, into: pd.Series, context: ReviewContext) -> pd.Series:
    """Exchange rates from each merged client's currency to its survivor's, if they differ; NaN if there is no rate."""
    clients = frames["clients"]
    if "currency" not in clients:
        return pd.Series(dtype="float64")
    own = clients.set_index("client_id")["currency"].astype("object").fillna(context.firm_currency)
    pairs = pd.DataFrame({"own": own.reindex(into.index), "to": own.reindex(into).set_axis(into.index)})
    differ = pairs[pairs["own"] != pairs["to"]]
    return pd.Series(
        {c: _worth(frames, context, row["own"], row["to"]) for c, row in differ.iterrows()}, dtype="float64"
    )


def _worth(frames: Frames, context: ReviewContext, own: str, to: str) -> float:
    unit = pd.DataFrame({"currency": [own], "amount": [1.0]})
    try:
        found = converted(unit, rates_of(frames), to=to, firm_currency=context.firm_currency, at=context.covered_to)
    except MissingRateError:
        return float("nan")
    return float(found["amount"].iloc[0])


def _converted(frames: Frames, told: Frames, factors: pd.Series) -> dict[str, pd.DataFrame]:
    """Projects and milestones, with merged clients' amounts converted to the survivors' currencies."""
    projects = frames.get("projects")
    if projects is None:
        return {}
    each = projects["client_id"].astype("object").map(factors)
    of_merged = projects["client_id"].isin(factors.index)
    found = {"projects": _times(told["projects"], "projects", each.where(of_merged, 1.0))}
    if "milestones" in told:
        by_project = pd.Series(each.where(of_merged, 1.0).to_numpy(), index=projects["project_id"])
        factor = told["milestones"]["project_id"].map(by_project[~by_project.index.duplicated()])
        known = told["milestones"]["project_id"].isin(by_project.index)
        found["milestones"] = _times(told["milestones"], "milestones", factor.where(known, 1.0))
    return found


def _times(frame: pd.DataFrame, table: str, factor: pd.Series) -> pd.DataFrame:
    money = [name for name in OWN_MONEY[table] if name in frame]
    return frame.assign(**{name: frame[name].astype("float64") * factor for name in money})
