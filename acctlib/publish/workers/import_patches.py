"""What makes the imports of a server of processes quick; it is imported before them, and `warm` ends it.

The collector of garbage rests: it would walk again and again through what imports leave, which stays anyway.

jsonschema goes without its check of international addresses (IRI). The check comes with JupyterLab, and building its
grammar takes longer than importing pandas. No notebook's schema asks for it, and jsonschema does without where it is
not installed: here it is, for the moment of the import.
"""

import gc
import sys

gc.disable()

if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # its import fails, as if it were not there
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
