"""A record of the data behind the peer figures shown to clients, kept with the quarter's internal reports.

Later figures are compared with it: the next quarter's, and the same quarter's after a correction.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from acctlib import periods
from acctlib.config import Config
from acctlib.errors import ReviewError
from acctlib.facts.peers.benchmark import PeersShown

FILE = "peer-figures.json"


def shown_before(config: Config, quarter: pd.Period, out: Path | None = None) -> tuple[PeersShown, ...]:
    """Peer figures already shown for this quarter and the previous one; empty if the firm shows none."""
    if not config.policy.peer_benchmarks:
        return ()
    root = out or config.path(config.out)
    return tuple(one for when in (quarter, periods.previous(quarter)) for one in _read(_file(root, periods.name(when))))


def record(out: Path, quarter: str, shown: PeersShown) -> None:
    """Add the peer figures that a run shows to its quarter's record; existing entries are kept.

    Notes
    -----
    - The record is written before the reports: after a crash, it may contain too much but never too little.
    """
    file = _file(out, quarter)
    there = _read(file) if shown else []
    if not shown or shown in there:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.tmp")
    draft.write_text(json.dumps([*there, shown], indent=1, sort_keys=True), encoding="utf-8")
    draft.replace(file)


def _file(out: Path, quarter: str) -> Path:
    return out / quarter / "internal" / FILE


def _read(file: Path) -> list[PeersShown]:
    """The record; raises an error if unreadable, because without it a correction could identify a client."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise ReviewError(f"{file}: the record of peer figures cannot be read: {error}") from None
    return [{str(name): dict(one) for name, one in was.items()} for was in found]
