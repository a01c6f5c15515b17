"""The command line: a thin shell. Each command reads its options, calls the library and prints the outcome.

Exit status: 0 all good, 1 a report failed or the data has blocking issues, 2 usage or configuration.
"""

from acctlib.cli import files, numbers, reports
from acctlib.cli.group import main

__all__ = ["files", "main", "numbers", "reports"]
