"""Internal: our share of the client's spending on services like ours, as a range with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Formatter, Note
from acctlib.facts.satisfaction.relationship import Wallet, wallet_lacks
from acctlib.facts.satisfaction.relationship import wallet as wallet_of
from acctlib.phrases import phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

PROBLEMS = {
    "no_estimate": phrase(
        "Share of wallet not available: no estimate of what this client spends on services like ours."
    ),
    "half": phrase("Share of wallet not available: the estimate of the client's spending has only one bound."),
    "backwards": phrase(
        "Share of wallet not available: the lower bound of the estimate, {low} a year, is above the upper one, {high}."
    ),
    "below_fees": phrase(
        "Share of wallet not available: our fees of {fees} exceed the estimate of {low} to {high} a year."
    ),
    "no_fees": phrase("Share of wallet not available: the fees of four quarters are a net credit."),
}


def wallet(review: ClientPage) -> Block:
    """One line: the range, its basis, source and date, or why it is not known."""
    if lacks := wallet_lacks(review.context):
        return Note(
            review.formatter.translate("Share of wallet is not known: {why}.", why=review.formatter.translate(lacks))
        )
    found = wallet_of(review.prepared)
    firm = Formatter(review.formatter.locale, review.context.firm_currency)
    said = {"fees": firm.compact(found.fees), "low": firm.compact(found.low), "high": firm.compact(found.high)}
    if found.share.problem in PROBLEMS:
        told = firm.translate(PROBLEMS[found.share.problem].message, **said)
        return Note(f"{told} {_source(firm, found)}" if found.share.problem != "no_estimate" else told)
    share = firm.interval(found.share.low, found.share.high, "fraction")
    text = firm.translate(
        "Share of wallet: {share} (our fees of {fees} over four quarters, out of an estimated"
        " annual spend of {low}–{high}).",
        share=share, **said,
    )  # fmt: skip
    wrong = firm.translate("The lower end of the estimate is below our fees: it is too low.")
    return Note(" ".join([text, _source(firm, found), *([wrong] if found.share.problem else [])]))


def _source(firm: Formatter, found: Wallet) -> str:
    source = found.source or firm.translate("source not named")
    day = firm.day(found.day) if found.day is not None else firm.translate("no date")
    return firm.translate("Estimate: {source}, {day}.", source=source, day=day)
