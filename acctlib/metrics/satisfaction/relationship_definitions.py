"""Definitions of who knows whom. All of them stay in the house."""

from acctlib.metrics.base.definition import Definition

_END = "the end of the quarter"
_SINCE = "Since when a contact is known is not kept: it is not compared with earlier quarters."

RELATIONSHIP = (
    Definition(
        "active_contacts", 1, "Active contacts", "count",
        "People of the client whom we know and who have not departed.", "none: a count", _END,
        ("Without a list of contacts it is unknown, never 0.", _SINCE),
        "Contact breadth, against single-thread blindness", class_="internal",
    ),
    Definition(
        "contact_owners", 1, "Of us who keep them", "count",
        "Different people of ours who keep an active contact.", "none: a count", _END,
        ("A contact without an owner adds nobody.", _SINCE),
        "Contact breadth, against single-thread blindness", class_="internal",
    ),
    Definition(
        "executive_silence", 1, "Days since an executive was spoken to", "days",
        "Days from the last contact with an executive who is still there to the end of the quarter.",
        "none: a count of days", _END,
        ("Without an active executive, or without a day, it is unknown.", _SINCE),
        "Days since executive contact", "lower", "internal",
    ),
)  # fmt: skip
