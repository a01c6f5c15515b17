"""Turn numbers into facts, and facts into sentences."""

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import Fact
from acctlib.facts.base.tracked import TrackedFacts
from acctlib.facts.peers.benchmark import PeerFigures, benchmarks
from acctlib.facts.scorecard import book_scorecard, scorecard

__all__ = ["Fact", "PeerFigures", "ReviewContext", "TrackedFacts", "benchmarks", "book_scorecard", "scorecard"]
