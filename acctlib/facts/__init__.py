"""Numbers as facts, and facts as sentences."""

from acctlib.facts.benchmark import benchmarks
from acctlib.facts.fact import Fact
from acctlib.facts.scorecard import book_scorecard, scorecard
from acctlib.facts.terms import Terms

__all__ = ["Fact", "Terms", "benchmarks", "book_scorecard", "scorecard"]
