"""One report: every file or a failure with a name."""

from dataclasses import replace
from hashlib import sha256

import nbformat
import pytest

from acctlib.publish.workers.report import render


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


@pytest.mark.filterwarnings("ignore:InlineBackend:DeprecationWarning")
def test_a_figure_of_the_analysts_own_has_the_same_bytes_each_time(job):
    """Matplotlib would write the day and made-up ids into it."""
    draw = "from acctlib.display.drawing.inline_backend import prefer_svg\nprefer_svg()\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    one = job(draw, formats=("pdf", "html"))
    first = [path.read_bytes() for path in render(one).files]
    assert b"2026-09-30" in first[1]
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
    outcome = render(replace(job("1"), parameters={"quartal": "2026Q3"}))
    assert "has no parameter 'quartal'; did you mean 'quarter'?" in outcome.failure.text


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


def test_a_file_that_cannot_be_written_is_a_failure_with_its_path(job, tmp_path):
    (tmp_path / "reports").write_text("a file where the folder should be")
    outcome = render(job("1"))
    assert outcome.state == "failed"
    assert "C1-2026Q3-review.html: cannot be written: " in outcome.failure.text


def test_a_parameter_may_say_its_type(job):
    one = job("1")
    nb = nbformat.read(one.notebook, 4)
    nb.cells[0].source = 'client: str = ""\nquarter: str = ""\nedition: str = ""'
    nbformat.write(nb, one.notebook)
    assert render(one).state == "done"


def test_a_notebook_needs_no_kernel_and_none_to_be_named(job):
    one = job("1")
    nb = nbformat.read(one.notebook, 4)
    del nb.metadata["kernelspec"]
    nbformat.write(nb, one.notebook)
    assert render(one).state == "done"


def test_a_file_that_is_no_notebook_is_named(job):
    one = job("1")
    one.notebook.write_text("%PDF-1.7")
    assert render(one).failure.text == f"{one.notebook.name}: {one.notebook.name}: not a notebook"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("{'name': 'nps'}", "has a fact without label, unit, value, status"),
        ("{'name': 'nps', 'label': 'NPS', 'unit': 'points', 'value': 'high', 'status': 'met'}", "give a number"),
    ],
)
def test_facts_that_the_index_could_not_show_fail_the_report_by_name(job, fact, said):
    one = job("1")
    nb = nbformat.read(one.notebook, 4)
    nb.cells[1].source = (
        "from IPython.display import display\n"
        f"head = {{'block': 'document', 'title': client, 'facts': [{fact}]}}\n"
        "display({'application/vnd.acctlib.block+json': head}, raw=True)"
    )
    nbformat.write(nb, one.notebook)
    assert said in render(one).failure.text


def test_headlines_are_written_for_a_reader(job):
    (headline,) = render(job("1")).headlines
    assert (headline.label, headline.text, headline.value, headline.state) == ("NPS", "+44", 44.0, "good")
