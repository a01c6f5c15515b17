"""Every report starts in the same state, whatever ran before it and however its process was made."""

import json
import multiprocessing
import os

import pytest

from acctlib.publish.workers.batch import rendered

pytestmark = pytest.mark.alone  # it watches processes or the clock

# What a cell can find out about the state that it starts in; addresses and this process's own number are left out.
SEEN = r"""
import decimal, json, locale, logging, os, random, re, signal, sys, threading, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd
from pandas._config.config import _global_config
def flat(options, at=''):
    for name, value in sorted(options.items()):
        yield from flat(value, f'{at}{name}.') if isinstance(value, dict) else [(at + name, repr(value))]
def plain(thing):
    return re.sub(r' at 0x[0-9a-f]+', '', repr(thing))
print(json.dumps({
    'random': [random.random(), float(np.random.rand()), hash('text')],
    'generator': plain(random.getstate()[1][:3]),
    'matplotlib': {k: plain(v) for k, v in sorted(matplotlib.rcParams.items()) if not k.startswith('backend')},
    'backend': matplotlib.get_backend(),
    'figures': plt.get_fignums(),
    'interactive': plt.isinteractive(),
    'cycle': plain(list(plt.rcParams['axes.prop_cycle'])),
    'pandas': dict(flat(_global_config)),
    'numpy': {k: plain(v) for k, v in np.get_printoptions().items()},
    'errors': np.geterr(),
    'environment': dict(os.environ),
    'folder': os.getcwd(),
    'arguments': sys.argv,
    'path': sys.path,
    'warnings': [plain(one) for one in warnings.filters],
    'decimal': plain(decimal.getcontext()),
    'locale': locale.setlocale(locale.LC_ALL),
    'logging': [logging.root.level, len(logging.root.handlers)],
    'signals': {one.name: plain(signal.getsignal(one)) for one in sorted(signal.valid_signals()) if hasattr(one, 'name') and one.name != 'SIGALRM'},
    'recursion': sys.getrecursionlimit(),
    'mask': os.umask(0o22),
    'threads': [one.name for one in threading.enumerate()],
    'names': sorted(name for name in globals() if not name.startswith('_')),
    'tables': sorted(name for name in vars(__import__('builtins')) if name.startswith('left')),
}))
"""
LEFT = r"""
import builtins, decimal, locale, logging, os, random, sys, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd, seaborn as sns
builtins.left = client
random.seed(7), np.random.seed(7)
sns.set_theme(), plt.ioff()
get_ipython().config.InlineBackend.close_figures = False
matplotlib.rcParams['font.size'] = 33
pd.set_option('display.max_rows', 3)
np.set_printoptions(precision=1), np.seterr(all='ignore')
os.environ['LEFT'] = client
os.chdir('/')
os.umask(0)
sys.path.insert(0, '/left'), sys.setrecursionlimit(500000)
warnings.simplefilter('ignore')
decimal.getcontext().prec = 3
logging.basicConfig(level=31)
kept = plt.figure();
"""


def state(outcome):
    assert outcome.state == "done", outcome.failure
    notebook = json.loads(outcome.files[-1].read_text())
    (told,) = (o["text"] for c in notebook["cells"] for o in c.get("outputs", ()) if o["output_type"] == "stream")
    return json.loads("".join(told))


def test_a_report_starts_as_if_none_had_run_before_it(job):
    first, left, after = rendered([job(SEEN, client="A"), job(LEFT, client="B"), job(SEEN, client="C")], workers=1)
    assert left.state == "done", left.failure
    assert state(first) == state(after)


def test_forked_and_started_anew_it_starts_the_same(job):
    (forked,) = rendered([job(SEEN)], workers=1)
    (anew,) = rendered([job(SEEN)], workers=1, context=multiprocessing.get_context("spawn"))
    assert state(forked) == state(anew)


def test_the_state_seen_is_the_state_there_is(job):
    """What is left behind would be seen: the comparison can fail."""
    (seen,) = rendered([job(LEFT, SEEN, client="A")], workers=1)
    (clean,) = rendered([job(SEEN, client="B")], workers=1)
    one, other = state(seen), state(clean)
    assert {key for key in one if one[key] != other[key]} >= {
        "random", "matplotlib", "figures", "interactive", "pandas", "numpy", "errors", "environment", "folder",
        "path", "warnings", "decimal", "logging", "recursion", "mask", "tables",
    }  # fmt: skip
    assert "LEFT" not in os.environ
