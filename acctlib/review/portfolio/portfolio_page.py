"""The portfolio: what a supervisor works with between the reviews. All of it is internal."""

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
YEAR = 5  # quarters, the one a year ago with them


class PortfolioPage(Page):
    """All clients of one supervisor, or of the firm, for one quarter: all that sections are made from.

    Attributes
    ----------
    supervisor : str
        Whose clients these are; empty for the firm.
    names : Series[client_id -> name]
        What the clients are called.
    """

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], context: ReviewContext, config: Config, supervisor: str = FIRM
    ) -> None:
        super().__init__(context, config)
        self._mergers = mergers_within(frames, context, trailing(context.quarter, YEAR))
        as_one = restated(frames, context)  # before the book is cut: the two may have had two supervisors
        self._frames = of_supervisor(as_one, supervisor) if supervisor else as_one
        self.supervisor = supervisor

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Whole tables, or a supervisor's part of them."""
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
        """Clients of this book that others were merged into in the quarters that its figures compare."""
        return self._mergers[self._mergers["into"].isin(self.names)]

    @cached_property
    def prepared(self) -> Prepared:
        """The tables, and what is derived from them in the firm's currency, made once for all sections."""
        return Prepared(self.frames, self.context)

    @property
    def ready(self) -> Mapping[str, pd.DataFrame]:
        """The tables with converted invoice lines and project outcomes, as version 0.1 named them."""
        return {**self.frames, "revenue": self.prepared.revenue, "outcomes": self.prepared.outcomes}

    @cached_property
    def facts(self) -> TrackedFacts:
        """Every fact of the whole book at this quarter."""
        return TrackedFacts(book_scorecard(self.frames, self.context))

    @cached_property
    def health(self) -> AccountHealth:
        """Where each account stands, driver by driver."""
        return account_health(self.prepared)

    @cached_property
    def history(self) -> HealthHistory:
        """Where each account stood at the ends of earlier quarters."""
        return HealthHistory(self.prepared)

    @cached_property
    def attention_list(self) -> Attention:
        """Which accounts need the supervisor, and why."""
        return attention(self.prepared, self.health)


def of_supervisor(frames: Mapping[str, pd.DataFrame], supervisor: str) -> dict[str, pd.DataFrame]:
    """The rows of one supervisor's clients, table by table."""
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
