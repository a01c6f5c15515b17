"""An IPython shell that keeps what a cell shows, in the form in which notebooks store it."""

from __future__ import annotations

import asyncio
import io
import platform
import sys
from collections.abc import Coroutine
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from contextvars import Context, copy_context
from copy import deepcopy
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from acctlib.notebook_frames import keep_frames
from acctlib.publish.kernel.cell_outputs import OutputLimitError, Outputs
from acctlib.publish.kernel.kernel_environment import NotebookLogging, written_past_python
from acctlib.publish.kernel.time_limit import CellLimit, CellTimeoutError

DESCRIPTORS = {"stdout": 1, "stderr": 2}
FRONT_END = ("more", "less", "man", "clear", "ed", "edit", "autosave")


class Publisher(DisplayPublisher):  # type: ignore[misc]
    """Where `display()` ends up."""

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **kwargs: Any
    ) -> None:
        """Keep one output, or update those with its id."""
        name = (transient or {}).get("display_id")
        bundle, about = _stored(data), deepcopy(metadata or {})
        if update and name:
            self.shell.outputs.check(bundle)
            self.shell.outputs.update(name, bundle, about)
        else:
            self.shell.outputs.add(_output("display_data", data=bundle, metadata=about), name)

    def clear_output(self, wait: bool = False) -> None:
        """What IPython.display.clear_output asks for."""
        self.shell.outputs.clear(wait)


class Hook(DisplayHook):  # type: ignore[misc]
    """Where the value of a cell's last line ends up."""

    def write_output_prompt(self) -> None:
        """There is no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value in all its forms."""
        about = deepcopy(md_dict or {})
        count = self.shell.cells_run
        self.shell.outputs.add(
            _output("execute_result", data=_stored(format_dict), metadata=about, execution_count=count)
        )

    def finish_displayhook(self) -> None:
        """There is no line to end."""


class Stream(io.TextIOBase):
    """stdout or stderr of a cell."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What writers ask for before they write more than ASCII."""
        return "UTF-8"

    def fileno(self) -> int:
        """Where a subprocess that is given this stream writes to."""
        return DESCRIPTORS[self.name]

    def writable(self) -> bool:
        """It can be written to, and nothing else."""
        return True

    def write(self, text: str) -> int:
        """Keep text in the order in which it came."""
        if text:
            self.outputs.add(_output("stream", name=self.name, text=text))
        return len(text)

    def take(self, text: str) -> None:
        """Keep what was written past Python, when the cell is over: nothing is left to raise in."""
        with suppress(OutputLimitError):
            self.write(text)


class NotebookShell(InteractiveShell):  # type: ignore[misc]
    """An IPython shell for one notebook."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    outputs: Outputs
    limit: CellLimit
    loop: asyncio.AbstractEventLoop
    context: Context
    logging: NotebookLogging
    cells_run = 0

    def should_run_async(self, raw_cell: str, **kwargs: Any) -> bool:
        """Every cell finds the loop running, as under a kernel; a cell inside of a cell finds its caller's."""
        awaits = bool(super().should_run_async(raw_cell, **kwargs))
        if self.loop.is_running():
            return awaits
        self._cell_context = self.context.copy() if awaits else self.context
        return True

    def _in_loop(self, cell: Coroutine[Any, Any, Any]) -> Any:
        """Run a cell. What it sets in the context (numpy prints by it) holds for later cells, unless it awaits."""
        return self.loop.run_until_complete(self.loop.create_task(cell, context=self._cell_context))

    def ask_exit(self) -> None:
        """`exit()` in a cell ends nothing, as under a kernel that serves a notebook."""

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window to show anything in."""

    def init_magics(self) -> None:
        """IPython's own; pager, editor and screen do nothing, for nobody looks: the programs would wait for a key."""
        super().init_magics()
        for name in FRONT_END:
            self.register_magic_function(lambda line: None, "line", name)

    def init_history(self) -> None:
        """No history: nothing of a client stays behind on disk."""
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.keep(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))

    def run(self, cell: Any) -> str | None:
        """Run a code cell; its outputs and its count are put into it. What it raised, in short, or None."""
        cell.outputs = self.outputs.begin()
        # Counted here: magics that run a cell inside of a cell would count it twice.
        self.cells_run += 1
        cell.execution_count = self.execution_count = self.cells_run
        with ExitStack() as caught:
            streams = [Stream(self.outputs, name) for name in DESCRIPTORS]
            for stream in reversed(streams):  # the last one in is first: stdout joins what Python wrote
                caught.enter_context(written_past_python(stream.fileno(), stream.take))
            caught.enter_context(redirect_stdout(streams[0]))
            caught.enter_context(redirect_stderr(streams[1]))
            caught.enter_context(self.logging.cell())
            error = None
            with self.limit.cell():
                result = self.run_cell(cell.source, store_history=True)
                error = result.error_before_exec or result.error_in_exec
        if self.limit.over:
            self._tell_over(CellTimeoutError, self.limit.message)
        if self.outputs.over:
            self._tell_over(OutputLimitError, self.outputs.message)
        return f"{type(error).__name__}: {error}" if error else self._shown_error()

    @property
    def over_a_limit(self) -> bool:
        """Whether a cell took longer, or the notebook shows more, than it may."""
        return self.limit.over or self.outputs.over

    def _tell_over(self, kind: type[BaseException], message: str) -> None:
        """Running over is an error of the cell, even if the cell caught it or its interrupt was without a word."""
        name = kind.__name__
        errors = [output for output in self.outputs.cell if output.get("ename") == name]
        if not errors:
            self.outputs.keep(_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"]))
        for output in errors:
            output.evalue = message

    def _shown_error(self) -> str | None:
        """What failed without ending the cell: a value that cannot show itself."""
        shown = [output for output in self.outputs.cell if output.output_type == "error"]
        return f"{shown[-1].ename}: {shown[-1].evalue}" if shown else None

    def leave(self) -> None:
        """Give the process back: the next shell is a new one. (Clearing it would cost a full collection.)

        Who holds on to a cell's stdout or stderr, as logging does, writes into no notebook any more.
        """
        self.outputs.begin()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.uninstall_repl_displayhook()  # else it would take itself to be set up for the next shell
        self.restore_sys_module_state()
        type(self).clear_instance()


# Libraries ask for these two to know that they show in a notebook: rich and tqdm are among them.
NotebookShell.__name__ = "ZMQInteractiveShell"
_SIGN: dict[str, Any] = {"IPKernelApp": {}}


def fresh_shell(limit: CellLimit, output_limit: int | None = None) -> NotebookShell:
    """A shell that has run nothing, with figures inline as in a kernel, and with limits to what cells may take."""
    InteractiveShell.clear_instance()
    NotebookShell.clear_instance()
    shell: NotebookShell = NotebookShell.instance(config=Config(_SIGN))
    shell.outputs, shell.limit = Outputs(output_limit), limit
    shell.loop, shell.context, shell.loop_runner = asyncio.new_event_loop(), copy_context(), shell._in_loop
    shell.logging, shell.colors = NotebookLogging(), "neutral"
    shell.set_hook("show_in_pager", lambda *shown, **how: None, 99)
    shell.config.InlineBackend.rc = {"svg.hashsalt": "acctlib"}  # ids of a drawing follow from the drawing
    keep_frames(shell)
    _forget_inline()
    if "matplotlib" in sys.modules:
        shell.run_line_magic("matplotlib", "inline")
    return shell


def _forget_inline() -> None:
    """Inline figures remember that they are set up; for a new shell they are not yet."""
    if config := sys.modules.get("matplotlib_inline.config"):
        config.InlineBackend.clear_instance()
    if backend := sys.modules.get("matplotlib_inline.backend_inline"):
        vars(backend.configure_inline_support).pop("current_backend", None)


def language_info() -> dict[str, Any]:
    """What a kernel says of its language."""
    return {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{sys.version_info.major}",
        "version": platform.python_version(),
    }


def _output(kind: str, **fields: Any) -> Any:
    """An output of a cell. (nbformat's own function validates each; the notebook is validated once, as a whole.)"""
    return nbformat.from_dict({"output_type": kind, **fields})


def _stored(bundle: Any) -> dict[str, Any]:
    """A bundle as a notebook stores it: bytes as base64, the rest as it is."""
    from base64 import b64encode

    return {
        mime: b64encode(value).decode() if isinstance(value, bytes) else deepcopy(value)
        for mime, value in bundle.items()
    }
