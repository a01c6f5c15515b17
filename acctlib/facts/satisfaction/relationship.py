"""Who knows whom, and what share of a client's spending is ours. Internal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.measures import Estimate, Measure, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.base.money import exact
from acctlib.metrics.fees.wallet import WalletShare, share_of_wallet
from acctlib.metrics.satisfaction.relationship import contact_breadth
from acctlib.periods import bounds, previous, trailing_four
from acctlib.phrases import phrase

KEPT = ("client_id", "contact_id", "name", "role", "seniority", "owner", "last_contact", "departed_date")
WALLET = ("wallet_low", "wallet_high")


def known_contacts(prepared: Prepared) -> pd.DataFrame | None:
    """One row per person of a client whom we know; None where the firm keeps no such table."""
    kept = prepared.frames.get("contacts")
    if kept is None:
        return None
    days = {name: "datetime64[us]" for name in ("last_contact", "departed_date") if name not in kept}
    return kept.reindex(columns=list(KEPT)).astype(days)


def relationships(prepared: Prepared) -> pd.DataFrame | None:
    """How broadly each client that is one at the quarter's end is known; None where the firm keeps no contacts.

    Notes
    -----
    - A client of whom no contact is listed at all is `unknown`: perhaps nobody wrote them down.
    """
    contacts = known_contacts(prepared)
    if contacts is None:
        return None
    clients, (_, end) = prepared.frames["clients"], bounds(prepared.quarter)
    there = clients[~(clients["end_date"] < end)] if "end_date" in clients else clients
    found = contact_breadth(contacts, prepared.context.covered_to).reindex(sorted(there["client_id"]))
    return found.assign(thread=found["thread"].where(found["thread"].notna(), "unknown"))


def active_contacts(prepared: Prepared) -> Estimate:
    """People of the client whom we know and who are there."""
    return _of_contacts(prepared, "active")


def contact_owners(prepared: Prepared) -> Estimate:
    """People of ours who keep one of them."""
    return _of_contacts(prepared, "owners")


def executive_silence(prepared: Prepared) -> Estimate:
    """Days since an executive was last spoken to."""
    return _of_contacts(prepared, "days")


def _of_contacts(prepared: Prepared, column: str) -> Estimate:
    """One figure of one client, of its own quarter alone: no contact tells since when it is one."""
    contacts = known_contacts(prepared)
    if contacts is None or contacts.empty:
        return Estimate(note=phrase("no contacts are listed"))
    found = contact_breadth(contacts, prepared.context.covered_to)[column].iloc[0]
    if pd.isna(found):
        return Estimate(n=len(contacts), note=phrase("no active executive with a day of contact"))
    return Estimate(float(found), len(contacts), series=str(prepared.quarter))


RELATIONSHIP = (
    Measure("active_contacts", active_contacts, sum_differs),
    Measure("contact_owners", contact_owners, sum_differs),
    Measure("executive_silence", executive_silence, sum_differs),
)


@dataclass(frozen=True)
class Wallet:
    """What a client spends, and how much of it is ours.

    Attributes
    ----------
    fees
        Of four full quarters, in the firm's currency.
    low, high
        The estimate, in the firm's currency a year; NaN where there is none.
    """

    share: WalletShare
    fees: float
    low: float
    high: float
    source: str
    day: pd.Timestamp | None


def wallet_lacks(context: ReviewContext) -> str:
    """Why the fees of a year are not covered in full; empty where they are."""
    last = context.quarter if context.elapsed is None else previous(context.quarter)
    return context.lacking(["revenue"], trailing_four(last).first)


def wallet(prepared: Prepared) -> Wallet:
    """Share of wallet of the one client whose tables these are.

    Notes
    -----
    - In a quarter that is not over the fees are those of the four quarters before: a part is no year.
    """
    head, when = prepared.frames["clients"].iloc[0], replace(prepared.context, currency=prepared.context.firm_currency)
    if when.elapsed is not None:
        last = previous(prepared.quarter)
        when = replace(when, quarter=last, covered_to=(bounds(last)[1] - pd.Timedelta(1, "D")).date())
    low, high = (float(pd.to_numeric(head.get(name, float("nan")))) for name in WALLET)
    lines = lines_of(Prepared(prepared.frames, when), trailing_four(when.quarter))
    fees = float(exact(pd.Series([lines["amount"].sum()])).iloc[0])
    source, day = head.get("wallet_source"), head.get("wallet_date")
    return Wallet(
        share_of_wallet(fees, low, high), fees, low, high,
        source if isinstance(source, str) else "", None if pd.isna(day) else pd.Timestamp(day),
    )  # fmt: skip
