"""A papermill engine that runs a notebook in the current process, without starting a kernel.

    papermill --engine acctlib in.ipynb out.ipynb

A stock kernel costs seconds of startup and imports for every report. This engine passes the cells to an
in-process IPython shell and stores their outputs as a kernel would have sent them. It is meant for a
fresh process that ends afterwards: the batch starts one for each report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from papermill.engines import Engine, NotebookExecutionManager
from papermill.log import logger


class CellFailed(Exception):
    """A cell raised an exception; the notebook contains the traceback."""


class InProcessEngine(Engine):  # type: ignore[misc]
    """The engine behind the entry point `acctlib`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        on_cell: Callable[[int], None] | None = None,
        environment: Mapping[str, str] | None = None,
        execution_timeout: float | None = None,
        output_limit: int | None = None,
        stdout_file: TextIO | None = None,
        stderr_file: TextIO | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells in order; stop at the first failure, unless that cell is tagged raises-exception.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's manager, which records states, times and progress.
        kernel_name : str
            Not used: there is no kernel.
        log_output : bool
            Papermill's --log-output: also copies cells' text output to its log.
        on_cell : callable, optional
            Called with the index of each cell before it runs, so that a crash can be attributed to a cell.
        environment : Mapping, optional
            Environment variables to set for the notebook.
        execution_timeout : float, optional
            Papermill's --execution-timeout: seconds allowed per cell.
        output_limit : int, optional
            Maximum total size of all cells' outputs, in bytes.
        stdout_file, stderr_file : text files, optional
            Papermill's --stdout-file and --stderr-file: also receive what cells print.

        Notes
        -----
        - `input` and `getpass` fail immediately instead of waiting for an answer.
        - A value whose repr raises an exception makes its cell fail.
        - Subprocess output follows Python's own, in the cell that started the subprocess.
        - Empty cells and cells tagged skip-execution are left unchanged.
        - A cell that exceeds its time limit fails with CellTimeoutError, naming the current line;
          programs that it started are ended, whatever its tags. See `time_limit` for what cannot be interrupted.
        - A cell that exceeds the output limit fails with OutputLimitError, whatever its tags.
        """
        from acctlib.publish.kernel.kernel_environment import kernel_surroundings
        from acctlib.publish.kernel.shell import fresh_shell, language_info
        from acctlib.publish.kernel.time_limit import CellLimit

        _quiet(nb_man)
        nb_man.nb.metadata["language_info"] = language_info()
        with kernel_surroundings(environment):
            shell = fresh_shell(CellLimit(execution_timeout), output_limit)
            copies = _Copies(log_output, {"stdout": stdout_file, "stderr": stderr_file})
            try:
                for index, cell in enumerate(nb_man.nb.cells):
                    if on_cell:
                        on_cell(index)
                    if not _run(nb_man, shell, cell, index, copies):
                        break
            finally:
                shell.leave()


def _quiet(nb_man: NotebookExecutionManager) -> None:
    """Keep papermill's progress bar out of the notebook.

    Otherwise, tqdm's own thread would draw it while a cell runs, as the cell's output; and a progress bar in the
    notebook would be drawn below it.
    """
    if nb_man.pbar is not None:
        nb_man.pbar.dynamic_miniters, nb_man.pbar.miniters = False, 0
        type(nb_man.pbar)._instances.discard(nb_man.pbar)


def _run(nb_man: NotebookExecutionManager, shell: Any, cell: Any, index: int, copies: _Copies) -> bool:
    """Run one cell, reporting to papermill; False if the notebook ends here."""
    nb_man.cell_start(cell, index)
    failed, tags = None, cell.metadata.get("tags", [])
    if cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags:
        failed = shell.run(cell)
        copies.take(cell)
    ends = bool(failed) and ("raises-exception" not in tags or shell.over_a_limit)
    if ends:
        nb_man.cell_exception(cell, cell_index=index, exception=CellFailed(failed))
    nb_man.cell_complete(cell, cell_index=index)
    return not ends


@dataclass(frozen=True)
class _Copies:
    """Further destinations of cell outputs: papermill's log, and files for printed text."""

    log: bool
    files: Mapping[str, TextIO | None]

    def take(self, cell: Any) -> None:
        """Copy a cell's text output, as a stock run does."""
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                if self.log:
                    (logger.info if output.name == "stdout" else logger.warning)(output.text)
                if file := self.files[output.name]:
                    file.write(output.text)
                    file.flush()
            elif self.log and "text/plain" in output.get("data", ()):
                logger.info(output.data["text/plain"])
