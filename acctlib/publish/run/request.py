"""What a run is requested to render."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from acctlib.publish.workers.batch import LIMIT

NOTEBOOKS = {"client": "client_review.ipynb", "internal": "account_review.ipynb"}


@dataclass(frozen=True)
class RunRequest:
    """What to render.

    Attributes
    ----------
    quarter : str
        E.g. 2026Q3; the last fully covered quarter if empty.
    clients : tuple
        client_ids; all clients in the book if empty.
    out : Path
        The parent of the quarter's folder.
    workers : int, optional
        Reports rendered in parallel; one per core if None.
    limit : float
        Seconds after which a report is abandoned.
    fresh : bool
        Render reports that are up to date as well.
    scheduler : str
        Address of a Dask scheduler whose workers render the reports; rendered locally if empty. See `cluster`.
    """

    quarter: str = ""
    editions: tuple[str, ...] = ("client", "internal")
    clients: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "html")
    out: Path = Path("reports")
    workers: int | None = None
    limit: float = LIMIT
    fresh: bool = False
    scheduler: str = ""
