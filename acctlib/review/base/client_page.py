"""The inputs of a client review's sections: rows, facts and commentary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display import Formatter
from acctlib.facts import ReviewContext, TrackedFacts
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import Account, account_of
from acctlib.facts.scorecard import client_facts
from acctlib.review.base.page import Page


class ClientPage(Page):
    """One client, quarter and edition: everything that the sections are built from.

    Attributes
    ----------
    frames : Mapping
        Table name -> DataFrame: this client's rows, with the columns that the edition may see.
    facts : Mapping
        Metric name -> Fact: value, n, interval, prior quarter, year ago, target, status.
    context : ReviewContext
        The quarter, currency and policy behind the facts.
    formatter : Formatter
        Formats numbers and dates in this client's locale.
    """

    def __init__(self, slice_: Slice, context: ReviewContext, config: Config) -> None:
        super().__init__(context, config)
        self.slice = slice_

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """This client's rows by table."""
        return self.slice.frames

    @property
    def head(self) -> pd.Series:
        """The client's row in the clients table."""
        return self.frames["clients"].iloc[0]

    @property
    def name(self) -> str:
        """The client's name."""
        return str(self.head["name"])

    @property
    def edition(self) -> str:
        """`client` or `internal`."""
        return self.slice.edition

    @cached_property
    def prepared(self) -> Prepared:
        """This client's rows and the data derived from them, computed once for all sections."""
        return Prepared(self.frames, self.context)

    @cached_property
    def facts(self) -> TrackedFacts:
        """All of this client's facts for the quarter; keeps track of those shown."""
        return TrackedFacts(client_facts(self.prepared, self.slice.benchmarks))

    @cached_property
    def account(self) -> Account:
        """This client's fee lines for the quarter and a year ago; cached because several sections use them."""
        return account_of(self.prepared)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Each project's status at the end of the data; cached because several sections use it."""
        return self.prepared.outcomes

    @cached_property
    def formatter(self) -> Formatter:
        """The formatter for this client's locale and currency."""
        own = self.head.get("locale")
        return Formatter(own if isinstance(own, str) and own else self.config.locale, self.context.currency)
