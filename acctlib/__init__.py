"""acctlib: quarterly client reviews for account supervisors, from a firm's exports to a finished PDF.

Key terms, in the order of the data flow:

- **book**: the firm's book of business: all tables, validated, in one embedded DuckDB file.
- **quarter**: a fiscal quarter, half-open [start, end) everywhere.
- **edition**: the intended readership: `client` (shared with the client) or `internal`.
- **slice**: one client's rows, with only the columns that the edition may see.
- **metric**: a named definition: formula, unit, source and the direction that is better.
- **fact**: one metric value with n, interval, prior quarter, year-ago value, target and status.
- **block**: one element of a review as data: tiles, table, chart or prose. Exporters render it.
- **review**: the report for one client, one quarter and one edition.
- **run**: a batch of reviews; its manifest records what each was made from.

In a notebook::

    from acctlib import open_review
    review = open_review("C001", "2026Q3")
    review.growth()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from acctlib.notebook_frames import keep_frames_here

__version__ = "0.2.0"
__all__ = ["Config", "Review", "block_of", "load_config", "open_book", "open_portfolio", "open_review"]

if TYPE_CHECKING:
    from acctlib.book import open_book
    from acctlib.config import Config, load_config
    from acctlib.display import block_of
    from acctlib.review import Review, open_portfolio, open_review

_HOME = {
    "Config": "acctlib.config",
    "load_config": "acctlib.config",
    "open_book": "acctlib.book",
    "block_of": "acctlib.display",
    "Review": "acctlib.review",
    "open_portfolio": "acctlib.review",
    "open_review": "acctlib.review",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first access, so that `import acctlib` itself stays fast."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'acctlib' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


keep_frames_here()  # so that every format shows complete frames, whichever kernel runs the notebook
