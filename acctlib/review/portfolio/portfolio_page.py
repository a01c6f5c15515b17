"""The portfolio page: a supervisor's working view between reviews; internal throughout."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from acctlib.config import Config
from acctlib.facts import ReviewContext, TrackedFacts, book_scorecard
from acctlib.facts.base.mergers import mergers_within, restated
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.load import team_of
from acctlib.facts.health.account_health import AccountHealth, account_health
from acctlib.facts.health.attention import Attention, attention
from acctlib.facts.health.health_history import HealthHistory
from acctlib.periods import trailing
from acctlib.review.base.page import Page

FIRM = ""
YEAR = 5  # quarters, including the one a year ago


class PortfolioPage(Page):
    """One supervisor's clients, or all of the firm's, for one quarter: everything that sections are built from.

    Attributes
    ----------
    supervisor : str
        The supervisor's name; empty for the whole firm.
    names : Series[client_id -> name]
        The clients' names.
    """

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], context: ReviewContext, config: Config, supervisor: str = FIRM
    ) -> None:
        super().__init__(context, config)
        self._mergers = mergers_within(frames, context, trailing(context.quarter, YEAR))
        as_one = restated(frames, context)  # before filtering: merged clients may have had different supervisors
        self._frames = of_supervisor(as_one, supervisor) if supervisor else as_one
        self.supervisor = supervisor

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Complete tables, or a supervisor's rows of them."""
        return self._frames

    @property
    def edition(self) -> str:
        """Always internal."""
        return "internal"

    @cached_property
    def names(self) -> pd.Series:
        """client_id -> name."""
        return self.frames["clients"].set_index("client_id")["name"]

    @property
    def mergers(self) -> pd.DataFrame:
        """Mergers into this book's clients within the quarters that its figures compare."""
        return self._mergers[self._mergers["into"].isin(self.names)]

    @cached_property
    def prepared(self) -> Prepared:
        """The tables and the data derived from them in the firm's currency, computed once for all sections."""
        return Prepared(self.frames, self.context)

    @property
    def ready(self) -> Mapping[str, pd.DataFrame]:
        """The tables with converted invoice lines and project outcomes, under their version 0.1 names."""
        return {**self.frames, "revenue": self.prepared.revenue, "outcomes": self.prepared.outcomes}

    @cached_property
    def facts(self) -> TrackedFacts:
        """All facts of the whole book for the quarter."""
        return TrackedFacts(book_scorecard(self.frames, self.context))

    @cached_property
    def health(self) -> AccountHealth:
        """Each account's health, by driver."""
        return account_health(self.prepared)

    @cached_property
    def history(self) -> HealthHistory:
        """Each account's health at the end of earlier quarters."""
        return HealthHistory(self.prepared)

    @cached_property
    def attention_list(self) -> Attention:
        """Accounts that need the supervisor's attention, and why."""
        return attention(self.prepared, self.health)


def of_supervisor(frames: Mapping[str, pd.DataFrame], supervisor: str) -> dict[str, pd.DataFrame]:
    """One supervisor's rows of each table."""
    clients = frames["clients"]
    mine = set(clients.loc[clients["supervisor"] == supervisor, "client_id"])
    own = {
        name: frame[frame["client_id"].isin(mine)] if "client_id" in frame else frame for name, frame in frames.items()
    }
    if "milestones" in own and "projects" in own:
        own["milestones"] = own["milestones"][own["milestones"]["project_id"].isin(own["projects"]["project_id"])]
    if "people" in own:
        own["people"] = team_of(own["people"], supervisor)
    return own
