"""Published examples of limits: what stands out of its own past, or of a group."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.control_charts import expected_false_alarms, individuals_limits
from acctlib.metrics.base.example import Example

_SERIES = (100, 104, 98, 110, 95, 120)


def _limits() -> pd.Series:
    limits: pd.Series = individuals_limits(pd.DataFrame([_SERIES])).iloc[0][["center", "low", "high"]]
    return limits


_WHEELER = ("Wheeler 1993 (mean ± 2.66 mean moving range)", "Understanding Variation, SPC Press, appendix")

SIGNALS = (
    Example(*_WHEELER, "centre, natural limits", "100, 104, 98, 110, 95, 120 (moving ranges 4, 6, 12, 15, 25)",
            "104.5, 71.5, 137.5",
            lambda: _limits().to_list(), "by hand"),
    Example("Spiegelhalter 2005 (funnel plots)", "Statistics in Medicine 24:1185-1202", "false alarms to expect",
            "200 groups inside limits of 95 %", "10.0", lambda: expected_false_alarms(0, 200, 0.95), "by hand"),
)  # fmt: skip
