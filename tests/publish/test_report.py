"""One report: every file or a failure with a name."""

from dataclasses import replace
from hashlib import sha256

import pytest

from acctlib.publish.report import render


def test_a_report_is_its_files_its_facts_and_its_seconds(job):
    outcome = render(job("1 + 1", formats=("pdf", "html")))
    assert outcome.state == "done"
    assert [path.suffix for path in outcome.files] == [".pdf", ".html", ".ipynb"]
    assert outcome.files[0].read_bytes().startswith(b"%PDF-")
    assert [fact["name"] for fact in outcome.facts] == ["nps"]
    assert set(outcome.seconds) == {"cells", "export", "write"}
    assert list(outcome.digests) == [sha256(path.read_bytes()).hexdigest() for path in outcome.files]


def test_the_same_job_gives_the_same_bytes(job):
    one = job("1 + 1", formats=("pdf", "html"))
    first = [path.read_bytes() for path in render(one).files]
    assert [path.read_bytes() for path in render(one).files] == first


def test_executed_notebooks_stay_in_the_house(job, tmp_path):
    render(job("1"))
    sent = sorted(path.name for path in (tmp_path / "reports/2026Q3/client").rglob("*") if path.is_file())
    assert sent == ["C1-2026Q3-review.html"]
    assert (tmp_path / "reports/2026Q3/internal/C1/C1-2026Q3-review.ipynb").is_file()


def test_a_cell_that_fails_is_named_with_its_section_and_leaves_no_file(job, tmp_path):
    outcome = render(job("1", "raise ValueError('no fees')"))
    assert outcome.state == "failed"
    assert outcome.failure.cell == 5
    assert outcome.failure.section == "Growth"
    assert outcome.failure.text.endswith("cell 5 (in 'Growth'): ValueError: no fees")
    assert not (tmp_path / "reports").exists()


def test_an_output_that_cannot_be_drawn_fails_by_name(job):
    outcome = render(job("from IPython.display import HTML\nHTML('<video></video>')"))
    assert outcome.state == "failed"
    assert "cell 4 (in 'Growth')" in outcome.failure.text
    assert "text/html" in outcome.failure.text


def test_an_unknown_parameter_is_an_error_that_names_the_nearest(job):
    outcome = render(replace(job("1"), parameters={"quater": "2026Q3"}))
    assert "has no parameter 'quater'; did you mean 'quarter'?" in outcome.failure.text


def test_a_notebook_that_is_not_there_is_a_failure_of_this_report(job, tmp_path):
    outcome = render(replace(job("1"), notebook=tmp_path / "none.ipynb"))
    assert "there is no notebook" in outcome.failure.text


@pytest.mark.parametrize("client", ["C2", "C1"])
def test_the_process_holds_one_client_and_opens_no_other(job, client):
    asked = f"from acctlib import open_review\nopen_review({client!r}, '2026Q3', 'client').name"
    outcome = render(job(asked))
    if client == "C1":
        assert outcome.state == "done", outcome.failure
    else:
        assert "holds the client edition of client C1 and nothing else" in outcome.failure.text


def test_the_other_edition_cannot_be_opened_either(job):
    outcome = render(job("from acctlib import open_review\nopen_review(client, quarter, 'internal')"))
    assert "it cannot open the internal edition" in outcome.failure.text
