"""What client reviews and portfolios share: context, facts, edition and the firm's branding."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from acctlib import periods
from acctlib.compat import with_earlier_names
from acctlib.config import Config
from acctlib.display import Brand, Formatter, load_brand
from acctlib.facts import ReviewContext, TrackedFacts


@with_earlier_names("page")
class Page(ABC):
    """One quarter for one client, one supervisor's clients or the whole firm.

    Attributes
    ----------
    context : ReviewContext
        The quarter, currency and policy behind the facts.
    config : Config
        The firm's configuration.
    """

    def __init__(self, context: ReviewContext, config: Config) -> None:
        self.context = context
        self.config = config

    @property
    @abstractmethod
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Table name -> rows."""

    @property
    @abstractmethod
    def facts(self) -> TrackedFacts:
        """All facts by name; keeps track of those shown."""

    @property
    @abstractmethod
    def edition(self) -> str:
        """`client` or `internal`."""

    @property
    def quarter(self) -> pd.Period:
        """The quarter under review."""
        return self.context.quarter

    @cached_property
    def formatter(self) -> Formatter:
        """The formatter for numbers, dates and translations."""
        return Formatter(self.config.locale, self.context.currency)

    @cached_property
    def brand(self) -> Brand:
        """The firm's branding."""
        return load_brand(self.config.path(self.config.brand))

    @property
    def provisional(self) -> bool:
        """Whether the data ends before the quarter's last day."""
        return self.context.covered_to < periods.span(self.quarter).last_day
