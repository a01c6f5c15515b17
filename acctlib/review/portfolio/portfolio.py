"""The portfolio: what a supervisor works with between the reviews. All of it is internal."""

from __future__ import annotations

from acctlib.display import Block
from acctlib.review.client.sections import method
from acctlib.review.portfolio import (
    back_test,
    calls,
    checkpoints,
    delivery,
    growth,
    head,
    ledger,
    retention,
    satisfaction,
    team,
)
from acctlib.review.portfolio.portfolio_page import PortfolioPage


class Portfolio(PortfolioPage):
    """A supervisor's clients, or the firm's: a method for each section of `PortfolioPage`."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return self.cover()._repr_mimebundle_(include, exclude)

    def cover(self) -> Block:
        """Whose book, which dates, how far the data goes."""
        return head.cover(self)

    def summary(self) -> Block:
        """The four metrics of the role."""
        return head.summary(self)

    def attention(self) -> Block:
        """At most ten accounts, with reasons and the number that chance alone would list."""
        return calls.attention(self)

    def retention(self) -> Block:
        """Movements, cohorts, tenure, and the renewals of the next four quarters."""
        return retention.retention(self)

    def checkpoints(self) -> Block:
        """Contracts that end soon: what the panel said, and what the supervisor said."""
        return checkpoints.checkpoints(self)

    def back_test(self) -> Block:
        """What the panel had said before clients left, counted."""
        return back_test.back_test(self)

    def satisfaction(self) -> Block:
        """Scores of clients, coverage, the silent, and who fell."""
        return satisfaction.satisfaction(self)

    def growth(self) -> Block:
        """Where the change came from, concentration, service lines, pipeline."""
        return growth.growth(self)

    def delivery(self) -> Block:
        """Funnel plots over clients and managers, and what is overdue."""
        return delivery.delivery(self)

    def team(self) -> Block:
        """Load, clients and fees per manager, overdue promises, single threads; nobody is ranked."""
        return team.team(self)

    def ledger(self) -> Block:
        """What was forecast a quarter ago, and what came."""
        return ledger.ledger(self)

    def promises(self) -> Block:
        """Promises of ours that are overdue, by age."""
        return team.overdue_promises(self)

    def method(self) -> Block:
        """Definitions, exclusions, choices."""
        return method.method(self)
