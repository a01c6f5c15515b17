"""A notebook run in this very process: papermill engine, IPython shell, and limits."""
