"""Treat requests to terminate (kill, a closed terminal, a shutdown) like Ctrl-C, so that the run ends cleanly."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def ends_like_ctrl_c() -> Iterator[None]:
    """Raise KeyboardInterrupt on requests to terminate. Signals that are ignored (nohup) stay ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {one: signal.getsignal(one) for one in ASKED}
    for one, handler in former.items():
        if handler != signal.SIG_IGN:
            signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)
