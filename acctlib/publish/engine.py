"""A papermill engine that runs a notebook in this very process, without starting a kernel.

    papermill --engine acctlib in.ipynb out.ipynb

A stock kernel costs seconds of start and imports for every report. This engine gives the cells to an
IPython shell in-process and keeps their outputs as a kernel would have sent them. It is meant for a
process that is young and dies afterwards: the batch starts one for each report.
"""

from __future__ import annotations

import sys
from typing import Any

from papermill.engines import Engine, NotebookExecutionManager


class CellFailed(Exception):
    """A cell raised; the notebook holds the traceback."""


class InProcessEngine(Engine):  # type: ignore[misc]
    """The engine behind the entry point `acctlib`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, log_output: bool = False, **kwargs: Any
    ) -> None:
        """Run the cells in order; stop at the first that fails, unless it is tagged raises-exception.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's own, which keeps states, times and progress.
        kernel_name : str
            Not used: there is no kernel.
        """
        from acctlib.publish.shell import fresh_shell, language_info

        shell = fresh_shell()
        nb_man.nb.metadata["language_info"] = language_info()
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                if not _run(nb_man, shell, cell, index):
                    break
        finally:
            shell.leave()
            if log_output:
                sys.stdout.flush()


def _run(nb_man: NotebookExecutionManager, shell: Any, cell: Any, index: int) -> bool:
    """One cell under papermill's eyes; False where the notebook ends here."""
    nb_man.cell_start(cell, index)
    failed = None
    if cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in cell.metadata.get("tags", []):
        failed = shell.run(cell)
    if failed and "raises-exception" not in cell.metadata.get("tags", []):
        nb_man.cell_exception(cell, cell_index=index, exception=CellFailed(failed))
        nb_man.cell_complete(cell, cell_index=index)
        return False
    nb_man.cell_complete(cell, cell_index=index)
    return True
