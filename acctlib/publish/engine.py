"""A papermill engine that runs a notebook in this very process, without starting a kernel.

    papermill --engine acctlib in.ipynb out.ipynb

A stock kernel costs seconds of start and imports for every report. This engine gives the cells to an
IPython shell in-process and keeps their outputs as a kernel would have sent them. It is meant for a
process that is young and dies afterwards: the batch starts one for each report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from papermill.engines import Engine, NotebookExecutionManager
from papermill.log import logger


class CellFailed(Exception):
    """A cell raised; the notebook holds the traceback."""


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
        **kwargs: Any,
    ) -> None:
        """Run the cells in order; stop at the first that fails, unless it is tagged raises-exception.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's own, which keeps states, times and progress.
        kernel_name : str
            Not used: there is no kernel.
        log_output : bool
            Papermill's --log-output: what cells print goes to its log as well.
        on_cell : callable, optional
            Told the index of each cell before it runs: who dies afterwards died there.

        environment : Mapping, optional
            Variables that the notebook finds set.

        Notes
        -----
        - `input` and `getpass` fail at once instead of waiting for an answer.
        - A value whose own repr fails makes its cell fail.
        - What subprocesses write comes after what Python wrote, in the cell that started them.
        - Cells tagged skip-execution, and empty ones, are left as they are.
        """
        from acctlib.publish.shell import fresh_shell, language_info
        from acctlib.publish.surroundings import kernel_surroundings

        _quiet(nb_man)
        nb_man.nb.metadata["language_info"] = language_info()
        with kernel_surroundings(environment):
            shell = fresh_shell()
            try:
                for index, cell in enumerate(nb_man.nb.cells):
                    if on_cell:
                        on_cell(index)
                    if not _run(nb_man, shell, cell, index):
                        break
                    if log_output:
                        _log(cell)
            finally:
                shell.leave()


def _quiet(nb_man: NotebookExecutionManager) -> None:
    """Keep tqdm's own thread from drawing papermill's bar while a cell runs: it would be taken for the cell's text."""
    if nb_man.pbar is not None:
        nb_man.pbar.dynamic_miniters, nb_man.pbar.miniters = False, 0


def _run(nb_man: NotebookExecutionManager, shell: Any, cell: Any, index: int) -> bool:
    """One cell under papermill's eyes; False where the notebook ends here."""
    nb_man.cell_start(cell, index)
    failed, tags = None, cell.metadata.get("tags", [])
    if cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags:
        failed = shell.run(cell)
    ends = bool(failed) and "raises-exception" not in tags
    if ends:
        nb_man.cell_exception(cell, cell_index=index, exception=CellFailed(failed))
    nb_man.cell_complete(cell, cell_index=index)
    return not ends


def _log(cell: Any) -> None:
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            logger.info(output.text.rstrip("\n"))
