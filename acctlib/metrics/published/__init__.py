"""Published examples, and what the kit finds for each: the proof that a user can run (`acctlib verify`).

An example is here because somebody printed its numbers in public, or, where nobody did, because the formula is
public and the number was worked by hand; each row says which. To add one, write an `Example` in the file of its area.
"""

from __future__ import annotations

from acctlib.metrics.published.calendar import CALENDAR
from acctlib.metrics.published.delivery import DELIVERY
from acctlib.metrics.published.example import Example, Verdict, judged, verdicts
from acctlib.metrics.published.growth import GROWTH
from acctlib.metrics.published.intervals import INTERVALS
from acctlib.metrics.published.retention import RETENTION
from acctlib.metrics.published.satisfaction import SATISFACTION
from acctlib.metrics.published.signals import SIGNALS
from acctlib.metrics.published.tenure import TENURE

__all__ = ["EXAMPLES", "Example", "Verdict", "judged", "verdicts"]

EXAMPLES: tuple[Example, ...] = (
    *RETENTION,
    *TENURE,
    *SATISFACTION,
    *INTERVALS,
    *GROWTH,
    *DELIVERY,
    *SIGNALS,
    *CALENDAR,
)
