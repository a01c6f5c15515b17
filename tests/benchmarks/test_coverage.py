"""The coverage study: same seed, same numbers, and the page of the docs holds what the code gives."""

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def coverage():
    """The script as a module, under a name that clashes with no package."""
    spec = importlib.util.spec_from_file_location("coverage_study", ROOT / "benchmarks" / "coverage.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def documented():
    """The table of the docs: (metric, clients) -> cells as text."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in DOCS.splitlines() if line.startswith("| ")
    ]
    return {(row[0], int(row[1])): row[2:] for row in rows[1:]}


@pytest.fixture(scope="module")
def made_with():
    """Replications and seed of the command in the docs."""
    command = re.search(r"benchmarks/coverage\.py --replications (\d+) --seed (\d+) --write docs/coverage\.md", DOCS)
    return int(command[1]), int(command[2])


def test_the_docs_have_every_metric_at_every_size(coverage, documented):
    assert list(documented) == [(metric, clients) for metric in coverage.METRICS for clients in coverage.SIZES]


@pytest.mark.parametrize("clients", [5, 40])
@pytest.mark.parametrize(
    "metric",
    ["Clients retained (Wilson)", "NPS, answers independent (adjusted Wald)", "Change of clients retained (Newcombe)"],
)
def test_the_command_of_the_docs_gives_the_numbers_of_the_docs(coverage, documented, made_with, metric, clients):
    found = coverage.table([coverage.cell(metric, clients, *made_with)]).splitlines()[-1]
    assert [cell.strip() for cell in found.strip("|").split("|")][2:] == documented[metric, clients]


def test_the_same_seed_gives_the_same_cell_and_another_another(coverage):
    def drawn(seed):
        coverage.cell.cache_clear()
        return coverage.cell("Kept for 3 years (Kaplan-Meier, log-log)", 10, 300, seed)

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_what_is_short_or_wide_is_named_in_words(documented):
    for (metric, clients), row in documented.items():
        said = f"- {metric}: " in DOCS and f"{clients} clients ({row[0]})" in DOCS
        assert said == (row[-1] != "yes"), (metric, clients)


def test_shares_and_scores_of_independent_answers_cover_between_93_and_97_percent(documented):
    for (metric, clients), row in documented.items():
        if (
            "independent" in metric
            or "latest answer" in metric
            or metric.startswith(("Clients retained", "Delivery success"))
        ):
            assert 93 <= float(row[0].rstrip("%")) <= 97, (metric, clients)


def test_an_interval_that_is_too_short_is_found_out(coverage, monkeypatch):
    monkeypatch.setattr(coverage, "wilson", lambda k, n: (k / n - 0.1 / n**0.5, k / n + 0.1 / n**0.5))
    coverage.cell.cache_clear()
    found = coverage.cell("Clients retained (Wilson)", 20, 500, 1)
    coverage.cell.cache_clear()
    assert found.verdict == "short"


def test_the_draws_have_the_truth_that_they_claim(coverage):
    rng = np.random.default_rng(1)
    low, high, truth = coverage.nps(rng, 4000, 20)
    assert np.abs((low + high) / 2 - truth).max() < 5  # with 12,000 answers the interval closes in on the truth
    low, high, truth = coverage.kept_for_three_years(rng, 4000, 5)
    assert np.abs((low + high) / 2 - truth).max() < 0.05
    low, high, truth = coverage.years_within_three(rng, 4000, 5)
    assert np.abs((low + high) / 2 - truth).max() < 0.05
