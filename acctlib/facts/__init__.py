"""Numbers as facts, and facts as sentences."""

from acctlib.facts.base.fact import Fact
from acctlib.facts.base.terms import Terms
from acctlib.facts.base.used import Facts
from acctlib.facts.peers.benchmark import PeerFigures, benchmarks
from acctlib.facts.scorecard import book_scorecard, scorecard

__all__ = ["Fact", "Facts", "PeerFigures", "Terms", "benchmarks", "book_scorecard", "scorecard"]
