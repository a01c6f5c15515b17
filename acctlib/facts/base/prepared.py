"""Tables prepared for measuring: a client's or a book's rows, and what is derived from them, each made once.

A measure takes a `Prepared` and nothing else. Its raw tables are `prepared.frames`; what is derived from them are its
properties, or functions marked `derived`. Nothing has to be made in any order: whoever asks first makes it, and it is
kept. `prepared.at(quarter)` is the same for another quarter and shares the converted invoice lines.
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
    """The tables of one client or of a book, at one quarter.

    Parameters
    ----------
    tables : Mapping
        Table name -> DataFrame, as the slice or the book holds them; they are never changed.
    context : ReviewContext
        Quarter, currency and policy.
    lines_of : Prepared, optional
        The same rows at another quarter, whose converted invoice lines are shared.

    Attributes
    ----------
    frames : Mapping
        The raw tables, each client that was merged as the one it was merged into.
    """

    def __init__(self, tables: Frames, context: ReviewContext, lines_of: Prepared | None = None) -> None:
        self.context = context
        self._tables = tables
        self._base = lines_of
        self._made: dict[Hashable, Any] = {}
        self._quarters: dict[Hashable, Prepared] = {(context.quarter, context.covered_to): self}

    @property
    def base(self) -> Prepared:
        """The same rows at the quarter under review: what does not depend on the quarter is made there."""
        return self if self._base is None else self._base.base

    def at(self, quarter: pd.Period) -> Prepared:
        """The same rows at another quarter, see `ReviewContext.at`; made once."""
        context = self.context.at(quarter)
        key = (context.quarter, context.covered_to)
        if key not in self._quarters:
            self._quarters[key] = Prepared(self.frames, context, lines_of=self.base)
            self._quarters[key]._quarters = self._quarters
        return self._quarters[key]

    def without_columns(self, columns: Mapping[str, Collection[str]]) -> Prepared:
        """The same tables, and the converted invoice lines, without some columns: copying them takes time."""
        kept = {name: frame.drop(columns=columns.get(name, ()), errors="ignore") for name, frame in self.frames.items()}
        narrow = Prepared(kept, self.context)
        narrow.__dict__["revenue"] = self.revenue.drop(columns=columns.get("revenue", ()), errors="ignore")
        return narrow

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned when it was first asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    @property
    def quarter(self) -> pd.Period:
        """The quarter that is measured."""
        return self.context.quarter

    @cached_property
    def frames(self) -> Frames:
        """The raw tables; mergers restated."""
        return self._tables if self._base is not None else restated(self._tables, self.context)

    @cached_property
    def revenue(self) -> pd.DataFrame:
        """Invoice lines in the currency of the review; one row per line.

        Raises
        ------
        MissingRateError
            A line is in a currency without an exchange rate.
        """
        return in_review_money(self.frames, self.context) if self._base is None else self._base.revenue

    @cached_property
    def as_billed(self) -> pd.DataFrame | None:
        """Invoice lines in the currency they were billed in; None where all are in that of the review."""
        if self._base is not None:
            return self._base.as_billed
        billed = self.frames["revenue"]
        foreign = "currency" in billed and billed["currency"].dropna().ne(self.context.currency).any()
        return same_days(billed, self.context) if foreign else None

    @property
    def rates(self) -> pd.DataFrame:
        """Exchange rates; without rows where the firm has none."""
        return rates_of(self.frames)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """How each project stands at the end of the data; one row per project, empty without such a table.

        The same in both editions: success rests on dates and fees alone. Without the column `cost`, as in a client's
        slice, `on_budget` is not known.
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
    """Decorate a function of prepared tables: its result is made once for each quarter and set of arguments."""

    @wraps(make)
    def once(prepared: Prepared, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (make, args, tuple(sorted(kwargs.items())))
        return prepared.once(key, lambda: make(prepared, *args, **kwargs))

    return once


def derived_for_every_quarter(make: Callable[[Prepared], T]) -> Callable[[Prepared], T]:
    """The same for what does not depend on the quarter: it is made once for all of them."""

    @wraps(make)
    def once(prepared: Prepared, /) -> T:
        return prepared.base.once(make, lambda: make(prepared.base))

    return once
