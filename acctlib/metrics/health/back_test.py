"""Back-test: count whether warnings preceded losses, without fitting any weight or probability."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.metrics.base.intervals import Interval, wilson

ENOUGH = 10  # losses; with fewer, a share of losses is almost meaningless


@dataclass(frozen=True)
class Counted:
    """Counts of warnings and losses, with one case per client and quarter.

    Attributes
    ----------
    hits, false_alarms, misses, calm
        Warned and left; warned and stayed; left without a warning; stayed without a warning.
    unknown
        Cases without a state, included in none of the four counts.
    """

    hits: int
    false_alarms: int
    misses: int
    calm: int
    unknown: int = 0

    @property
    def losses(self) -> int:
        """Number of losses among cases with a known state."""
        return self.hits + self.misses

    @property
    def warned(self) -> int:
        """Number of warnings."""
        return self.hits + self.false_alarms

    @property
    def n(self) -> int:
        """Number of cases with a known state."""
        return self.warned + self.misses + self.calm

    @property
    def validated(self) -> bool:
        """Whether there are enough losses to report shares of them."""
        return self.losses >= ENOUGH

    @property
    def precision(self) -> tuple[float, Interval] | None:
        """Share of warnings followed by a loss, with its interval; None if there were no warnings."""
        return share_of(self.hits, self.warned)

    @property
    def recall(self) -> tuple[float, Interval] | None:
        """Share of losses preceded by a warning, with its interval; None if there were no losses."""
        return share_of(self.hits, self.losses)


def share_of(part: int, whole: int) -> tuple[float, Interval] | None:
    """Return a share with its 95 % Wilson interval; None if the denominator is 0.

    >>> share_of(0, 0) is None
    True
    """
    return (part / whole, wilson(part, whole)) if whole else None


def counted(warned: pd.Series, left: pd.Series) -> Counted:
    """Count cases by whether there was a warning and whether the client left.

    Parameters
    ----------
    warned : Series of boolean
        One value per case; missing if the state was unknown.
    left : Series of bool
        Whether the client left, for the same cases.

    Notes
    -----
    - One client's cases in several quarters are not independent: intervals are too narrow rather than too wide.
    - An account that was saved because of a warning counts as a false alarm.

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
