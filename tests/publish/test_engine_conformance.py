"""A notebook run by stock papermill (nbclient and a kernel) and by our engine, output by output.

The stock side is one run of one kernel; ours is the command that a user would type.
"""

import json
import re
import subprocess
import sys
from itertools import chain

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.engines import NBClientEngine

from acctlib.display.blocks.block import MIME

pytestmark = pytest.mark.alone  # it watches processes or the clock

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
# Of a coroutine that an earlier cell left behind: in which cell the collector of garbage finds it is chance.
UNAWAITED = re.compile(r"\S+: RuntimeWarning: coroutine '\w+' was never awaited\n.*\n(RuntimeWarning: Enable .*\n)?")
STREAMS = [
    "import sys\nfor i in range(3):\n    print('out', i)\n    print('err', i, file=sys.stderr)",
    "print('a', end='', flush=True)\nprint('b')\nsys.stdout.write('c')",
    "print('10%\\r', end='')\nprint('20%')",
    "sys.stdout.writelines(['a\\n', 'b\\n'])\nsys.stdout.closed, sys.stdout.readable(), sys.stdout.seekable()",
    "import warnings\nwarnings.warn('careful')",
    "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
    "import logging\nlogging.getLogger().handlers, logging.getLogger().level",
    "logging.info('unheard')\nlogging.getLogger('mine').warning('heard')",
    "logging.basicConfig(level=20, format='%(levelname)s %(message)s')\nlogging.getLogger('mine').info('as asked')",
    "import logging\nlogging.basicConfig(force=True)\nlogging.warning('logged')",
    "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(1) as pool:\n    pool.submit(print, 'worker').result()",
    "from tqdm import tqdm\nfor i in tqdm(range(2), bar_format='{n}/{total}', mininterval=0):\n    pass",
]
DISPLAYS = [
    "from IPython.display import *\ndisplay(1); print('between'); display(2); 3",
    "h = display('x', display_id=True)\nh.update('y')\nh.display('z')",
    "d = display(display_id='later')",
    "d.display('one'); d.update('two')",
    "update_display('three', display_id='later')",
    "display('k1', display_id='c'); clear_output(); display('k2', display_id='c')",
    "display('twin', display_id='c'); update_display('both', display_id='c')",
    "update_display('none', display_id='nowhere')",
    "print('1'); clear_output(); print('2')",
    "print('1'); clear_output(wait=True)",
    "print('first of the next cell')",
    "display('1'); clear_output(wait=True); display('2'); clear_output()",
    "display(Latex('$x$'), HTML('<b>b</b>'), metadata={'a': 1})",
    "publish_display_data({'text/plain': 'p'})",
    "Image(data=b'\\x89PNG\\r\\n\\x1a\\n0000', format='png', width=20)",
    "JSON({'a': 1})",
    "display({'text/plain': 'x', 'application/x+json': {'a': [1]}}, raw=True, metadata={'m': 1})",
    "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "Code('x = 1', language='python')",
    "class Own:\n    def _ipython_display_(self):\n        print('own way')\nOwn()",
    "class Many:\n    def _repr_html_(self): return '<i>r</i>'\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/x': 'x'}, {'text/x': {'m': 1}}\nMany()",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]}).style.format('{:.1f}').set_uuid('u')",
    "import rich\nrich.print('[bold]x[/bold]')",
    "from rich.table import Table\nt = Table('a'); t.add_row('1'); t",
]
RESULTS = [
    "None",
    "5;",
    "x = 5\nx;",
    "_, __",
    "In[2], _i, len(Out)",
    "%precision 2\n1 / 3",
    "%precision\n1 / 3",
    "sys.displayhook(5)",
    "# nothing",
    "import pickle\nclass A: pass\npickle.loads(pickle.dumps(A())).__class__ is A",
    "import os\n{k: os.environ[k] for k in ('PAGER', 'TERM', 'FORCE_COLOR', 'MPLBACKEND')}",
    "get_ipython().run_cell('7')\n8",
    "type(get_ipython()).__name__, 'IPKernelApp' in get_ipython().config",
    "sys.stdout.name, sys.stdout.isatty(), sys.stdin.read()",
    "__name__, '__file__' in globals(), sys.modules['__main__'].__dict__ is globals()",
    "sorted(k for k in globals() if k.startswith('_') and not k.startswith('_i') and not k[1:].isdigit())",
]
AWAITED = [
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "async with asyncio.timeout(5):\n    print(await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)))",
    "later = asyncio.get_running_loop().create_task(asyncio.sleep(0, 'task'))",
    "await later",
    "import contextvars\nset_here = contextvars.ContextVar('set_here', default=0)\nset_here.set(1);",
    "set_here.get(), await asyncio.sleep(0, 'and awaited')",
    "set_here.set(2); await asyncio.sleep(0)",
    "set_here.get()",
    "get_ipython().run_cell('set_here.set(3);')\nset_here.get()",
    "import numpy as np\nnp.set_printoptions(precision=1)",
    "np.array([1 / 3])",
]
MAGICS = [
    "%%capture told\nprint('x'); display('y'); 5",
    "told.show()",
    "%%capture --no-stdout\nprint('seen'); display('unseen')",
    "%cd /\n%pwd",
    "import os\nos.getcwd()",
    "%env ACC=1\nos.environ['ACC']",
    "!echo hi; echo err >&2",
    "words = !echo a b\nwords",
    "!exit 3\n_exit_code",
    "%%bash\ncat",
    "import subprocess\nsubprocess.run(['cat'], check=True).returncode",
    "%%bash\necho out\necho err >&2",
    "%%html\n<b>x</b>",
    "%%latex\n$x$",
    "%%markdown\n*x*",
    "%xmode Minimal",
    "%xmode Context",
    "%load_ext autoreload\n%autoreload 2",
    "%more /etc/hostname",
    "%less /etc/hostname",
    "%man ls",
    "%history -n 1-2",
    "%whos int",
    "print?",
    "get_ipython().run_cell_magic('capture', 'q', 'print(1)')\nq.stdout",
    "%reset -f out",
    "%doctest_mode\n%doctest_mode",
]
FIGURES = [
    "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']",
    "import matplotlib as mpl, matplotlib.pyplot as plt\nmpl.rcParams['svg.hashsalt'] = 's'",
    "%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None}}",
    "plt.plot([1, 2])",
    "plt.plot([1, 2]); plt.show(); print('then'); plt.plot([2, 1]);",
    "first, axes = plt.subplots(); second, more = plt.subplots(); 'last'",
    "first",
    "display(first); plt.close('all')",
    "plt.get_fignums(), plt.isinteractive(), mpl.get_backend()",
]
RAISING = [
    "1 / 0",
    "def f():\n    raise KeyError('inside')\nf()",
    "e = ValueError('x'); e.add_note('a note'); raise e",
    "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])",
    "print('before'); raise RuntimeError('after')",
    "async def g():\n    raise ValueError('async')\nawait g()",
    "for",
    "if True:\nprint(1)",
    "raise SystemExit(3)",
    "raise KeyboardInterrupt('k')",
    "%nosuch",
    "%%bash\nexit 2",
    "asyncio.run(asyncio.sleep(0))",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('outer') from e",
    "input('who?')",
    "import getpass\ngetpass.getpass()",
]
# IPython 9 cuts the lines around these another way for code that lies in files, as a kernel makes it believe.
CUT_ANOTHER_WAY = tuple(RAISING[-3:])


def cells():
    """One of each; markdown, skipped and empty ones between."""
    yield new_code_cell("x = 1", metadata={"tags": ["parameters"]})
    yield new_markdown_cell("## Words")
    for source in chain(STREAMS, DISPLAYS, RESULTS, AWAITED, MAGICS, FIGURES):
        yield new_code_cell(source)
    yield new_code_cell("1 / 0", metadata={"tags": ["skip-execution"]})
    yield new_code_cell("")
    for source in RAISING:
        yield new_code_cell(source, metadata={"tags": ["raises-exception"]})
    yield new_code_cell("quit()")  # a kernel goes a moment later


def notebook():
    nb = new_notebook(cells=list(cells()), metadata={"kernelspec": KERNEL, "papermill": {}})
    for number, cell in enumerate(nb.cells):
        cell.id, cell.metadata.papermill = f"cell-{number}", {}
    return nb


@pytest.fixture(scope="module")
def stock():
    return NBClientEngine.execute_notebook(notebook(), "python3", progress_bar=False)


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """`papermill --engine acctlib`: what it said, and the notebook that it wrote."""
    folder = tmp_path_factory.mktemp("engine")
    nbformat.write(notebook(), folder / "in.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "acctlib", "--progress-bar", "in.ipynb", "out.ipynb"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, nbformat.read(folder / "out.ipynb", 4)


@pytest.fixture(scope="module")
def ours(command):
    """Without the two cells that papermill puts in where a cell has raised."""
    nb = command[1]
    nb.cells = [cell for cell in nb.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
    return nb


@pytest.mark.filterwarnings("ignore")
def test_every_output_is_a_stock_kernels(ours, stock):
    assert [cell.source for cell in ours.cells] == [cell.source for cell in stock.cells]
    differing = [
        f"{one.source}\nours:  {outputs(one)}\nstock: {outputs(other)}"
        for one, other in zip(ours.cells, stock.cells, strict=True)
        if outputs(one) != outputs(other)
    ]
    assert not differing, "\n\n".join(differing)


def outputs(cell):
    """A cell's outputs as text, without what no two kernels have in common, and without the data of frames.

    A kernel sends stdout and stderr every now and then: which stood first, and in how many pieces, is chance.
    """
    kept, streams = [], {}
    for output in cell.get("outputs", ()):
        if output.output_type == "stream" and output.name in streams:
            streams[output.name]["text"] += output.text
            continue
        kept.append({key: without_frame(value) for key, value in output.items()})
        if output.output_type == "stream":
            streams[output.name] = kept[-1]
        elif output.output_type == "error" and cell.source in CUT_ANOTHER_WAY:
            kept[-1]["traceback"] = [line for line in plain("\n".join(output.traceback)).split("\n") if "Error" in line]
            kept[-1]["traceback"] = [line for line in kept[-1]["traceback"] if " raise " not in line]
    for output in kept:
        output.update({"text": UNAWAITED.sub("", output["text"])} if "text" in output else {})
    kept = [output for output in kept if output.get("text", "some")]
    kept.sort(key=lambda output: output.get("name", ""))
    return plain(json.dumps(kept, sort_keys=True))


def without_frame(value):
    """An output's data without that of a frame, which our engine alone keeps."""
    return {key: inner for key, inner in value.items() if key != MIME} if isinstance(value, dict) else value


def plain(text):
    """Without colours, addresses, and the path that a cell has in a kernel's folder."""
    text = re.sub(r'[^ ("]*ipykernel_\d+/\d+\.py|<ipython-input[^>]*>|\b\d{6,}\.py', "CELL", text)
    return re.sub(r"0x[0-9a-f]+", "0x", re.sub(r"(\\u001b|\x1b)\[[0-9;]*m", "", text))


def test_every_count_is_a_stock_kernels(ours, stock):
    assert [cell.get("execution_count") for cell in ours.cells] == [cell.get("execution_count") for cell in stock.cells]


def test_papermill_knows_of_every_cell_what_it_knows_of_a_stock_run(ours, stock):
    for one, other in zip(ours.cells, stock.cells, strict=True):
        about, theirs = one.metadata.papermill, other.metadata.papermill
        assert about.keys() == theirs.keys()
        assert (about.status, about.exception) == (theirs.status, theirs.exception), one.source
        assert about.start_time <= about.end_time
        assert about.duration >= 0


def test_the_notebook_says_what_a_stock_one_says(ours, stock):
    assert ours.metadata.language_info == stock.metadata.language_info
    # The stock side here is the engine alone: papermill's own entries are those that it writes for any engine.
    assert stock.metadata.papermill.keys() <= ours.metadata.papermill.keys()


def test_the_command_shows_papermills_progress_and_ends_with_its_status(command):
    done, nb = command
    assert "Executing: 100%" in done.stderr
    assert done.returncode == 1  # papermill reports what a cell has raised, tagged or not
    assert "PapermillExecutionError" in done.stderr
    assert nb.metadata.papermill.output_path == "out.ipynb"


def test_the_comparison_sees_a_difference(ours):
    cell = nbformat.from_dict(ours.cells[2])
    cell.outputs = cell.outputs[:-1]
    assert outputs(cell) != outputs(ours.cells[2])
