"""Definitions of delivery, and of what it cost."""

from acctlib.metrics.registry.definition import FOUR, Definition

DELIVERY = (
    Definition(
        "delivery_success", 1, "Delivery success", "fraction",
        "Projects closed that were on time, within the approved budget and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR,
        ("A leg that the firm does not keep drops out, and the text names those that are left.", "Open projects are never in it."),
        "All three at once, after Standish; judged as in Eveleens and Verhoef 2010", class_="internal",
    ),
    Definition(
        "delivery_success_client", 1, "Delivery success", "fraction",
        "Projects closed that were on time, within the fees first agreed and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR,
        ("A leg that is not kept drops out, and the text names those that are left.", "Open projects are never in it."),
        "All three at once, after Standish; judged as in Eveleens and Verhoef 2010",
    ),
    Definition(
        "on_time", 1, "On time", "fraction",
        "Projects first promised for the period that were done by that day, divided by all first promised for it.",
        "projects due, open ones included", FOUR,
        ("An open project past its day is late.", "A later date agreed on the way does not help."),
        "The original commitment, so that a new date hides nothing",
    ),
    Definition(
        "on_budget", 1, "Within budget", "fraction",
        "Projects closed whose cost stayed within the approved budget, divided by those whose cost and budget are known.",
        "projects closed with a budget", FOUR, (), "Cost against the approved budget, tolerance stated", class_="internal",
    ),
    Definition(
        "on_budget_client", 1, "Within agreed fees", "fraction",
        "Projects closed whose fees agreed in the end stayed within those first agreed, divided by those with both.",
        "projects closed with a budget", FOUR, (), "What the client agreed to pay, tolerance stated",
    ),
    Definition(
        "accepted", 1, "Accepted", "fraction",
        "Projects closed that the client accepted, divided by projects closed.",
        "projects closed", FOUR, (), "Accepted by the client, of those closed",
    ),
    Definition(
        "margin", 1, "Delivery margin", "fraction",
        "Fees less cost, divided by fees.", "fees", FOUR,
        ("Cost is what is booked to the client; overhead is not in it.",),
        "Delivery margin (Parakeeto)", class_="internal",
    ),
    Definition(
        "over_servicing", 1, "Over-servicing", "growth",
        "Hours worked divided by hours agreed, less one, over projects closed.",
        "hours agreed of projects closed", FOUR, ("Projects without hours are left out.",),
        "Overburn (Sevoir)", "lower", "internal",
    ),
    Definition(
        "cpi", 1, "Cost performance (CPI)", "score",
        "Value earned by open projects, divided by what it cost.", "cost to date", "the end of the data",
        ("Without cost it is unknown.",),
        "EIA-748", class_="internal",
    ),
    Definition(
        "spi_time", 1, "Schedule performance, SPI(t)", "score",
        "The time at which the plan would have earned what is earned now, divided by the time that has passed.",
        "time passed", "the end of the data",
        ("A project that ended late stays below 1.",),
        "Earned schedule, Lipke 2003", class_="internal",
    ),
)  # fmt: skip
