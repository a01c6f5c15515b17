"""What a report may take: memory of its process, and what its cells show. The others go on."""

import subprocess
import sys

import pytest

from acctlib.config import Config, Limits
from acctlib.publish.workers.batch import rendered

pytestmark = pytest.mark.alone  # its processes take much at once

FINE = "1 + 1"
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to so much memory")


@pytest.fixture
def outcome(job):
    """The outcome of a report with one cell, under limits; another report beside it is done."""

    def of(source, **limits):
        def limited(one):
            from dataclasses import replace

            return replace(one, config=one.config.model_copy(update={"limits": Limits(**limits)}))

        jobs = [limited(job(source, client="A")), limited(job(FINE, client="B"))]
        outcomes = {one.client_id: one for one in rendered(jobs, workers=2)}
        assert outcomes["B"].state == "done", outcomes["B"].failure
        return outcomes["A"]

    return of


class TestMemory:
    @linux
    @pytest.mark.parametrize(
        "source",
        [
            "held = bytearray(700 << 20)",
            "held = [bytearray(1 << 20) for _ in range(700)]",
            "import numpy\nheld = numpy.ones(700 << 17)",
        ],
        ids=["at once", "bit by bit", "an array"],
    )
    def test_a_cell_that_takes_more_fails_by_name_and_with_the_way_out(self, outcome, source):
        found = outcome(source, memory_gib=0.5)
        assert found.state == "failed"
        assert ", cell 4 (in 'Growth'): " in found.failure.text
        assert "MemoryError" in found.failure.text
        assert found.failure.text.endswith("a report may take 0.5 GiB of memory (limits.memory_gib in acctlib.yml)")

    @linux
    def test_a_program_that_a_cell_starts_is_bound_as_well(self, outcome):
        code = "held = bytearray(4 << 30)"
        found = outcome(
            f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {code!r}], check=True, stderr=-3)",
            memory_gib=0.5,
        )
        assert "returned non-zero exit status 1" in found.failure.text

    def test_what_stays_below_it_is_done(self, outcome):
        assert outcome("held = bytearray(300 << 20)", memory_gib=0.5).state == "done"

    @linux
    def test_the_default_refuses_six_gibibytes(self, outcome):
        assert "MemoryError" in outcome("held = bytearray(6 << 30)").failure.text


class TestOutput:
    @pytest.mark.parametrize(
        "source",
        [
            "print('x' * (2 << 20))",
            "for _ in range(3000):\n    print('x' * 1000)",
            "from IPython.display import HTML, display\ndisplay(HTML('x' * (2 << 20)))",
            "'x' * (2 << 20)",
            "import sys\nsys.stderr.write('x' * (2 << 20))",
            "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(\"x\" * (2 << 20))'])",
            "try:\n    print('x' * (2 << 20))\nexcept Exception:\n    pass",
            "from IPython.display import display\nheld = display('a', display_id=True)\nheld.update('x' * (2 << 20))",
        ],
        ids=["print", "many lines", "display", "last value", "stderr", "subprocess", "caught", "update"],
    )
    def test_a_cell_that_shows_more_fails_by_name_and_with_the_way_out(self, outcome, source):
        found = outcome(source, output_mib=1)
        assert found.state == "failed"
        assert found.failure.kind == "OutputLimitError"
        assert ", cell 4 (in 'Growth'): " in found.failure.text
        assert "the notebook shows more than 1 MiB: show less, or raise limits.output_mib" in found.failure.text

    def test_it_counts_all_cells_together(self, job):
        from dataclasses import replace

        half = "print('x' * (600 << 10))"
        one = job(half, half)
        one = replace(one, config=one.config.model_copy(update={"limits": Limits(output_mib=1)}))
        (found,) = rendered([one], workers=1)
        assert ", cell 5 (in 'Growth'): " in found.failure.text


def test_limits_are_positive_and_nobody_misspells_them():
    assert (Config().limits.memory, Config().limits.output) == (4 << 30, 50 << 20)
    with pytest.raises(ValueError, match="greater than 0"):
        Limits(memory_gib=0)


def test_a_stock_papermill_run_has_no_limit(tmp_path):
    """`papermill --engine acctlib` knows no configuration."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    nbformat.write(
        new_notebook(cells=[new_code_cell("print('x' * (2 << 20))")], metadata=kernel), tmp_path / "in.ipynb"
    )
    command = [sys.executable, "-m", "papermill", "--engine", "acctlib", "in.ipynb", "out.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
