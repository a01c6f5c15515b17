"""Charts: each takes a small frame and gives a block. The only place that imports matplotlib."""

from acctlib.display.charts.bridge import bridge
from acctlib.display.charts.curve import curve
from acctlib.display.charts.figure import block_of
from acctlib.display.charts.funnel import funnel
from acctlib.display.charts.heat import heat
from acctlib.display.charts.multiples import multiples
from acctlib.display.charts.targets import targets
from acctlib.display.charts.timeline import timeline
from acctlib.display.charts.trend import trend

__all__ = ["block_of", "bridge", "curve", "funnel", "heat", "multiples", "targets", "timeline", "trend"]
