"""Tables prepared for measures: a client's or a book's rows, and values derived from them, each computed once.

A measure takes a `Prepared` and nothing else. Its raw tables are in `prepared.frames`; derived values are its
properties, or functions decorated with `derived`. They are computed on first use, in any order, and cached.
`prepared.at(quarter)` is its counterpart for another quarter and shares the converted invoice lines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.mergers import restated
from acctlib.facts.base.money import in_review_money, rates_of, same_days
from acctlib.metrics.delivery.delivery import outcomes

P = ParamSpec("P")
T = TypeVar("T")


class Prepared:
    """One client's or one book's tables, at one quarter.

    Parameters
    ----------
    tables : Mapping
        Table name -> DataFrame, as in the slice or the book; never modified.
    context : ReviewContext
        Quarter, currency and policy.
    lines_of : Prepared, optional
        The same rows at another quarter, whose converted invoice lines are reused.

    Attributes
    ----------
    frames : Mapping
        The raw tables, with each merged client replaced by its survivor.
    """

    def __init__(self, tables: Frames, context: ReviewContext, lines_of: Prepared | None = None) -> None:
        self.context = context
        self._tables = tables
        self._base = lines_of
        self._made: dict[Hashable, Any] = {}
        self._quarters: dict[Hashable, Prepared] = {(context.quarter, context.covered_to): self}

    @property
    def base(self) -> Prepared:
        """The same rows at the quarter under review, where values independent of the quarter are computed."""
        return self if self._base is None else self._base.base

    def at(self, quarter: pd.Period) -> Prepared:
        """Return the same rows at another quarter, created once; see `ReviewContext.at`."""
        context = self.context.at(quarter)
        key = (context.quarter, context.covered_to)
        if key not in self._quarters:
            self._quarters[key] = Prepared(self.frames, context, lines_of=self.base)
            self._quarters[key]._quarters = self._quarters
        return self._quarters[key]

    def without_columns(self, columns: Mapping[str, Collection[str]]) -> Prepared:
        """Drop columns from the tables and the converted invoice lines, to save the time of copying them."""
        kept = {name: frame.drop(columns=columns.get(name, ()), errors="ignore") for name, frame in self.frames.items()}
        narrow = Prepared(kept, self.context)
        narrow.__dict__["revenue"] = self.revenue.drop(columns=columns.get("revenue", ()), errors="ignore")
        return narrow

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of `make`, computed on the first request for this key and cached."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    @property
    def quarter(self) -> pd.Period:
        """The quarter being measured."""
        return self.context.quarter

    @cached_property
    def frames(self) -> Frames:
        """The raw tables, with mergers restated."""
        return self._tables if self._base is not None else restated(self._tables, self.context)

    @cached_property
    def revenue(self) -> pd.DataFrame:
        """Invoice lines in the review's currency; one row per line.

        Raises
        ------
        MissingRateError
            A line is in a currency without an exchange rate.
        """
        return in_review_money(self.frames, self.context) if self._base is None else self._base.revenue

    @cached_property
    def as_billed(self) -> pd.DataFrame | None:
        """Invoice lines in the currency billed; None if all are in the review's currency."""
        if self._base is not None:
            return self._base.as_billed
        billed = self.frames["revenue"]
        foreign = "currency" in billed and billed["currency"].dropna().ne(self.context.currency).any()
        return same_days(billed, self.context) if foreign else None

    @property
    def rates(self) -> pd.DataFrame:
        """Exchange rates; empty if the firm has none."""
        return rates_of(self.frames)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The state of each project at the end of the data; one row per project, empty without a projects table.

        Identical in both editions: success depends on dates and fees alone. Without the column `cost`, as in a
        client's slice, `on_budget` is unknown.
        """
        projects, context = self.frames.get("projects"), self.context
        if projects is None or projects.empty:
            return pd.DataFrame()
        return outcomes(
            projects, as_of=context.covered_to, late_days=context.policy.late_days,
            tolerance=context.policy.budget_tolerance,
            acceptance_kept=context.acceptance_kept, judged_by=context.policy.on_time,
        )  # fmt: skip


def derived(make: Callable[Concatenate[Prepared, P], T]) -> Callable[Concatenate[Prepared, P], T]:
    """Decorate a function of prepared tables to compute its result once per quarter and set of arguments."""

    @wraps(make)
    def once(prepared: Prepared, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, args, tuple(sorted(kwargs.items())))
        return prepared.once(key, lambda: make(prepared, *args, **kwargs))

    return once


def derived_for_every_quarter(make: Callable[[Prepared], T]) -> Callable[[Prepared], T]:
    """Decorate a function that does not depend on the quarter to compute its result once for all quarters."""

    @wraps(make)
    def once(prepared: Prepared, /) -> T:
        return prepared.base.once(make, lambda: make(prepared.base))

    return once
