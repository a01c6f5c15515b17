"""Relationship breadth and share of wallet: contacts, their owners, and our share of a client's spending. Internal."""

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
    """One row per known contact; None if the firm keeps no contacts table."""
    kept = prepared.frames.get("contacts")
    if kept is None:
        return None
    days = {name: "datetime64[us]" for name in ("last_contact", "departed_date") if name not in kept}
    return kept.reindex(columns=list(KEPT)).astype(days)


def relationships(prepared: Prepared) -> pd.DataFrame | None:
    """Contact breadth for each current client at the quarter's end; None if the firm keeps no contacts table.

    Notes
    -----
    - A client without any listed contact is `unknown`: its contacts may simply not have been recorded.
    """
    contacts = known_contacts(prepared)
    if contacts is None:
        return None
    clients, (_, end) = prepared.frames["clients"], bounds(prepared.quarter)
    there = clients[~(clients["end_date"] < end)] if "end_date" in clients else clients
    found = contact_breadth(contacts, prepared.context.covered_to).reindex(sorted(there["client_id"]))
    return found.assign(thread=found["thread"].where(found["thread"].notna(), "unknown"))


def active_contacts(prepared: Prepared) -> Estimate:
    """The number of the client's known contacts who are still active."""
    return _of_contacts(prepared, "active")


def contact_owners(prepared: Prepared) -> Estimate:
    """The number of our people who own an active contact."""
    return _of_contacts(prepared, "owners")


def executive_silence(prepared: Prepared) -> Estimate:
    """Days since the last contact with an executive."""
    return _of_contacts(prepared, "days")


def _of_contacts(prepared: Prepared, column: str) -> Estimate:
    """One contact figure for one client, for its own quarter only: contacts carry no start date."""
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
    """A client's spending, and our share of it.

    Attributes
    ----------
    fees
        Fees over four complete quarters, in the firm's currency.
    low, high
        The estimated annual spend, in the firm's currency; NaN if there is none.
    """

    share: WalletShare
    fees: float
    low: float
    high: float
    source: str
    day: pd.Timestamp | None


def wallet_lacks(context: ReviewContext) -> str:
    """Explain why the data do not cover a full year's fees; empty if they do."""
    last = context.quarter if context.elapsed is None else previous(context.quarter)
    return context.lacking(["revenue"], trailing_four(last).first)


def wallet(prepared: Prepared) -> Wallet:
    """Share of wallet of the single client in these tables.

    Notes
    -----
    - For a partial quarter, fees are those of the four preceding quarters, so that they cover a full year.
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
