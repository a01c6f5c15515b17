"""What every page has: terms, facts, a reader, the firm's look. A client's review and a portfolio are pages."""

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
    """One quarter of one client, of one supervisor's clients, or of the firm.

    Attributes
    ----------
    context : ReviewContext
        Quarter, money and policy that the facts were made under.
    config : Config
        The firm's.
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
        """Every fact by name; it remembers which of them were shown."""

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
        """How numbers and dates are written, and in which language."""
        return Formatter(self.config.locale, self.context.currency)

    @cached_property
    def brand(self) -> Brand:
        """The firm's look."""
        return load_brand(self.config.path(self.config.brand))

    @property
    def provisional(self) -> bool:
        """The data does not cover the quarter to its last day."""
        return self.context.covered_to < periods.span(self.quarter).last_day
