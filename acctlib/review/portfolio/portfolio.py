"""A supervisor's portfolio, or the firm's; internal throughout."""

from __future__ import annotations

from acctlib.compat import with_earlier_names
from acctlib.display import Block
from acctlib.review.client.sections import method
from acctlib.review.portfolio import (
    back_test,
    calls,
    checkpoints,
    delivery,
    forecast_accuracy,
    growth,
    head,
    retention,
    satisfaction,
    team,
)
from acctlib.review.portfolio.portfolio_page import PortfolioPage


@with_earlier_names("portfolio_section")
class Portfolio(PortfolioPage):
    """A supervisor's clients, or all of the firm's, with a method per section; see `PortfolioPage` for the data."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return self.cover()._repr_mimebundle_(include, exclude)

    def cover(self) -> Block:
        """Supervisor, dates covered and data cut-off."""
        return head.cover(self)

    def summary(self) -> Block:
        """The role's four headline metrics."""
        return head.summary(self)

    def attention(self) -> Block:
        """Up to ten accounts needing attention, with reasons and the expected number of false alarms."""
        return calls.attention(self)

    def retention(self) -> Block:
        """Movements, cohorts, tenure, and renewals in the next four quarters."""
        return retention.retention(self)

    def checkpoints(self) -> Block:
        """Contracts that end soon: health scorecard and renewal forecast."""
        return checkpoints.checkpoints(self)

    def back_test(self) -> Block:
        """Back-test of the health scorecard against churn."""
        return back_test.back_test(self)

    def satisfaction(self) -> Block:
        """Client satisfaction: scores, coverage, non-respondents and declines."""
        return satisfaction.satisfaction(self)

    def growth(self) -> Block:
        """Revenue growth: drivers, concentration, service lines and pipeline."""
        return growth.growth(self)

    def delivery(self) -> Block:
        """Project delivery: funnel plots by client and manager, and overdue projects."""
        return delivery.delivery(self)

    def team(self) -> Block:
        """Utilisation, clients and fees per manager, overdue actions, single-threaded accounts; nobody is ranked."""
        return team.team(self)

    def forecast_accuracy(self) -> Block:
        """Forecast accuracy: last quarter's forecasts against actuals."""
        return forecast_accuracy.forecast_accuracy(self)

    def actions(self) -> Block:
        """Our overdue actions, by age."""
        return team.overdue_actions(self)

    def method(self) -> Block:
        """Methodology, definitions, exclusions and policy choices."""
        return method.method(self)
