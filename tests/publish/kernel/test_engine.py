"""The engine runs a notebook without a kernel. That it shows what a kernel shows: see test_engine_conformance."""

import importlib
import logging
import sys

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from acctlib.display.blocks.block import MIME
from acctlib.publish.kernel.engine import InProcessEngine

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}


def notebook(*cells):
    return new_notebook(cells=[nbformat.from_dict(cell) for cell in cells], metadata={"kernelspec": KERNEL})


def run(nb, engine="acctlib", **parameters):
    return papermill.execute_notebook(nb, None, parameters, engine_name=engine, progress_bar=False)


def failed(source, engine="acctlib"):
    with pytest.raises(PapermillExecutionError) as caught:
        run(notebook(new_code_cell("'first'"), new_code_cell(source)), engine)
    return caught.value


@pytest.mark.parametrize("source", ["input('who?')", "import getpass\ngetpass.getpass()"])
def test_a_question_fails_at_once_instead_of_waiting_for_an_answer(source):
    assert failed(source).ename == "StdinNotImplementedError"


def test_what_a_subprocess_writes_stands_in_the_cell_that_started_it(capfd):
    source = (
        "import os, subprocess, sys\nprint('python')\nsubprocess.run(['echo', 'inherited'])\n"
        "subprocess.run(['echo', 'given'], stdout=sys.stdout)\nos.write(2, b'raw');"
    )
    nb = run(notebook(new_code_cell(source), new_code_cell("'next'")))
    texts = {o.name: o.text for o in nb.cells[0].outputs}
    assert texts["stdout"] == "python\ninherited\ngiven\n"
    assert texts["stderr"] == "raw"
    assert "raw" not in "".join(capfd.readouterr())


def test_a_value_that_cannot_show_itself_fails_its_cell():
    source = "class Bad:\n    def _repr_html_(self):\n        raise ValueError('no look')\nBad()"
    told = []
    nb = notebook(new_code_cell(source), new_code_cell("'never'"))
    with pytest.raises(PapermillExecutionError, match="no look"):
        papermill.execute_notebook(nb, None, engine_name="acctlib", progress_bar=False, on_cell=told.append)
    assert told == [0]


def test_the_process_is_given_back_as_it_was():
    import builtins
    import getpass
    import os

    before = (dict(os.environ), builtins.input, getpass.getpass, sys.stdout, sys.stderr)
    run(notebook(new_code_cell("import os\nos.environ['LEFT'] = '1'\nos.environ.pop('PATH');")))
    assert (dict(os.environ), builtins.input, getpass.getpass, sys.stdout, sys.stderr) == before


def test_a_second_notebook_of_a_process_finds_figures_as_the_first_did():
    importlib.import_module("matplotlib.pyplot")  # as the server of processes has, before any notebook
    seen = "import matplotlib.pyplot as plt\nplt.isinteractive(), plt.get_backend(), plt.get_fignums()"
    first, second = (run(notebook(new_code_cell(seen), new_code_cell("plt.ioff();"))) for _ in range(2))
    assert first.cells[0].outputs == second.cells[0].outputs
    assert sys.modules["__main__"].__name__ == "__main__"
    assert not hasattr(sys.modules["__main__"], "plt")


def test_a_task_that_a_notebook_leaves_does_not_outlive_it():
    source = "import asyncio\nleft = asyncio.get_running_loop().create_task(asyncio.sleep(60))\nloop = left.get_loop()"
    nb = run(notebook(new_code_cell(source)))
    assert not nb.cells[0].outputs


def test_what_is_written_after_the_notebook_is_not_taken_for_its_own(capsys):
    nb = run(notebook(new_code_cell("import sys\nheld = sys.stdout\nprint('inside')\nkept = __builtins__.kept = held")))
    import builtins

    builtins.kept.write("outside")
    del builtins.kept
    assert nb.cells[0].outputs[0].text == "inside\n"


def test_who_asks_is_told_each_cell_before_it_runs():
    told = []
    nb = notebook(new_code_cell("1"), new_code_cell("1 / 0"), new_code_cell("never"))
    with pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(nb, None, engine_name="acctlib", progress_bar=False, on_cell=told.append)
    assert told == [0, 1]


def test_papermill_keeps_its_states_and_times_and_logs_what_cells_print(caplog):
    caplog.set_level("INFO", logger="papermill")
    nb = papermill.execute_notebook(
        notebook(new_code_cell("print('to the log')")), None, engine_name="acctlib", progress_bar=True, log_output=True
    )
    about = nb.cells[0].metadata.papermill
    assert (about.status, about.exception) == ("completed", False)
    assert about.start_time <= about.end_time
    assert caplog.messages[-2] == "to the log\n"
    assert caplog.messages[-1].startswith("Ending Cell 1")


def test_what_cells_print_goes_to_the_files_that_papermill_is_given(tmp_path):
    source = "import sys\nprint('out')\nprint('err', file=sys.stderr)"
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        papermill.execute_notebook(
            notebook(new_code_cell(source)),
            None,
            engine_name="acctlib",
            progress_bar=False,
            stdout_file=out,
            stderr_file=err,
        )
    assert ((tmp_path / "out").read_text(), (tmp_path / "err").read_text()) == ("out\n", "err\n")


def test_a_notebook_does_not_see_the_programs_arguments_nor_read_what_it_is_given(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["acctlib", "review", "C001"])
    nb = run(notebook(new_code_cell("import sys\nsys.argv, sys.stdin.read()")))
    assert nb.cells[0].outputs[0].data["text/plain"] == "([''], '')"
    assert sys.argv == ["acctlib", "review", "C001"]


def test_streams_keep_the_order_in_which_they_were_written():
    nb = run(notebook(new_code_cell("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")))
    assert [(o.name, o.text) for o in nb.cells[0].outputs] == [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")]


def test_a_cell_that_fails_ends_the_notebook_and_names_itself():
    with pytest.raises(PapermillExecutionError) as caught:
        run(notebook(new_code_cell("1 / 0"), new_code_cell("print('never')")))
    assert caught.value.ename == "ZeroDivisionError"
    assert caught.value.exec_count == 1


def test_after_a_cell_tagged_raises_exception_the_next_one_runs():
    """Papermill itself still reports such a cell at the end, with any engine."""
    nb = notebook(new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}), new_code_cell("'went on'"))
    with pytest.raises(PapermillExecutionError):
        run(nb)
    for part in (nb, *nb.cells):
        part.metadata["papermill"] = {}
    ended = InProcessEngine.execute_notebook(nb, "python3", progress_bar=False)
    assert ended.cells[0].outputs[0].ename == "ZeroDivisionError"
    assert ended.cells[1].outputs[0].data["text/plain"] == "'went on'"


def test_a_syntax_error_is_a_failure():
    with pytest.raises(PapermillExecutionError, match="SyntaxError"):
        run(notebook(new_code_cell("for")))


def test_a_shell_knows_nothing_of_the_notebook_before_it():
    run(notebook(new_code_cell("left_behind = 1")))
    with pytest.raises(PapermillExecutionError, match="left_behind"):
        run(notebook(new_code_cell("left_behind")))


def test_figures_come_out_inline_without_being_asked_for():
    nb = run(notebook(new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")))
    assert any(mime.startswith("image/") for o in nb.cells[0].outputs for mime in o.get("data", {}))


@pytest.mark.filterwarnings("ignore:InlineBackend:DeprecationWarning")
def test_a_review_asks_for_vector_figures():
    cells = (
        new_code_cell("from acctlib.display.drawing.inline_backend import prefer_svg\nprefer_svg()"),
        new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
    )
    nb = run(notebook(*cells))
    assert "image/svg+xml" in nb.cells[1].outputs[0].data


def test_a_frame_keeps_all_of_its_rows_and_its_types():
    made = "import pandas as pd\nfees = pd.DataFrame({'id': ['00123'] * 100, 'fees': 1.5})"
    nb = run(notebook(new_code_cell(made), new_code_cell("fees"), new_code_cell("display(fees['id'])")))
    (shown,), (series,) = nb.cells[1].outputs, nb.cells[2].outputs
    assert {"text/html", "text/plain"} < set(shown.data)
    _, ids, fees = shown.data[MIME]["columns"]
    assert (ids["kind"], ids["values"], fees["kind"]) == ("text", ["00123"] * 100, "number")
    assert series.data[MIME]["columns"][1]["values"] == ["00123"] * 100


def test_the_log_of_papermill_is_not_that_of_the_notebook():
    root, before = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.INFO)  # as papermill's command does
    try:
        nb = run(
            notebook(
                new_code_cell("import logging\nlogging.getLogger('lib').info('unheard')"),
                new_code_cell("logging.basicConfig(level=logging.INFO, format='%(message)s')"),
                new_code_cell("logging.getLogger('lib').info('heard')"),
            )
        )
        assert root.level == logging.INFO
    finally:
        root.setLevel(before)
    assert [[output.text for output in cell.outputs] for cell in nb.cells] == [[], [], ["heard\n"]]
