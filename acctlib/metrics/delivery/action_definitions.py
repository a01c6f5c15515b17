"""Definitions of what becomes of promises."""

from acctlib.metrics.base.definition import FOUR, Definition

PROMISES = (
    Definition(
        "promises_kept", 1, "Promises kept on time", "fraction",
        "Our promises that were done by the day promised, divided by our promises that fell due.",
        "our promises due", FOUR,
        ("Late, dropped and overdue ones are not kept.", "A promise without a date is never due.",
         "A promise whose day is still to come is not in it."),
        "Action items closed on time, as reviews of service firms count them",
    ),
)  # fmt: skip
