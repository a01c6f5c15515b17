"""Back-test: whether a warning came before a loss, counted; no weight and no probability is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.metrics.base.intervals import Interval, wilson

ENOUGH = 10  # losses; with fewer of them a share of them says next to nothing


@dataclass(frozen=True)
class Counted:
    """Warnings against losses, one case per client and quarter.

    Attributes
    ----------
    hits, false_alarms, misses, calm
        Warned and left; warned and stayed; left without a warning; stayed without one.
    unknown
        Cases without a state: in none of the four.
    """

    hits: int
    false_alarms: int
    misses: int
    calm: int
    unknown: int = 0

    @property
    def losses(self) -> int:
        """Clients that left and whose state was known."""
        return self.hits + self.misses

    @property
    def warned(self) -> int:
        """Warnings."""
        return self.hits + self.false_alarms

    @property
    def n(self) -> int:
        """All cases with a state."""
        return self.warned + self.misses + self.calm

    @property
    def validated(self) -> bool:
        """Whether there are losses enough to speak of shares of them."""
        return self.losses >= ENOUGH

    @property
    def precision(self) -> tuple[float, Interval] | None:
        """Share of the warnings that a loss followed, with its interval; None without a warning."""
        return share_of(self.hits, self.warned)

    @property
    def recall(self) -> tuple[float, Interval] | None:
        """Share of the losses that a warning came before, with its interval; None without a loss."""
        return share_of(self.hits, self.losses)


def share_of(part: int, whole: int) -> tuple[float, Interval] | None:
    """A share with its Wilson interval at 95 %; None of nothing.

    >>> share_of(0, 0) is None
    True
    """
    return (part / whole, wilson(part, whole)) if whole else None


def counted(warned: pd.Series, left: pd.Series) -> Counted:
    """Counts of cases by whether there was a warning and whether the client left.

    Parameters
    ----------
    warned : Series of boolean
        One value per case; missing where the state was unknown.
    left : Series of bool
        Of the same cases.

    Notes
    -----
    - Cases of one client in several quarters do not stand alone: intervals are too narrow rather than too wide.
    - An account that was warned of, and was saved for it, counts as a false alarm.

    References
    ----------
    Gainsight and Totango, account health (never back-tested); Wilson 1927.

    Examples
    --------
    >>> found = counted(pd.Series([True, True, False, False]), pd.Series([True, False, True, False]))
    >>> found.hits, found.false_alarms, found.misses, found.calm, found.validated
    (1, 1, 1, 1, False)
    """
    known = warned.notna()
    flag, gone = warned[known].astype(bool), left[known].astype(bool)
    return Counted(
        int((flag & gone).sum()), int((flag & ~gone).sum()), int((~flag & gone).sum()), int((~flag & ~gone).sum()),
        int((~known).sum()),
    )  # fmt: skip
