"""Definitions of delivery, and of what it cost."""

from acctlib.metrics.base.definition import FOUR, Definition

BY_DELIVERY = "Judged by the day of delivery; before, by the day of acceptance."
ONE_SUCCESS = "One number in both editions, by the fees agreed last; before, each edition had its own."
LEGS_KEPT = (
    "A leg that the firm does not keep drops out, and the text names those that are left.",
    "Open projects are never in it.",
    "The client and the firm read the same number.",
)
BY_ACCEPTANCE = (
    "Where the firm's contracts say so, the day of acceptance counts instead, and what is not accepted is not on time."
)
DELIVERY = (
    Definition(
        "delivery_success", 2, "Delivery success", "fraction",
        "Projects closed that were on time by the original due date, within the fees agreed last and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR, LEGS_KEPT,
        "All three at once, after Standish; judged as in Eveleens and Verhoef 2010", changed=ONE_SUCCESS,
    ),
    Definition(
        "delivery_success_agreed", 2, "Delivery success, by the latest agreed date", "fraction",
        "Projects closed that were on time by the latest agreed due date, within the fees agreed last and accepted, all at once, divided by projects closed.",
        "projects closed, cancelled ones left out", FOUR,
        ("Where no other date was agreed it is the original due date.", "It stands next to delivery success, never in its place."),
        "The latest commitment, as second column", changed=ONE_SUCCESS,
    ),
    Definition(
        "on_time", 2, "On time", "fraction",
        "Projects whose original due date lies in the period and that were delivered by it, divided by all with such a date.",
        "projects due, open ones included", FOUR,
        (
            "An open project past its day is late.", "A later date agreed on the way does not help.",
            BY_ACCEPTANCE, "The day that the client asked for at first is not kept: nothing is judged by it.",
        ),
        "The original commitment, so that a new date hides nothing", changed=BY_DELIVERY,
    ),
    Definition(
        "on_time_agreed", 2, "On time, by the latest agreed date", "fraction",
        "Projects whose latest agreed due date lies in the period and that were delivered by it, divided by all with such a date.",
        "projects due by the latest agreed date, open ones included", FOUR,
        ("Where no other date was agreed it is the original due date.", "An open project past that day is late.", BY_ACCEPTANCE),
        "The latest commitment, as second column", changed=BY_DELIVERY,
    ),
    Definition(
        "overdue", 1, "Overdue projects", "count",
        "Projects that are past the day first promised and still open.", "projects in progress", "the end of the data",
        ("A project that is open at the end of its day is overdue.", "Cancelled projects are not in it."),
        "Open items count as late, not as missing", "lower",
    ),
    Definition(
        "cancelled_share", 1, "Cancelled projects", "fraction",
        "Projects first promised for the period that were cancelled, divided by all first promised for it.",
        "projects due, cancelled ones included", FOUR,
        (
            "The day of a cancellation is not kept: it counts when the work was promised for.",
            "Who cancelled is told beside it: a client that changes its plans is no failure of delivery.",
        ),
        "Cancelled by reason, after the critique of Standish", "lower",
    ),
    Definition(
        "milestones_met", 1, "Milestones met", "fraction",
        "Milestones first promised for the period that were done by that day, divided by all first promised for it.",
        "milestones due, open ones included", FOUR,
        (
            "An open milestone past its day is missed.",
            "What was not done in a cancelled project, and what has no day done in a closed one, is left out.",
        ),
        "Milestone adherence against the baseline",
    ),
    Definition(
        "milestone_slip", 2, "Mean slip of milestones, working days", "days",
        "Working days from the day first promised to the day done, on average; early ones count below zero.",
        "milestones due, open ones that are overdue included", FOUR,
        (
            "Working days are Monday to Friday, without the public holidays of the client's calendar or the firm's, where named.",
            "An overdue milestone counts with the days so far.",
            "Every milestone due is counted, none is sampled: there is no interval.",
        ),
        "Slip in working days", "lower", changed="Public holidays are no working days where a calendar is named.",
    ),
    Definition(
        "milestone_slip_p90", 2, "90th percentile of slip, working days", "days",
        "Working days that nine in ten milestones due did not slip beyond, interpolated between the two nearest.",
        "milestones due, open ones that are overdue included", FOUR,
        (
            "Working days are Monday to Friday, without the public holidays of the client's calendar or the firm's, where named.",
            "An overdue milestone counts with the days so far.",
            "Every milestone due is counted, none is sampled: there is no interval.",
        ),
        "90th percentile of the slip (Hyndman and Fan 1996, type 7)", "lower",
        changed="Public holidays are no working days where a calendar is named.",
    ),
    Definition(
        "scope_change", 1, "Change of agreed fees", "growth",
        "Fees agreed in the end less those first agreed, divided by those first agreed, over projects closed.",
        "fees first agreed of projects closed", FOUR,
        ("Only what both sides agreed to is in it.", "Projects without either figure are left out."),
        "Approved change orders against the original value", "none",
    ),
    Definition(
        "hours_agreed", 1, "Hours agreed", "hours",
        "Hours agreed for the projects closed.", "projects closed with hours agreed", FOUR,
        ("Projects without hours agreed are left out.",), "Hours of the agreed scope", "none",
    ),
    Definition(
        "hours_billed", 1, "Hours billed for project work", "hours",
        "Hours on the invoices for project work.", "invoice lines for project work with hours", FOUR,
        (
            "They are of the invoices of the period, the hours agreed are of the projects closed in it: the two are set beside each other, never divided.",
        ),
        "Hours as invoiced", "none",
    ),
    Definition(
        "within_fees", 1, "Within agreed fees", "fraction",
        "Projects closed whose fees, invoiced or forecast, stayed within those agreed last, divided by those with both.",
        "projects closed with fees agreed and invoiced", FOUR,
        ("A fee raised by an approved change is agreed.", "There is no tolerance: a cent over is over."),
        "What the client agreed to pay",
    ),
    Definition(
        "on_budget", 2, "Cost within budget", "fraction",
        "Projects closed whose cost stayed within the approved budget, divided by those whose cost and budget are known.",
        "projects closed with a budget", FOUR, ("It is no part of delivery success.",),
        "Cost against the approved budget, tolerance stated", class_="internal",
        changed="Internal, and no part of delivery success any more.",
    ),
    Definition(
        "accepted", 2, "Accepted", "fraction",
        "Projects closed that the client accepted, divided by projects closed.",
        "projects closed", FOUR,
        ("A project is closed on the day it is delivered; where no such day is kept, on the day it is accepted.",),
        "Accepted by the client, of those closed", changed="A project is counted in the quarter in which it was delivered.",
    ),
    Definition(
        "margin", 2, "Delivery margin", "fraction",
        "Fees less cost, divided by fees.", "fees of clients with costs", FOUR,
        ("Cost is what is booked to the client; overhead is not in it.",
         "Costs are converted at the exchange rate of their day.",
         "A client without any cost is left out: what its work cost is unknown, not nothing."),
        "Delivery margin (Parakeeto)", class_="internal",
        changed="Over clients with costs alone; before, fees of the others counted as margin in full.",
    ),
    Definition(
        "over_servicing", 1, "Over-servicing", "growth",
        "Hours worked divided by hours agreed, less one, over projects closed.",
        "hours agreed of projects closed", FOUR, ("Projects without hours are left out.",),
        "Overburn (Sevoir)", "lower", "internal",
    ),
    Definition(
        "realisation", 1, "Realisation", "fraction",
        "Fees agreed in the end for projects closed, divided by what the work on them is worth at agreed rates.",
        "worth of the work on projects closed", FOUR,
        (
            "The worth of the work is the project's cost at agreed rates, not what people are paid.",
            "Above 100 % the work was worth less than its fee.",
        ),
        "Billed value over value at standard rate", class_="internal",
    ),
    Definition(
        "cpi", 1, "Cost performance (CPI)", "score",
        "Value earned by open projects, divided by what it cost.", "cost to date", "the end of the data",
        (
            "Without cost it is unknown.", "Milestones without an earned value earn all when done and nothing before (0/100).",
            "Projects known by dates alone are not in it.",
        ),
        "EIA-748", class_="internal",
    ),
    Definition(
        "spi_time", 1, "Schedule performance, SPI(t)", "score",
        "The time at which the plan would have earned what is earned now, divided by the time that has passed, both summed over open projects.",
        "time passed", "the end of the data",
        (
            "A project that ended late stays below 1.",
            "Where milestones count all or nothing, a project is on its plan until it misses one.",
            "Projects known by dates alone are not in it.",
        ),
        "Earned schedule, Lipke 2003", class_="internal",
    ),
)  # fmt: skip
