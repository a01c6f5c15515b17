"""Charts: each takes a small frame and gives a block. The only place that imports matplotlib."""

from acctlib.display.charts.bridge import bridge
from acctlib.display.charts.figure import block_of
from acctlib.display.charts.timeline import timeline
from acctlib.display.charts.trend import trend

__all__ = ["block_of", "bridge", "timeline", "trend"]
