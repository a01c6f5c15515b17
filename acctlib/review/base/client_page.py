"""What the sections of a client's review are made from: its rows, facts and words."""

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
    """One client, one quarter, one edition: all that sections are made from.

    Attributes
    ----------
    frames : Mapping
        Table name -> DataFrame: this client's rows, with the columns that the edition may see.
    facts : Mapping
        Metric name -> Fact: value, n, interval, prior quarter, year ago, target, status.
    context : ReviewContext
        Quarter, money and policy that the facts were made under.
    formatter : Formatter
        Formats numbers and dates for this client's locale.
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
        """The client's own row."""
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
        """This client's rows, and what is derived from them, made once for all sections."""
        return Prepared(self.frames, self.context)

    @cached_property
    def facts(self) -> TrackedFacts:
        """Every fact of this client at this quarter; it remembers which of them were shown."""
        return TrackedFacts(client_facts(self.prepared, self.slice.benchmarks))

    @cached_property
    def account(self) -> Account:
        """This client's fee lines of the quarter and of a year ago; several sections ask."""
        return account_of(self.prepared)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """How each project stands at the end of what is covered; several sections ask."""
        return self.prepared.outcomes

    @cached_property
    def formatter(self) -> Formatter:
        """How numbers and dates are written for this client."""
        own = self.head.get("locale")
        return Formatter(own if isinstance(own, str) and own else self.config.locale, self.context.currency)
