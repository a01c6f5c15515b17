"""Definitions of satisfaction: what clients say, and how many said it."""

from acctlib.metrics.registry.definition import FOUR, Definition

SATISFACTION = (
    Definition(
        "nps", 1, "Satisfaction (NPS)", "points",
        "Of a hundred answers to “would you recommend us?”: those of 9 and 10 less those of 6 and below.",
        "answers to the relationship survey", FOUR,
        ("Surveys about single projects are never mixed in.", "Who did not answer is silent, not neutral."),
        "Reichheld 2003; interval: adjusted Wald, Rocks 2016. Net Promoter Score is a trade mark of Bain, Satmetrix and Reichheld",
    ),
    Definition(
        "csat", 1, "Satisfied (CSAT)", "fraction",
        "Answers of 4 and 5 out of 5, divided by all answers.",
        "answers to the relationship survey", FOUR, ("Who did not answer is not counted.",),
        "Top two of five, as in Delighted; interval: Wilson 1927",
    ),
    Definition(
        "ces", 1, "Ease of work (CES 2.0)", "fraction",
        "Answers of 5 or more out of 7 to “they made it easy”, divided by all answers.",
        "answers to the relationship survey", FOUR, ("CES 1.0 ran the other way and is never pooled.",),
        "Customer Effort Score 2.0 (CEB, now Gartner)",
    ),
    Definition(
        "response_rate", 1, "Response rate", "fraction",
        "Invitations that were answered, divided by all that were sent.",
        "invitations to the relationship survey", FOUR, ("Without an invitation it is unknown.",),
        "AAPOR Standard Definitions, RR1, for a named list",
    ),
    Definition(
        "revenue_coverage", 1, "Fees heard", "fraction",
        "Fees of the clients that answered, divided by the fees of the clients that were asked.",
        "fees of clients asked", FOUR,
        ("A client with a net credit weighs nothing.",),
        "CustomerGauge", class_="internal",
    ),
)  # fmt: skip
