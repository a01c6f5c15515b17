"""Definitions of satisfaction: what clients say, and how many said it."""

from acctlib.metrics.base.definition import FOUR, Definition

_ONCE = "Each contact counts once, with the latest answer of the four quarters; before, every answer counted."
_LATEST = (
    "Each contact counts once, with the latest answer; where the firm does not keep who was asked, each answer counts."
)
_VERSION = "Answers to an earlier version of the questions are never pooled with those of now, nor compared."
_CENSUS = (
    "The interval takes the contacts as some of many, unless the firm says that it asks all there are (policy census)."
)
_FEW = "A client is not told a change of which one to four people are the cause, or one reply alone."
_WITHHELD = "A client is not told a change that comes of a few people's replies; before, it was."
_TO_ASK = "contacts who answered the relationship survey"

SATISFACTION = (
    Definition(
        "nps", 2, "Satisfaction (NPS)", "points",
        "Of a hundred answers to “would you recommend us?”: those of 9 and 10 less those of 6 and below.",
        _TO_ASK, FOUR,
        (_LATEST, "Surveys about single projects are never mixed in.", "Who did not answer is silent, not neutral.",
         _VERSION, _CENSUS),
        "Reichheld 2003; interval: adjusted Wald, Rocks 2016. Net Promoter Score is a trade mark of Bain, Satmetrix and Reichheld",
        changed=_ONCE,
    ),
    Definition(
        "nps_change", 2, "Change of satisfaction (NPS)", "points",
        "The Net Promoter Score less that of the four quarters before.",
        _TO_ASK, FOUR,
        ("The interval takes the two groups as independent: the same people asked twice differ by less than it allows.", _FEW),
        "Difference of two scores, both variances adjusted: Rocks 2016", changed=_WITHHELD,
    ),
    Definition(
        "nps_worst", 1, "Satisfaction if non-respondents were detractors", "points",
        "The Net Promoter Score if every contact who was asked and did not answer were a detractor.",
        "contacts asked", FOUR, ("Without anybody asked it is unknown.",),
        "Manski 1989, bounds without assumptions", class_="internal",
    ),
    Definition(
        "nps_best", 1, "Satisfaction if non-respondents were promoters", "points",
        "The Net Promoter Score if every contact who was asked and did not answer were a promoter.",
        "contacts asked", FOUR, ("Without anybody asked it is unknown.",),
        "Manski 1989, bounds without assumptions", class_="internal",
    ),
    Definition(
        "csat", 2, "Satisfied (CSAT)", "fraction",
        "Answers of 4 and 5 out of 5, divided by all answers.",
        _TO_ASK, FOUR, (_LATEST, "Who did not answer is not counted.", _VERSION, _CENSUS),
        "Top two of five, as in Delighted; interval: Wilson 1927", changed=_ONCE,
    ),
    Definition(
        "csat_change", 2, "Change of satisfied (CSAT), percentage points", "points",
        "The share of satisfied contacts less that of the four quarters before, in percentage points.",
        _TO_ASK, FOUR,
        ("The interval takes the two groups as independent: the same people asked twice differ by less than it allows.", _FEW),
        "Difference of two shares: Newcombe 1998, method 10", changed=_WITHHELD,
    ),
    Definition(
        "ces", 2, "Ease of work (CES 2.0)", "fraction",
        "Answers of 5 or more out of 7 to “they made it easy”, divided by all answers.",
        _TO_ASK, FOUR, (_LATEST, "CES 1.0 ran the other way and is never pooled.", _VERSION, _CENSUS),
        "Customer Effort Score 2.0 (CEB, now Gartner); interval: Wilson 1927", changed=_ONCE,
    ),
    Definition(
        "nps_after_work", 1, "Satisfaction after single pieces of work (NPS)", "points",
        "As the Net Promoter Score, from surveys about single projects.",
        "contacts who answered a survey about a project", FOUR,
        (_LATEST, "Such surveys score higher than those about the relationship: the two are never mixed or compared.",
         _VERSION),
        "Reichheld 2003; interval: adjusted Wald, Rocks 2016",
    ),
    Definition(
        "response_rate", 2, "Response rate", "fraction",
        "Contacts who answered at least once, divided by all who were asked.",
        "contacts asked by the relationship survey", FOUR,
        ("Asking a contact again makes no second case.", "Without an invitation it is unknown.",
         "Where the firm does not keep who was asked, each invitation counts as a contact."),
        "AAPOR Standard Definitions, RR1, for a named list: cases, not attempts",
        changed="People are counted, who answered at least once in four quarters; before, invitations were.",
    ),
    Definition(
        "silent", 1, "Non-respondents", "count",
        "Contacts who were asked and answered nothing.",
        "contacts asked by the relationship survey", FOUR,
        ("Silence is a state of its own: neither content nor unhappy.", "Without anybody asked it is unknown, not 0."),
        "CustomerGauge, absence of signal", direction="lower", class_="internal",
    ),
    Definition(
        "revenue_coverage", 1, "Fees heard", "fraction",
        "Fees of the clients that answered, divided by the fees of the clients that were asked.",
        "fees of clients asked", FOUR,
        ("A client with a net credit weighs nothing.",),
        "CustomerGauge", class_="internal",
    ),
)  # fmt: skip
