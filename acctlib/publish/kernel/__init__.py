"""Run a notebook in the current process: papermill engine, IPython shell, and limits."""
