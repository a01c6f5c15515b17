"""The command line: a thin shell. Each command reads its options, calls the library, and says what came of it.

Exit status: 0 all good, 1 a report failed or the data blocks, 2 usage or configuration.
"""

from acctlib.cli import files, numbers, reports
from acctlib.cli.group import main

__all__ = ["files", "main", "numbers", "reports"]
