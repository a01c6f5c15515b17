"""Published examples, for comparison with the kit's own results: a check that users can run (`acctlib verify`).

Each example is included because its numbers have been published or, where they have not, because the formula is
public and the number was worked out by hand; each row states which. To add an example, write an `Example` in the
subject's file: as a small book whose facts are the number (`SmallBook`) or, where no fact is the number, as a call to
the documented function.
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
