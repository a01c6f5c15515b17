"""Numbers as facts, and facts as sentences."""

from acctlib.facts.benchmark import benchmarks
from acctlib.facts.fact import Fact
from acctlib.facts.scorecard import scorecard
from acctlib.facts.terms import Terms

__all__ = ["Fact", "Terms", "benchmarks", "scorecard"]
