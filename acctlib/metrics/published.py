"""Published examples, and what the kit finds for each: the proof that a user can run (`acctlib verify`).

An example is here because somebody printed its numbers in public, or, where nobody did, because the formula is
public and the number was worked by hand; each row says which. To add one, write an `Example` in the file of its area:
as a small book whose facts are the number (`SmallBook`), or, where no fact is, as a call of the documented function.
"""

from __future__ import annotations

from acctlib.metrics.base.calendar_examples import CALENDAR
from acctlib.metrics.base.example import Example
from acctlib.metrics.base.interval_examples import INTERVALS
from acctlib.metrics.base.signal_examples import SIGNALS
from acctlib.metrics.delivery.examples import DELIVERY
from acctlib.metrics.growth.examples import GROWTH
from acctlib.metrics.retention.examples import RETENTION
from acctlib.metrics.retention.tenure_examples import TENURE
from acctlib.metrics.satisfaction.examples import SATISFACTION

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
