"""The review: everything that an analyst asks for, as attributes and one method a section."""

from __future__ import annotations

from acctlib.display import Block
from acctlib.review.base.client_page import ClientPage
from acctlib.review.base.origin import traced
from acctlib.review.base.section import internal_section, section
from acctlib.review.client.sections import actions as promises
from acctlib.review.client.sections import (
    commercial,
    counsel,
    cover,
    delivery,
    growth,
    health,
    method,
    objectives,
    relationships,
    strategy,
    whitespace,
)
from acctlib.review.client.sections import evidence as proof
from acctlib.review.client.sections import nonresponse as silence
from acctlib.review.client.sections import opportunities as inside
from acctlib.review.client.sections import profit as earnings
from acctlib.review.client.sections import retention as stay
from acctlib.review.client.sections import satisfaction as voice
from acctlib.review.client.sections import summary as top


class Review(ClientPage):
    """One client, one quarter, one edition: a method for each section; see `ClientPage` for what they are made from."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return self.cover()._repr_mimebundle_(include, exclude)

    @traced
    def cover(self) -> Block:
        """Who it is for, which dates it covers, and how far the data goes."""
        return cover.cover(self)

    @section
    def summary(self) -> Block:
        """The message in words, and the four headline numbers."""
        return top.summary(self)

    @section
    def promises(self) -> Block:
        """What was promised before, and what became of it."""
        return promises.since_last(self)

    @section
    def decisions(self) -> Block:
        """What the client is asked to decide."""
        return counsel.decisions(self)

    @section
    def objectives(self) -> Block:
        """The client's own objectives against their pace."""
        return objectives.objectives(self)

    @section
    def results(self) -> Block:
        """What came of the work, as the client measures it."""
        return counsel.results(self)

    @internal_section
    def growth(self) -> Block:
        """Internal: where the change in fees came from."""
        return growth.growth(self)

    @section
    def satisfaction(self) -> Block:
        """How satisfied the client's people are, and how many said so."""
        return voice.satisfaction(self)

    @section
    def you_said(self) -> Block:
        """What people said, and what we did about it."""
        return counsel.you_said(self)

    @section
    def delivery(self) -> Block:
        """What was delivered, against what was promised."""
        return delivery.delivery(self)

    @section
    def commercial(self) -> Block:
        """What was invoiced, and what is under contract."""
        return commercial.commercial(self)

    @section
    def risks(self) -> Block:
        """What may go wrong, and what is done about it."""
        return counsel.risks(self)

    @section
    def ideas(self) -> Block:
        """What could be done next, and for which objective."""
        return counsel.ideas(self)

    @section
    def next_steps(self) -> Block:
        """What is to be done next, by whom and when."""
        return promises.next_steps(self)

    @section
    def method(self) -> Block:
        """Definitions, choices and what is missing."""
        return method.method(self)

    @traced
    def evidence(self) -> Block:
        """Every number, what it means, and for the workbook the rows that it was made from."""
        return proof.evidence(self)

    @internal_section
    def health(self) -> Block:
        """Internal: where the account stands, driver by driver."""
        return health.health(self)

    @internal_section
    def rehearsal(self) -> Block:
        """Internal: the questions that this client will ask, with evidence."""
        return health.rehearsal(self)

    @internal_section
    def strategy(self) -> Block:
        """Internal: objectives with what serves them, and what hangs loose."""
        return strategy.objective_tree(self)

    @internal_section
    def pitch(self) -> Block:
        """Internal: proof points with the grade of their evidence and the leave to use them."""
        return strategy.proof_points(self)

    @internal_section
    def profit(self) -> Block:
        """Internal: margin and over-servicing."""
        return earnings.profit(self)

    @internal_section
    def opportunities(self) -> Block:
        """Internal: chances to do more for this client."""
        return inside.opportunities(self)

    @internal_section
    def whitespace(self) -> Block:
        """Internal: each service with its state, what comparable clients buy, and what to ask."""
        return whitespace.whitespace(self)

    @internal_section
    def relationships(self) -> Block:
        """Internal: whom we know there, through whom of us, and what hangs on one person."""
        return relationships.contact_map(self)

    @internal_section
    def silent(self) -> Block:
        """Internal: who was asked and did not answer."""
        return silence.silent(self)

    @internal_section
    def renewals(self) -> Block:
        """Internal: when contracts end and until when notice can be given."""
        return stay.renewals(self)

    @internal_section
    def book(self) -> Block:
        """Internal: the whole book this client is part of."""
        return stay.book(self)
