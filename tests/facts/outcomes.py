"""Prepared tables whose projects are judged by the test itself."""

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.prepared import Prepared


def with_outcomes(tables: Frames, context: ReviewContext) -> Prepared:
    """Prepared tables; the table `outcomes` stands for how the projects turned out."""
    prepared = Prepared({name: frame for name, frame in tables.items() if name != "outcomes"}, context)
    if "outcomes" in tables:
        vars(prepared)["outcomes"] = tables["outcomes"]
    return prepared
