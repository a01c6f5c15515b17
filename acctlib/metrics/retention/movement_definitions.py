"""Definitions of the movements of recurring fees."""

from acctlib.metrics.base.definition import YEAR_AGO, Definition

_SOURCE = "ChartMogul's five movements, between two quarters; currency apart"
_ADD_UP = "Opening, the movements and currency add up to closing, to the cent."
_ONE_RATE = "Movements are of fees at the mean exchange rates of the earlier quarter."
_RETURNED = "A client without any fees a year ago that had some before, recurring or not, returned; so did one from before the data."
_WAS_NEW = (
    "A client without any fees a year ago that had some before returned; before, it was new where they did not recur."
)
_CHANGED = {"new": _WAS_NEW, "reactivation": _WAS_NEW}
_STEPS = (
    ("opening", "Recurring fees a year ago", "Recurring fees of the same quarter a year ago, as invoiced.", "none"),
    ("new", "New", "Recurring fees of clients that had none a year ago and never before.", "higher"),
    ("reactivation", "Returned", "Recurring fees of clients that had none a year ago, but some before.", "higher"),
    ("expansion", "Expansion", "What clients pay more than a year ago.", "higher"),
    ("contraction", "Contraction", "What clients pay less than a year ago; below zero.", "higher"),
    ("churn", "Left", "What clients paid a year ago that pay nothing now, closing credits included; below zero.", "higher"),
    ("currency", "Currency", "What exchange rates did to the recurring fees.", "none"),
    ("closing", "Recurring fees now", "Recurring fees of the quarter, as invoiced.", "none"),
)  # fmt: skip

MOVEMENTS = (
    Definition(
        "movements", 2, "Movements of recurring fees", "money",
        "The change of each client's recurring fees: new, reactivation, expansion, contraction, churn.",
        "none: sums", YEAR_AGO,
        ("New means never billed before; otherwise it is a reactivation.", _RETURNED, "Opening plus all movements is closing, to the cent."),
        "ChartMogul's five movements, between two quarters", "none", "internal", _WAS_NEW,
    ),
    *(
        Definition(
            f"movement_{step}", 2 if step in _CHANGED else 1, label, "money", formula, "none: a sum", YEAR_AGO,
            (_ADD_UP, _ONE_RATE, *([_RETURNED] if step in _CHANGED else [])), _SOURCE,
            "none" if better == "none" else "higher", "internal", _CHANGED.get(step, ""),
        )
        for step, label, formula, better in _STEPS
    ),
)  # fmt: skip
