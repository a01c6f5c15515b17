"""Generate docs/definitions.md: every definition in the registry, with the published examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from acctlib.metrics.base.calendar_examples import CALENDAR
from acctlib.metrics.base.definition import Definition
from acctlib.metrics.base.example import Example, SmallBook
from acctlib.metrics.base.interval_examples import INTERVALS
from acctlib.metrics.base.signal_examples import SIGNALS
from acctlib.metrics.base.sources import linked
from acctlib.metrics.delivery.action_definitions import PROMISES
from acctlib.metrics.delivery.definitions import DELIVERY
from acctlib.metrics.delivery.examples import DELIVERY as DELIVERY_EXAMPLES
from acctlib.metrics.growth.definitions import GROWTH
from acctlib.metrics.growth.examples import GROWTH as GROWTH_EXAMPLES
from acctlib.metrics.retention.definitions import RETENTION
from acctlib.metrics.retention.examples import RETENTION as RETENTION_EXAMPLES
from acctlib.metrics.retention.tenure_examples import TENURE
from acctlib.metrics.satisfaction.book_definitions import BOOK_SATISFACTION
from acctlib.metrics.satisfaction.definitions import SATISFACTION
from acctlib.metrics.satisfaction.examples import SATISFACTION as SATISFACTION_EXAMPLES
from acctlib.metrics.satisfaction.relationship_definitions import RELATIONSHIP

HEAD = """# Definitions

What each number of a review means. This page is made from the registry: change the `definitions.py` of a subject, and
run `acctlib define --markdown > docs/definitions.md`.

An id is a name and a version. A changed definition is a new version; what changed is said with it, and under "Changed
numbers" in the [changelog](../CHANGELOG.md). Internal metrics are never shown to a client. `acctlib verify` compares
the published examples with what the kit computes: facts, read off the scorecards of a small book as pages print them,
or, where no fact is the number, what a documented function returns. "By hand" marks a number that was worked out from
the source's formula, because nobody printed one.
"""
BETTER = {"higher": "higher is better", "lower": "lower is better", "none": "neither direction is better"}
READERS = {"client": "may be shared with the client", "internal": "internal"}
SUBJECTS = (
    ("Fees and growth", GROWTH, GROWTH_EXAMPLES),
    ("Client retention", RETENTION, (*RETENTION_EXAMPLES, *TENURE)),
    (
        "Client satisfaction",
        (*SATISFACTION, *BOOK_SATISFACTION, *RELATIONSHIP),
        (*SATISFACTION_EXAMPLES, *INTERVALS),
    ),
    ("Project delivery", (*DELIVERY, *PROMISES), (*DELIVERY_EXAMPLES, *SIGNALS)),
    ("Quarters", (), CALENDAR),
)


def definitions_page() -> str:
    """Return the definitions page as Markdown."""
    parts = [HEAD]
    for subject, definitions, examples in SUBJECTS:
        parts += [f"## {subject}\n", *map(_definition, definitions), *_examples(subject, examples)]
    return "\n".join(parts)


def _definition(known: Definition) -> str:
    lines = [
        f"### {known.label} (`{known.id}`)\n",
        f"{known.formula}\n",
        f"- Denominator: {known.denominator}. Period: {known.period}.",
        f"- Unit: {known.unit}; {BETTER[known.direction]}; {READERS[known.class_]}.",
        *(f"- {rule}" for rule in known.edge_cases),
    ]
    if known.changed:
        lines.append(f"- Version {known.version}: {known.changed}")
    return "\n".join([*lines, f"- Source: {linked(known.source)}\n"])


def _examples(subject: str, examples: Iterable[Example]) -> Iterator[str]:
    yield f"### Published examples: {subject.lower()}\n"
    yield "| source | number | input | printed | ours |\n|---|---|---|---|---|"
    for one in examples:
        expected = one.expected if one.origin == "published" else f"{one.expected} (by hand)"
        ours = ", ".join(f"`{fact}`" for fact in one.ours.facts) if isinstance(one.ours, SmallBook) else "function"
        cells = (f"{one.source} ({one.address})", one.what, one.given, expected, ours)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""
