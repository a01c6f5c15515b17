"""Published intervals: Newcombe's two comparisons of methods."""

from __future__ import annotations

from acctlib.metrics.base.example import Example, Found
from acctlib.metrics.base.intervals import finite_population, newcombe_difference, wilson

_SHARE = ("Newcombe 1998, one proportion, score method", "Statistics in Medicine 17:857-872, table I")
_DIFFERENCE = ("Newcombe 1998, two proportions, method 10", "Statistics in Medicine 17:873-890, table II")
# Successes, n, and the printed ends.
_SHARES = ((81, 263, ".2553 to .3662"), (15, 148, ".0624 to .1605"), (0, 20, ".0000 to .1611"),
           (1, 29, ".0061 to .1718"))  # fmt: skip
_DIFFERENCES = (
    (56, 70, 48, 80, ".0524 to .3339"), (9, 10, 3, 10, ".1705 to .8090"), (6, 7, 2, 7, ".0582 to .8062"),
    (5, 56, 0, 29, "-.0381 to .1926"), (0, 10, 0, 20, "-.1611 to .2775"), (0, 10, 0, 10, "-.2775 to .2775"),
    (10, 10, 0, 20, ".6791 to 1.0000"), (10, 10, 0, 10, ".6075 to 1.0000"),
)  # fmt: skip


def _share(successes: int, n: int, expected: str) -> Example:
    return Example(*_SHARE, "95 % interval", f"{successes} of {n}", expected, lambda: wilson(successes, n))


def _difference(x1: int, n1: int, x2: int, n2: int, expected: str) -> Example:
    def ours() -> Found:
        return newcombe_difference(x1, n1, x2, n2)

    return Example(*_DIFFERENCE, "95 % interval of the difference", f"{x1} of {n1} less {x2} of {n2}", expected, ours)


INTERVALS = (
    *(_share(*case) for case in _SHARES),
    *(_difference(*case) for case in _DIFFERENCES),
    Example("Cochran 1977, finite population", "Sampling Techniques, section 2.6", "factor on the standard error",
            "12 of 14 answered: square root of 2/13", ".392", lambda: finite_population(12, 14), "by hand"),
)  # fmt: skip
