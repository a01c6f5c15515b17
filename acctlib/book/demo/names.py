"""Vocabulary of the demonstration: people, firms, projects, actions and client comments."""

from __future__ import annotations

from typing import NamedTuple

SUPERVISORS = ("R. Okafor", "M. Lindqvist", "J. Castellanos")
MANAGERS = ("L. Brandt", "M. Ito", "S. Novák", "A. Moreau", "P. Okonkwo", "T. Haines", "E. Rossi")
SPECIALISTS = ("D. Meyer", "K. Sato", "F. Almeida", "N. Byrne", "Y. Haddad", "O. Petrov", "C. Lam", "B. Osei")
LINES = ("Strategy", "Brand", "Media", "Digital", "Content", "Research")
SEGMENTS = ("Consumer", "Retail", "Health", "Finance", "Industry", "Public")
REGIONS = ("North", "South", "West", "East")
ROLES = ("Marketing director", "Brand manager", "Head of digital", "Procurement", "Managing director", "Product lead",
         "Communications", "Regional lead")  # fmt: skip

TIERS = ("A", "B", "C")
CREDITS = ("price", "goodwill", "billing_error")
PASSED = ("pass_through", "reimbursable")
CANCELLED = ("client", "us", "other")
# For some, no reason is recorded.
LATE = ("System access granted two weeks late", "Additional approval round",
        "We underestimated the data cleansing", "Our supplier delivered late", "",
        "Scope increased without a date change")  # fmt: skip

STEADY = "Aldermoor Foods"
FIRST = ("Harrow", "Linden", "Brightwater", "Castellan", "Northwold", "Vesper", "Kestrel", "Marlowe", "Orchard", "Pemberton",
         "Quillon", "Ravensby", "Saltmarsh", "Thornbury", "Umber", "Whitcombe", "Yarrow", "Zephyr", "Ashdown", "Bexley")  # fmt: skip
SECOND = ("Textiles", "Clinics", "Insurance", "Mobility", "Foods", "Homes", "Energy", "Pharma", "Logistics", "Bank",
          "Instruments", "Travel", "Outdoor", "Glass", "Water", "Schools")  # fmt: skip

PROJECTS = {
    "Strategy": ("Market entry plan", "Positioning study", "Growth roadmap", "Portfolio review"),
    "Brand": ("Brand relaunch", "Packaging redesign", "Style guide", "Naming"),
    "Media": ("Autumn campaign", "Spring campaign", "Media audit", "Launch burst"),
    "Digital": ("Website relaunch", "CRM migration", "Shop redesign", "App prototype"),
    "Content": ("Editorial plan", "Product films", "Customer stories", "Newsletter series"),
    "Research": ("Brand tracker", "Customer survey", "Usability study", "Price research"),
}
PROMISES = (
    "Shared access calendar for every third-party system",
    "Shift 20% of display budget to search; review after six weeks",
    "Pilot the loyalty programme in two regions",
    "Send the reporting pack by the third working day",
    "Appoint a deputy for each workstream",
    "Agree approval workflow with Legal",
    "Replace the weekly call with a written summary",
    "A/B-test two headlines per campaign",
    "Hand over the asset library",
    "Workshop on next year's priorities",
)
DROPPED = (
    "budget moved to another programme",
    "no longer needed after the reorganisation",
    "overtaken by the new release plan",
)


class Goal(NamedTuple):
    """An objective that a client may have; the values are scaled slightly for each client."""

    statement: str
    measure: str
    unit: str
    baseline: float
    target: float


MONEY = "money"  # replaced by the client's currency
OBJECTIVES = (
    Goal("Online share of sales", "share of revenue", "%", 18.0, 25.0),
    Goal("Cost per qualified lead", "average of the quarter", MONEY, 41.0, 30.0),
    Goal("Unaided brand awareness", "quarterly tracker", "%", 12.0, 15.0),
    Goal("Returning customers", "share of buyers", "%", 31.0, 38.0),
    Goal("Complaints per thousand orders", "service desk", "per 1,000", 14.0, 9.0),
    Goal("Active newsletter readers", "monthly", "readers", 42_000.0, 55_000.0),
)
GOOD = ("Quick, clear and always ahead of us.", "They act as a thinking partner, not just an executor.", "Best quarter so far.",
        "They tell us what will not work, and why.")  # fmt: skip
FAIR = ("Solid work, sometimes slow to answer.", "Good people, too many handovers.", "Fine, but I expected more ideas.")
POOR = (
    "Deadlines slip and we’re the last to hear.",
    "We keep explaining the basics.",
    "Quality varies with who is on holiday.",
)
OPPORTUNITIES = (
    "Always-on social",
    "Retail media pilot",
    "Annual tracker",
    "Loyalty programme",
    "Employer brand",
    "Marketplace entry",
)
STAGES = ("idea", "qualified", "proposal", "negotiation")


def firm(number: int) -> str:
    """Return a client's fictitious name; no two clients share one.

    >>> firm(0), firm(9), firm(329)
    ('Aldermoor Foods', 'Pemberton Pharma', 'Pemberton Pharma 2')
    """
    if number == 0:
        return STEADY
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND) - number % len(SECOND)]
    again = number // (len(FIRST) * len(SECOND))
    return f"{first} {second}" + (f" {again + 1}" if again else "")


def supervisor(manager: str) -> str:
    """Return the supervisor to whom a manager reports."""
    return SUPERVISORS[MANAGERS.index(manager) % len(SUPERVISORS)]


def team(number: int) -> tuple[str, str]:
    """Return the two specialists who work for a client."""
    first = number % len(SPECIALISTS)
    return SPECIALISTS[first], SPECIALISTS[(first + 1 + number // len(SPECIALISTS) % 5) % len(SPECIALISTS)]
