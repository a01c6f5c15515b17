"""The engine shows what a stock kernel shows, without one."""

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from acctlib.publish.engine import InProcessEngine

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
CELLS = [
    new_code_cell("x = 1", metadata={"tags": ["parameters"]}),
    new_markdown_cell("## Words"),
    new_code_cell("print('a')\nprint('b', x)\nx"),
    new_code_cell(
        "from IPython.display import HTML, clear_output, display\nh = display(HTML('<b>1</b>'), display_id='k')\ndisplay(2)"
    ),
    new_code_cell("h.update(HTML('<b>2</b>'))"),
    new_code_cell("import asyncio\nawait asyncio.sleep(0)\n'awaited'"),
    new_code_cell("print('gone')\nclear_output(wait=True)\nprint('stays')"),
    new_code_cell("undefined_name", metadata={"tags": ["skip-execution"]}),
    new_code_cell("%%capture told\nprint('hidden')"),
    new_code_cell("told.stdout"),
    new_code_cell("import pandas as pd\npd.DataFrame({'a': [1]})"),
    new_code_cell("5;"),
    new_code_cell("_"),
]


def notebook(*cells):
    return new_notebook(cells=[nbformat.from_dict(cell) for cell in cells], metadata={"kernelspec": KERNEL})


def run(nb, engine="acctlib", **parameters):
    return papermill.execute_notebook(nb, None, parameters, engine_name=engine, progress_bar=False)


@pytest.mark.filterwarnings("ignore")
def test_outputs_and_counts_are_those_of_a_stock_kernel():
    ours, stock = run(notebook(*CELLS), x=7), run(notebook(*CELLS), engine=None, x=7)
    assert len(ours.cells) == len(stock.cells) == len(CELLS) + 1
    for one, other in zip(ours.cells, stock.cells, strict=True):
        assert one.get("outputs") == other.get("outputs"), one.source
        assert one.get("execution_count") == other.get("execution_count"), one.source


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
        new_code_cell("from acctlib.display.figures import prefer_svg\nprefer_svg()"),
        new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
    )
    nb = run(notebook(*cells))
    assert "image/svg+xml" in nb.cells[1].outputs[0].data
