"""Conventions that affect values but belong to no single metric's definition, for the method notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Item

if TYPE_CHECKING:
    from acctlib.review.base.page import Page


def conventions(review: Page) -> list[Item]:
    """Rules that apply to many numbers: partial quarters, mergers, exchange rates and survey dates."""
    translate, internal = review.formatter.translate, review.edition == "internal"
    periods = (
        translate(
            "A quarter that is not over is compared with the same days of earlier quarters, retention too; it is never "
            "scaled up, and judged against no target."
        )
        if internal
        else translate(
            "A quarter that is not over is compared with the same days of earlier quarters; it is never scaled up."
        )
    )
    return [
        Item(translate("Quarters in part"), periods),
        Item(translate("Mergers"), " ".join(_mergers(review, internal))),
        Item(translate("Exchange rates"), " ".join(_rates(review, internal))),
        Item(
            translate("Surveys"),
            translate("A survey counts in the quarter in which it was sent, whenever it was answered."),
        ),
        *(_inside(review) if internal else ()),
    ]


def _mergers(review: Page, internal: bool) -> list[str]:
    translate = review.formatter.translate
    if not internal:
        return [translate("Where two clients were merged, quarters before and after the merger are not compared.")]
    return [
        translate(
            "Growth and retention of an account are not available across a merger: its rows are of one of the two."
        ),
        translate("Over many clients the two count as one in every quarter, before the merger too."),
    ]


def _rates(review: Page, internal: bool) -> list[str]:
    translate = review.formatter.translate
    told = [
        translate("Fees are converted at the rate of the day of service."),
        translate("Fees agreed in contracts and projects are converted at the rate of the last day shown."),
    ]
    if internal:
        told += [
            translate("Renewals are, too; costs at the rate of their day."),
            translate("Growth at one exchange rate takes the mean rate of the same quarter a year ago."),
        ]
    return told


def _inside(review: Page) -> list[Item]:
    """Rules for internal numbers: small client counts and work in progress."""
    translate = review.formatter.translate
    few = translate(
        "Intervals of fees kept draw clients again, with one lost client of average size added, and are widened for "
        "few clients as the t distribution asks for: a book that lost nobody may still lose one."
    )
    schedule = translate(
        "SPI(t) and CPI are of projects that are open on the last day; closed ones are judged by their dates."
    )
    return [Item(translate("Few clients"), few), Item(translate("Work in progress"), schedule)]
