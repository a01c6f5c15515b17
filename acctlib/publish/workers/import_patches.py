"""Speed up the process server's imports: this module is imported first, and `preload` restores garbage collection.

Garbage collection is paused: it would repeatedly scan objects that imports create, which stay in memory anyway.

jsonschema is imported without its check of international addresses (IRI). The check's library comes with JupyterLab,
and building its grammar takes longer than importing pandas. No notebook schema uses the check, and jsonschema works
without the library if it is not installed, which is simulated here during the import.
"""

import gc
import sys

gc.disable()

if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # its import fails, as if it were not installed
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
