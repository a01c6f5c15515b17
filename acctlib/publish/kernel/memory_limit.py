"""A limit on the memory of a report's process, where the system holds a process to one."""

from __future__ import annotations

import re
from pathlib import Path

STATUS = Path("/proc/self/status")
_HELD = re.compile(r"^VmData:\s+(\d+) kB", re.MULTILINE)


def limit_memory(more: int) -> bool:
    """Let this process take only so many bytes from now on; each program that it starts meets the same bound.

    Parameters
    ----------
    more : int
        Bytes beyond what the process holds now.

    Returns
    -------
    bool
        Whether the system keeps it: Linux does. Elsewhere nothing is limited.

    Notes
    -----
    - It is memory that can be written (`RLIMIT_DATA`, see getrlimit(2)), not addresses (`RLIMIT_AS`): allocators and
      threads set addresses aside by the gigabyte on a machine with many cores, and never use them.
    - Over it an allocation fails: Python raises MemoryError; code in C or Rust may end the process.
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
