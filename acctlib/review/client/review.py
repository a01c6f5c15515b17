"""The review: data as attributes and one method per section."""

from __future__ import annotations

from acctlib.compat import with_earlier_names
from acctlib.display import Block
from acctlib.review.base.client_page import ClientPage
from acctlib.review.base.origin import traced
from acctlib.review.base.section import internal_section, section
from acctlib.review.client.sections import (
    actions,
    commercial,
    counsel,
    cover,
    delivery,
    evidence,
    growth,
    health,
    method,
    nonresponse,
    objectives,
    opportunities,
    profit,
    relationships,
    retention,
    satisfaction,
    strategy,
    summary,
    whitespace,
)


@with_earlier_names("section")
class Review(ClientPage):
    """One client, quarter and edition, with a method per section; see `ClientPage` for the data."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return self.cover()._repr_mimebundle_(include, exclude)

    @traced
    def cover(self) -> Block:
        """Client, dates covered and data cut-off."""
        return cover.cover(self)

    @section
    def summary(self) -> Block:
        """The executive summary: key messages and headline metrics."""
        return summary.summary(self)

    @section
    def actions(self) -> Block:
        """Actions that were due, with their outcomes."""
        return actions.since_last(self)

    @section
    def decisions(self) -> Block:
        """Decisions required from the client."""
        return counsel.decisions(self)

    @section
    def objectives(self) -> Block:
        """Progress against the client's goals."""
        return objectives.objectives(self)

    @section
    def results(self) -> Block:
        """Results of the work, as the client measures them."""
        return counsel.results(self)

    @internal_section
    def growth(self) -> Block:
        """Internal: the revenue bridge."""
        return growth.growth(self)

    @section
    def satisfaction(self) -> Block:
        """Satisfaction scores and response rate."""
        return satisfaction.satisfaction(self)

    @section
    def you_said(self) -> Block:
        """Feedback, and the actions that followed."""
        return counsel.you_said(self)

    @section
    def delivery(self) -> Block:
        """Project delivery against due dates, fees and acceptance."""
        return delivery.delivery(self)

    @section
    def commercial(self) -> Block:
        """Fees invoiced and contracts."""
        return commercial.commercial(self)

    @section
    def risks(self) -> Block:
        """Open risks and their mitigation."""
        return counsel.risks(self)

    @section
    def ideas(self) -> Block:
        """Recommendations, with the goals that they support."""
        return counsel.ideas(self)

    @section
    def next_steps(self) -> Block:
        """The plan for next quarter: actions, owners and due dates."""
        return actions.next_steps(self)

    @section
    def method(self) -> Block:
        """Methodology, definitions, exclusions and missing data."""
        return method.method(self)

    @traced
    def evidence(self) -> Block:
        """All metrics with their definitions and, in the workbook, the source rows."""
        return evidence.evidence(self)

    @internal_section
    def health(self) -> Block:
        """Internal: account health by driver."""
        return health.health(self)

    @internal_section
    def rehearsal(self) -> Block:
        """Internal: questions to expect, with suggested answers."""
        return health.rehearsal(self)

    @internal_section
    def strategy(self) -> Block:
        """Internal: goals and supporting actions, and the gaps between them."""
        return strategy.objective_tree(self)

    @internal_section
    def pitch(self) -> Block:
        """Internal: proof points, with evidence grades and permission to publish."""
        return strategy.proof_points(self)

    @internal_section
    def profit(self) -> Block:
        """Internal: margin and over-servicing."""
        return profit.profit(self)

    @internal_section
    def opportunities(self) -> Block:
        """Internal: the sales pipeline with this client."""
        return opportunities.opportunities(self)

    @internal_section
    def whitespace(self) -> Block:
        """Internal: whitespace by service, with penetration among comparable clients and discovery questions."""
        return whitespace.whitespace(self)

    @internal_section
    def relationships(self) -> Block:
        """Internal: contacts, relationship owners and single-threading."""
        return relationships.contact_map(self)

    @internal_section
    def nonrespondents(self) -> Block:
        """Internal: non-respondents."""
        return nonresponse.nonrespondents(self)

    @internal_section
    def renewals(self) -> Block:
        """Internal: contract ends and notice deadlines."""
        return retention.renewals(self)

    @internal_section
    def book(self) -> Block:
        """Internal: portfolio context."""
        return retention.book(self)
