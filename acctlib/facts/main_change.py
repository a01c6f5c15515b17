"""The service line behind most of the change in fees, as a fact: a sentence that names a cause rests on it."""

from __future__ import annotations

from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.money import lines_of
from acctlib.facts.terms import Terms
from acctlib.metrics.fees import by_service_line
from acctlib.periods import year_ago
from acctlib.words import phrase

HALF = 0.5
LEAST = 1.0  # of money: less than that is no change to explain
NOT_ASSIGNED = phrase("Not assigned")


def main_change(frames: Frames, terms: Terms) -> Estimate:
    """Change on a year ago of the service line that is behind half of all change in fees, or more.

    Returns
    -------
    Estimate
        Money, with the sign of the change; n is the invoice lines of that service line in both quarters; the note
        is its name. Without a value the note says why.

    Notes
    -----
    - A change of less than one unit of money, and a client of one service line, have no cause to name.
    - Of two lines with the same change, the first by name.
    """
    if "service_line" not in frames["revenue"]:
        return Estimate(n=0, note=phrase("fees are not kept by service line"))
    quarters = (year_ago(terms.quarter), terms.quarter)
    before, now = (
        rows.assign(service_line=rows["service_line"].astype("object").fillna(NOT_ASSIGNED))
        for rows in (lines_of(frames, terms, quarter) for quarter in quarters)
    )
    earlier = by_service_line(before, quarters[0])
    change = by_service_line(now, quarters[1]).sub(earlier, fill_value=0)
    total = float(change.sum())
    if earlier.empty or len(change) < 2 or abs(total) < LEAST:
        return Estimate(n=0, note=phrase("there is no change between several service lines"))
    name = str((change if total > 0 else -change).sort_index().idxmax())
    amount = float(change[name])
    if amount / total < HALF:
        return Estimate(n=0, note=phrase("no service line is behind half of the change"))
    lines = sum(int(rows["service_line"].eq(name).sum()) for rows in (before, now))
    return Estimate(amount, lines, note=NOT_ASSIGNED if name == NOT_ASSIGNED else name)


MAIN_CHANGE = (Measure("main_change", main_change, sum_differs),)
