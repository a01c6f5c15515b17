"""Numbers as facts, and facts as sentences."""

from acctlib.facts.benchmark import PeerFigures, benchmarks
from acctlib.facts.fact import Fact
from acctlib.facts.scorecard import book_scorecard, scorecard
from acctlib.facts.terms import Terms
from acctlib.facts.used import Facts

__all__ = ["Fact", "Facts", "PeerFigures", "Terms", "benchmarks", "book_scorecard", "scorecard"]
