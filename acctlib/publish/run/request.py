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
        Like 2026Q3; the last one covered in full where empty.
    clients : tuple
        client_ids; all of the book where empty.
    out : Path
        The folder that the quarter's folder goes into.
    workers : int, optional
        Reports at once; one a core where None.
    limit : float
        Seconds after which a report is given up.
    fresh : bool
        Render what is up to date as well.
    scheduler : str
        Address of a Dask scheduler whose workers render; this machine does where empty. See `cluster`.
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
