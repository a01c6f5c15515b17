"""The same ledger under the definitions of well-known tools: why two honest people name two churn rates.

The formulas are those that the vendors publish; where one leaves a case open, the words of the row say how it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.retention.retention import revenue_movements


@dataclass(frozen=True)
class Counts:
    """What every one of the definitions is made from.

    Attributes
    ----------
    start, left : int
        Clients with fees at the start, and those of them without at the end.
    joined, joined_left : int
        Clients that came in the window, returning ones included, and those of them that are gone by its end.
    end : int
        Clients with fees at the end.
    opening, expansion, contraction, churn, reactivation : float
        Money; all above 0. Churn is of the opening fees and a closing credit together.
    kept, capped : float
        Closing fees of the starters; and the same, each between 0 and what it opened with.
    """

    start: int
    left: int
    joined: int
    joined_left: int
    end: int
    opening: float
    expansion: float
    contraction: float
    churn: float
    reactivation: float
    kept: float
    capped: float


@dataclass(frozen=True)
class Form:
    """One vendor's definition: its words, its arithmetic, and what it divides by."""

    vendor: str
    metric: str
    formula: str
    value: Callable[[Counts], float]
    over: Callable[[Counts], int] = lambda c: c.start


def _over_opening(take: Callable[[Counts], float]) -> Callable[[Counts], float]:
    return lambda c: ratio(take(c), c.opening)


def _over_start(take: Callable[[Counts], float]) -> Callable[[Counts], float]:
    return lambda c: ratio(take(c), c.start)


def _kept(take: Callable[[Counts], float]) -> Callable[[Counts], float]:
    return _over_opening(lambda c: c.opening - take(c))


FORMS = MappingProxyType({
    "logo_retention": Form("this kit", "clients retained", "starters still there / starters",
                           _over_start(lambda c: c.start - c.left)),
    "grr": Form("this kit", "gross revenue retention", "sum of min(opening, max(closing, 0)) / opening fees",
                _over_opening(lambda c: c.capped)),
    "nrr": Form("this kit", "net revenue retention", "closing fees of the starters / their opening fees",
                _over_opening(lambda c: c.kept)),
    "chartmogul_gross": Form("ChartMogul", "gross MRR churn", "(churn + contraction) / opening fees",
                             _over_opening(lambda c: c.churn + c.contraction)),
    "chartmogul_net": Form("ChartMogul", "net MRR churn",
                           "(churn + contraction - expansion - reactivation) / opening fees",
                           _over_opening(lambda c: c.churn + c.contraction - c.expansion - c.reactivation)),
    "baremetrics_user": Form("Baremetrics", "user churn", "(starters left + joiners left) / starters",
                             _over_start(lambda c: c.left + c.joined_left)),
    "baremetrics_revenue": Form("Baremetrics", "revenue churn", "(churn + contraction) / opening fees",
                                _over_opening(lambda c: c.churn + c.contraction)),
    "baremetrics_nrr": Form("Baremetrics", "net revenue retention",
                            "(opening fees + expansion - contraction - churn) / opening fees",
                            _kept(lambda c: c.churn + c.contraction - c.expansion)),
    "stripe": Form("Stripe", "subscriber churn", "(starters left + joiners left) / (starters + joiners)",
                   lambda c: ratio(c.left + c.joined_left, c.start + c.joined), lambda c: c.start + c.joined),
    "recurly": Form("Recurly", "subscriber churn", "starters left / starters", _over_start(lambda c: c.left)),
    "recurly_basic": Form("Recurly, the basic form it warns of", "subscriber churn",
                          "(starters left + joiners left) / starters", _over_start(lambda c: c.left + c.joined_left)),
    "smsb_grr": Form("SaaS Metrics Standards Board", "gross revenue retention",
                     "(opening fees - contraction - churn) / opening fees",
                     _kept(lambda c: c.churn + c.contraction)),
    "smsb_nrr": Form("SaaS Metrics Standards Board", "net revenue retention",
                     "(opening fees + expansion - contraction - churn) / opening fees",
                     _kept(lambda c: c.churn + c.contraction - c.expansion)),
    "fightchurn_net": Form("fightchurn", "net retention", "closing fees of the starters / their opening fees",
                           _over_opening(lambda c: c.kept)),
    "fightchurn_account": Form("fightchurn", "account churn", "starters left / starters",
                               _over_start(lambda c: c.left)),
    "fightchurn_mrr": Form("fightchurn", "MRR churn", "(churn + contraction) / opening fees",
                           _over_opening(lambda c: c.churn + c.contraction)),
    "generic": Form("textbooks", "retention, (E - N) / S", "(clients at the end - joiners) / starters",
                    _over_start(lambda c: c.end - c.joined)),
    "churnzero": Form("ChurnZero", "renewal rate", "(opening fees + expansion - contraction - churn) / opening fees",
                      _kept(lambda c: c.churn + c.contraction - c.expansion)),
})  # fmt: skip


def compare_vendor_definitions(
    opening: pd.Series, closing: pd.Series, billed_before: pd.Index, joined: pd.Index
) -> pd.DataFrame:
    """One ledger, side by side under the definitions of the well-known tools.

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees at both ends of a window, in one currency; one row per client.
    billed_before : Index of client_id
        Clients that had recurring fees at any time up to the start of the window: others are new.
    joined : Index of client_id
        Clients that had no fees at the start and had some at any time in the window.

    Returns
    -------
    DataFrame[key]
        `vendor`, `metric`, `formula` in words, `value` (fraction; NaN where there is nothing to divide by), `n` (the
        clients in the denominator; of a rate of money, whose money it is).

    Notes
    -----
    - A client with a closing credit alone has left; its credit is in the churn.
    - A cohort without opening fees has no rate under any definition, never 0 % and never 100 %.
    - Expansion and contraction are those of the starters. A client that opened with a credit is none, and its change
      is in no rate.

    References
    ----------
    ChartMogul, article 203359341; Recurly, "better way to calculate churn"; Stripe,
    "How are metrics calculated"; Baremetrics help; SaaS Metrics Standards Board; Gold, Fighting Churn with Data, ch. 2.
    """
    found = _counts(opening, closing, billed_before, joined)
    rows = {
        key: {"vendor": form.vendor, "metric": form.metric, "formula": form.formula, "value": form.value(found),
              "n": form.over(found)}
        for key, form in FORMS.items()
    }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("key")


def _counts(opening: pd.Series, closing: pd.Series, billed_before: pd.Index, joined: pd.Index) -> Counts:
    moves = revenue_movements(opening, closing, billed_before)
    starters = moves[moves["opening"] > 0]
    sums = starters.groupby("movement")["amount"].sum()
    back = moves.loc[moves["movement"] == "reactivation", "amount"]
    ended = exact(closing).reindex(joined).fillna(0.0)
    return Counts(
        start=len(starters),
        left=int((starters["closing"] <= 0).sum()),
        joined=len(joined),
        joined_left=int((ended <= 0).sum()),
        end=int((moves["closing"] > 0).sum()),
        opening=float(starters["opening"].sum()),
        expansion=float(sums.get("expansion", 0.0)),
        contraction=-float(sums.get("contraction", 0.0)),
        churn=-float(sums.get("churn", 0.0)),
        reactivation=float(back.sum()),
        kept=float(starters["closing"].sum()),
        capped=float(np.minimum(starters["opening"], starters["closing"].clip(lower=0)).sum()),
    )
