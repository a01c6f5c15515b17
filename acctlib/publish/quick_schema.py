"""jsonschema without its check of international addresses (IRI), for processes that read notebooks.

The check comes with JupyterLab, and building its grammar takes longer than importing pandas. No notebook's schema
asks for it, and jsonschema does without where it is not installed: here it is, for the moment of the import.
"""

import sys

if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # its import fails, as if it were not there
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
