"""Limit the memory of a report's process, on systems that can enforce it."""

from __future__ import annotations

import re
from pathlib import Path

STATUS = Path("/proc/self/status")
_HELD = re.compile(r"^VmData:\s+(\d+) kB", re.MULTILINE)


def limit_memory(more: int) -> bool:
    """Limit the memory that this process may additionally use; each program that it starts gets the same limit.

    Parameters
    ----------
    more : int
        Bytes in addition to the process's current memory.

    Returns
    -------
    bool
        Whether the system enforces the limit, as Linux does. Elsewhere, nothing is limited.

    Notes
    -----
    - The limit applies to writable memory (`RLIMIT_DATA`, see getrlimit(2)), not to address space (`RLIMIT_AS`), which
      allocators and threads reserve by the gigabyte on a machine with many cores, and never use.
    - Allocations beyond it fail: Python raises MemoryError; code in C or Rust may end the process.
    """
    try:
        used = int(_HELD.search(STATUS.read_text(encoding="ascii"))[1]) * 1024  # type: ignore[index]
    except (OSError, TypeError):
        return False
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = used + more
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    return True
