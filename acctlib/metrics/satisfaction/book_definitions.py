"""Definitions of satisfaction over the book: whose fees were heard, and one vote a client."""

from acctlib.metrics.base.definition import FOUR, Definition

_EIGHT = "the last eight quarters"
_BANDS = "A client's score is the mean of its roles, each the mean of its people: 9 and more is a promoter, under 7 a detractor."
_PAYING = "Clients whose fees of the four quarters come to nothing or to a credit are no part of it."

BOOK_SATISFACTION = (
    Definition(
        "clients_heard", 1, "Clients heard", "fraction",
        "Clients of whom somebody answered, divided by the clients that paid fees.",
        "clients with fees", FOUR,
        (_PAYING, "The others were asked and stayed silent, or were never asked."),
        "After CustomerGauge's account coverage", class_="internal",
    ),
    Definition(
        "clients_silent", 1, "Clients asked and silent", "fraction",
        "Clients of whom somebody was asked and nobody answered, divided by the clients that paid fees.",
        "clients with fees", FOUR,
        (_PAYING, "Silence is a state of its own: neither content nor unhappy."),
        "CustomerGauge, absence of signal; Waypoint Group on who renews", direction="lower", class_="internal",
    ),
    Definition(
        "clients_not_asked", 1, "Clients never asked", "fraction",
        "Clients of whom nobody was asked, divided by the clients that paid fees.",
        "clients with fees", FOUR, (_PAYING,),
        "AAPOR Standard Definitions: who is outside the list", direction="lower", class_="internal",
    ),
    Definition(
        "nps_by_client", 1, "Satisfaction, one vote a client", "points",
        "Of a hundred clients that answered: those whose score is 9 or more less those whose score is under 7.",
        "clients that answered", FOUR,
        (_BANDS, "A client with many contacts does not outvote one with few.",
         "The mean of several people is mostly passive: it is not compared with the score of all people."),
        "One score per account, as Bolstra; interval: adjusted Wald, Rocks 2016", class_="internal",
    ),
    Definition(
        "nps_by_fees", 1, "Satisfaction, by fees", "points",
        "As one vote a client, but each vote counts by the client's fees of the four quarters.",
        "fees of clients that answered", FOUR,
        (_BANDS, _PAYING, "Read beside one vote a client, never alone.",
         "The interval is that of Kish's effective number of clients, with promoters and detractors in their weights."),
        "Weights and effective n: Kish 1965; interval: adjusted Wald, Rocks 2016", class_="internal",
    ),
    Definition(
        "effective_clients_heard", 1, "Equal clients that the votes by fees are worth", "score",
        "The square of the fees of the clients that answered, divided by the sum of their squares.",
        "clients that answered and paid fees", FOUR, (_PAYING,),
        "Kish 1965, Survey Sampling, section 11.7", class_="internal",
    ),
    Definition(
        "silent_two_waves", 1, "Clients silent twice running", "count",
        "Clients that were asked in two quarters or more, and of whom nobody answered in the last two of these.",
        "clients with fees that were asked twice", _EIGHT,
        (_PAYING, "A quarter in which a client was not asked is no silence."),
        "CustomerGauge, absence of signal", direction="lower", class_="internal",
    ),
    Definition(
        "clients_fell", 1, "Clients that fell", "count",
        "Clients whose Net Promoter Score is below that of a year ago by more than chance: the 95 % interval of the "
        "difference lies under zero.",
        "clients that answered in both years", "the last four quarters against the four before",
        ("A mean score lower by two points or more on too few answers to tell is counted apart.",
         "Among clients that did not change, one in forty would be listed by chance."),
        "Difference of two scores, adjusted on both sides: Rocks 2016", direction="lower", class_="internal",
    ),
)  # fmt: skip
