"""Renewals: how many of the contracts due were renewed, at what value, and whether on time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.base.ratio import ratio
from acctlib.periods import Span, within

NEVER_DUE = ("draft",)
UNDECIDED = ("open", "merged")  # outcomes excluded from every rate


def renewals_due(contracts: pd.DataFrame, period: pd.Period | Span, as_of: date, grace_days: int = 0) -> pd.DataFrame:
    """Return the outcome of each contract that fell due in a period.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract, in a single currency: `contract_id`, `end_date` (the original due date),
        `annual_value`, `renewal_of` (the contract that it renews), `signed_date`, `status` and, where clients
        were merged, `by_merger` (the contract is a merged client's, and fell due on or after the merger).
    as_of : date
        Last day of the data; later signatures are ignored.
    grace_days : int
        Days after the due date for which an unsigned contract remains open.

    Returns
    -------
    DataFrame[contract_id]
        The contracts due, with `target` (annual fees up for renewal), `final` (annual fees
        signed; 0 if lost, missing while open), `signed_on`, `outcome` (on_time, late, renewed, lost,
        open, merged) and `on_time` (boolean, missing if unknown).

    Notes
    -----
    - The due date is the original end of term; a contract without an end date is never due, and neither is a draft.
    - A renewal signed on the due date is on time; a renewal signed later is late.
    - An unsigned contract is open until the due date and the grace days have passed, then lost.
    - A draft does not renew a contract. A renewal without a signature date is `renewed`, and `on_time` is
      missing.
    - A contract renewed by several contracts takes their total value, and the date of the last signature.
    - A merged client's contract that fell due on or after the merger, and that no contract renews, may have ended with
      the client: its outcome is `merged`, neither renewed nor lost.

    References
    ----------
    Definition renewal_rate.2 (Gainsight, Concentrix).

    Examples
    --------
    >>> from acctlib.periods import quarter
    >>> day = pd.Timestamp
    >>> contracts = pd.DataFrame({
    ...     "contract_id": ["K1", "K2", "K3"], "renewal_of": [None, None, "K1"], "status": "active",
    ...     "end_date": [day("2026-06-30"), day("2026-05-31"), day("2027-06-30")],
    ...     "signed_date": [pd.NaT, pd.NaT, day("2026-06-12")], "annual_value": [100.0, 50.0, 120.0]})
    >>> due = renewals_due(contracts, quarter("2026Q2"), date(2026, 6, 30))
    >>> due[["target", "final", "outcome"]].to_numpy().tolist()
    [[100.0, 120.0, 'on_time'], [50.0, 0.0, 'lost']]
    """
    after = pd.Timestamp(as_of) + pd.Timedelta(1, "D")
    real = contracts[~contracts["status"].isin(NEVER_DUE)]
    signed = real[real["renewal_of"].notna() & ~(real["signed_date"] >= after)].groupby("renewal_of", observed=True)
    due = within(real, period, on="end_date").set_index("contract_id")
    signed_on = signed["signed_date"].max().reindex(due.index)
    renewed = pd.Series(due.index.isin(signed.size().index), index=due.index)
    still_open = ~renewed & (due["end_date"] + pd.Timedelta(grace_days, "D") >= after)
    worth = signed["annual_value"].sum(min_count=1).reindex(due.index)
    late = signed_on > due["end_date"]
    passed_on = ~renewed & (due["by_merger"].astype(bool) if "by_merger" in due else False)
    cases = [still_open, passed_on, ~renewed, late, signed_on.notna()]
    outcome = np.select(cases, ["open", "merged", "lost", "late", "on_time"], "renewed")
    return due.assign(
        target=due["annual_value"].astype("float64"),
        final=worth.astype("float64").mask(~renewed, 0.0).mask(still_open | passed_on),
        signed_on=signed_on,
        outcome=outcome,
        on_time=pd.Series(outcome == "on_time", index=due.index, dtype="boolean").mask(
            np.isin(outcome, [*UNDECIDED, "renewed"])
        ),
    )


def went_on(due: pd.DataFrame) -> pd.Series:
    """Whether each contract due was renewed, late or not; the renewal rate is the mean.

    Parameters
    ----------
    due : DataFrame
        As returned by `renewals_due`; one row per contract.

    Returns
    -------
    Series[boolean]
        Missing where the outcome is undecided: open contracts, and those that may have ended with a merged client.

    Examples
    --------
    >>> went_on(pd.DataFrame({"outcome": ["on_time", "late", "lost", "open"]})).to_list()
    [True, True, False, <NA>]
    """
    return due["outcome"].ne("lost").astype("boolean").mask(due["outcome"].isin(UNDECIDED).to_numpy(dtype=bool))


def renewal_rate_by_value(due: pd.DataFrame) -> float:
    """Share of the fees up for renewal that were renewed, excluding growth.

        sum(min(final, target)) / sum(target)

    Returns
    -------
    float
        Fraction in [0, 1]. NaN if no decided contract has a known value.

    Notes
    -----
    - Contracts without a value, before or after renewal, are excluded.

    References
    ----------
    Definition renewal_rate_by_value.2; Gainsight's gross renewal rate.
    """
    known = decided_of(due).dropna(subset=["target", "final"])
    return ratio(float(known[["final", "target"]].min(axis=1).sum()), float(known["target"].sum()))


def net_renewal_rate(due: pd.DataFrame) -> float:
    """Fees signed as a share of the fees up for renewal, including growth: sum(final) / sum(target).

    Returns
    -------
    float
        Fraction, above 1 if renewals grew. NaN if no decided contract has a known value.

    References
    ----------
    docs/definitions.md, retention; Gainsight's net renewal rate.
    """
    known = decided_of(due).dropna(subset=["target", "final"])
    return ratio(float(known["final"].sum()), float(known["target"].sum()))


def decided_of(due: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts due that were renewed or lost, without open contracts and those of merged clients."""
    return due[~due["outcome"].isin(UNDECIDED)]
