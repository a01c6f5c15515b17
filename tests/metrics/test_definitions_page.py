"""docs/definitions.md: every metric, every example, every source. (That it is up to date, test_project says.)"""

import re
from pathlib import Path

from acctlib.metrics.base.sources import ADDRESSES
from acctlib.metrics.published import EXAMPLES
from acctlib.metrics.registry import DEFINITIONS

PAGE = (Path(__file__).parents[2] / "docs" / "definitions.md").read_text(encoding="utf-8")


def test_every_metric_stands_on_it_once_with_formula_edge_cases_and_change():
    heads = re.findall(r"^### .* \(`(.+)`\)$", PAGE, re.MULTILINE)
    assert sorted(heads) == sorted(known.id for known in DEFINITIONS.values())
    for known in DEFINITIONS.values():
        own = PAGE.split(f"(`{known.id}`)\n")[1].split("\n### ")[0]
        assert all(text in own for text in (known.formula, known.denominator, known.changed, *known.edge_cases))


def test_every_example_stands_on_it():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| source")]
    assert len(rows) == len(EXAMPLES)


def test_every_address_is_of_a_source_that_a_definition_names():
    said = " ".join(known.source for known in DEFINITIONS.values())
    assert [name for name in ADDRESSES if name not in said] == []
