"""An IPython shell that stores a cell's outputs in the notebook format."""

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
    """Receives the output of `display()`."""

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **kwargs: Any
    ) -> None:
        """Store an output, or update those with its id."""
        name = (transient or {}).get("display_id")
        bundle, about = _stored(data), deepcopy(metadata or {})
        if update and name:
            self.shell.outputs.check(bundle)
            self.shell.outputs.update(name, bundle, about)
        else:
            self.shell.outputs.add(_output("display_data", data=bundle, metadata=about), name)

    def clear_output(self, wait: bool = False) -> None:
        """Implement IPython.display.clear_output."""
        self.shell.outputs.clear(wait)


class Hook(DisplayHook):  # type: ignore[misc]
    """Receives the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Do nothing: there is no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Store the value in all its representations."""
        about = deepcopy(md_dict or {})
        count = self.shell.cells_run
        self.shell.outputs.add(
            _output("execute_result", data=_stored(format_dict), metadata=about, execution_count=count)
        )

    def finish_displayhook(self) -> None:
        """Do nothing: there is no line to end."""


class Stream(io.TextIOBase):
    """A cell's stdout or stderr."""

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding, which writers check before they write more than ASCII."""
        return "UTF-8"

    def fileno(self) -> int:
        """The descriptor that a subprocess given this stream writes to."""
        return DESCRIPTORS[self.name]

    def writable(self) -> bool:
        """Return True: the stream is write-only."""
        return True

    def write(self, text: str) -> int:
        """Store text in order of arrival."""
        if text:
            self.outputs.add(_output("stream", name=self.name, text=text))
        return len(text)

    def take(self, text: str) -> None:
        """Store text written past Python once the cell is over, when an error can no longer be raised in it."""
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
        """Run every cell in the running loop, as in a kernel; a cell within a cell uses its caller's loop."""
        awaits = bool(super().should_run_async(raw_cell, **kwargs))
        if self.loop.is_running():
            return awaits
        self._cell_context = self.context.copy() if awaits else self.context
        return True

    def _in_loop(self, cell: Coroutine[Any, Any, Any]) -> Any:
        """Run a cell. Context variables that it sets (e.g. numpy's print options) persist, unless it awaits."""
        return self.loop.run_until_complete(self.loop.create_task(cell, context=self._cell_context))

    def ask_exit(self) -> None:
        """Do nothing: `exit()` in a cell ends nothing, as in a kernel that serves a notebook."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no window for a GUI."""

    def init_magics(self) -> None:
        """Register IPython's magics; pager, editor and screen magics do nothing, as they would wait for a key."""
        super().init_magics()
        for name in FRONT_END:
            self.register_magic_function(lambda line: None, "line", name)

    def init_history(self) -> None:
        """Disable history, so that no client data is left on disk."""
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.keep(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))

    def run(self, cell: Any) -> str | None:
        """Run a code cell, setting its outputs and execution count; returns a summary of its error, or None."""
        cell.outputs = self.outputs.begin()
        # Counted here, as magics that run a cell within a cell would count it twice.
        self.cells_run += 1
        cell.execution_count = self.execution_count = self.cells_run
        with ExitStack() as caught:
            streams = [Stream(self.outputs, name) for name in DESCRIPTORS]
            for stream in reversed(streams):  # the last to enter ends first: stdout is joined to what Python wrote
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
        """Whether a cell exceeded its time limit, or the notebook its output limit."""
        return self.limit.over or self.outputs.over

    def _tell_over(self, kind: type[BaseException], message: str) -> None:
        """Record an exceeded limit as the cell's error, even if the cell caught it or the interrupt had no message."""
        name = kind.__name__
        errors = [output for output in self.outputs.cell if output.get("ename") == name]
        if not errors:
            self.outputs.keep(_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"]))
        for output in errors:
            output.evalue = message

    def _shown_error(self) -> str | None:
        """An error that did not end the cell: a value that could not be displayed."""
        shown = [output for output in self.outputs.cell if output.output_type == "error"]
        return f"{shown[-1].ename}: {shown[-1].evalue}" if shown else None

    def leave(self) -> None:
        """Release the process for a new shell; clearing this one would cost a full garbage collection.

        Code that keeps a cell's stdout or stderr, as logging does, no longer writes to any notebook.
        """
        self.outputs.begin()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.uninstall_repl_displayhook()  # otherwise it would consider itself installed for the next shell
        self.restore_sys_module_state()
        type(self).clear_instance()


# Libraries such as rich and tqdm check these two to find out whether they run in a notebook.
NotebookShell.__name__ = "ZMQInteractiveShell"
_SIGN: dict[str, Any] = {"IPKernelApp": {}}


def fresh_shell(limit: CellLimit, output_limit: int | None = None) -> NotebookShell:
    """A fresh shell, with inline figures as in a kernel, and with limits on each cell's time and on outputs."""
    InteractiveShell.clear_instance()
    NotebookShell.clear_instance()
    shell: NotebookShell = NotebookShell.instance(config=Config(_SIGN))
    shell.outputs, shell.limit = Outputs(output_limit), limit
    shell.loop, shell.context, shell.loop_runner = asyncio.new_event_loop(), copy_context(), shell._in_loop
    shell.logging, shell.colors = NotebookLogging(), "neutral"
    shell.set_hook("show_in_pager", lambda *shown, **how: None, 99)
    shell.config.InlineBackend.rc = {"svg.hashsalt": "acctlib"}  # makes the ids in a drawing depend on the drawing only
    keep_frames(shell)
    _forget_inline()
    if "matplotlib" in sys.modules:
        shell.run_line_magic("matplotlib", "inline")
    return shell


def _forget_inline() -> None:
    """Reset matplotlib's record that inline figures are set up, which they are not yet for a new shell."""
    if config := sys.modules.get("matplotlib_inline.config"):
        config.InlineBackend.clear_instance()
    if backend := sys.modules.get("matplotlib_inline.backend_inline"):
        vars(backend.configure_inline_support).pop("current_backend", None)


def language_info() -> dict[str, Any]:
    """A kernel's language information."""
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
    """A cell's output, unvalidated: nbformat's own function would validate each; the notebook is validated once."""
    return nbformat.from_dict({"output_type": kind, **fields})


def _stored(bundle: Any) -> dict[str, Any]:
    """A MIME bundle in notebook format: bytes as base64, everything else unchanged."""
    from base64 import b64encode

    return {
        mime: b64encode(value).decode() if isinstance(value, bytes) else deepcopy(value)
        for mime, value in bundle.items()
    }
