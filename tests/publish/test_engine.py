"""The engine shows what a stock kernel shows, without one."""

import re
import sys

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
    new_code_cell("import asyncio\nasync def five():\n    return 5\nasyncio.get_running_loop().is_running()"),
    new_code_cell("later = asyncio.get_running_loop().create_task(five())"),
    new_code_cell("await later"),
    new_code_cell("len?"),
    new_code_cell("!echo from the shell"),
    new_code_cell("words = !echo a b\nwords"),
    new_code_cell("%%bash\necho out\necho err >&2"),
    new_code_cell("import sys\nsys.stdout.encoding, sys.stdout.isatty(), sys.stdout.writable()"),
    new_code_cell("from IPython.display import update_display\nupdate_display('new', display_id='k')"),
    new_code_cell("from IPython.display import Image, JSON, Markdown\nJSON({'a': 1})"),
    new_code_cell("Markdown('*x*')"),
    new_code_cell("Image(data=b'\\x89PNG\\r\\n\\x1a\\n0000', format='png')"),
    new_code_cell("display({'text/plain': 'x', 'application/x+json': {'a': [1]}}, raw=True, metadata={'m': 1})"),
    new_code_cell("print('10%\\r', end='')\nprint('20%')"),
    new_code_cell(
        "import logging\nown = logging.StreamHandler()\nlog = logging.getLogger('own')\n"
        "log.propagate = False\nlog.addHandler(own)\nlog.warning('w')"
    ),
    new_code_cell("import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start()\nt.join()"),
    new_code_cell("__name__, '__file__' in globals()"),
    new_code_cell("import pickle\nclass A: pass\npickle.loads(pickle.dumps(A())).__class__ is A"),
    new_code_cell("import os\n{k: os.environ[k] for k in ('PAGER', 'TERM', 'FORCE_COLOR', 'MPLBACKEND')}"),
    new_code_cell("import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 2], [3, 4]);"),
    new_code_cell("quit()"),
    new_code_cell(""),
    new_code_cell("# nothing"),
    new_code_cell("In[-1], len(Out)"),
]
FAILING = [
    "def f():\n    return 1 / 0\nf()",
    "x = = 1",
    "raise KeyboardInterrupt",
    "import sys\nsys.exit(3)",
    "%nosuch",
    "asyncio_run = __import__('asyncio').run\nprint('before')\nraise ValueError('<b>')",
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


def test_what_a_notebook_says_of_its_language_is_what_a_kernel_says():
    ours, stock = run(notebook(new_code_cell("1"))), run(notebook(new_code_cell("1")), engine=None)
    assert ours.metadata.language_info == stock.metadata.language_info


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", FAILING, ids=["raise", "syntax", "interrupt", "exit", "magic", "after text"])
def test_errors_are_those_of_a_stock_kernel_but_for_colours_and_paths(source):
    ours, stock = failed(source), failed(source, engine=None)
    assert (ours.ename, ours.exec_count) == (stock.ename, stock.exec_count)
    assert [plain(line) for line in ours.traceback] == [plain(line) for line in stock.traceback]
    assert plain(ours.evalue) == plain(stock.evalue)


def failed(source, engine="acctlib"):
    with pytest.raises(PapermillExecutionError) as caught:
        run(notebook(new_code_cell("'first'"), new_code_cell(source)), engine)
    return caught.value


def plain(text):
    """Without colours, and without the path that a cell has in a kernel's folder."""
    return re.sub(r"[^ (]*\d{5,}\.py|<ipython-input[^>]*>", "CELL", re.sub(r"\x1b\[[0-9;]*m", "", text))


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


def test_a_task_that_a_notebook_leaves_does_not_outlive_it():
    source = "import asyncio\nleft = asyncio.get_running_loop().create_task(asyncio.sleep(60))\nloop = left.get_loop()"
    nb = run(notebook(new_code_cell(source)))
    assert not nb.cells[0].outputs


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
    assert "to the log" in caplog.messages


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
