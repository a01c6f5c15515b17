"""The difficult cases, in the order in which clients have them: a book of three clients has the first ones."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Case(StrEnum):
    """A client's difficult case; most clients have none."""

    NONE = ""
    USD = "a foreign-currency client (USD)"
    JPY = "a foreign-currency client without cents (JPY)"
    PAUSE = "a pause"
    CREDIT = "a credit after leaving"
    NO_SURVEY = "no survey"
    ONE_ANSWER = "one answer"
    OVERDUE = "an overdue open project"
    MID_QUARTER = "a mid-quarter start"
    RETURN = "a return after leaving"
    MERGER = "a merger"
    NO_PROJECTS = "no projects"
    WILL_LEAVE = "will leave: notice given in the last quarter"
    OVER_SERVICED = "an over-serviced client"
    SILENT = "non-respondent: invited, no response"


# The first client is an ordinary healthy one, because newcomers look at it first.
ORDER = (Case.NONE, *list(Case)[1:])
# Minimum number of quarters that a case needs; in a shorter book its client is an ordinary one.
NEEDS: Mapping[Case, int] = MappingProxyType({Case.PAUSE: 2, Case.CREDIT: 2, Case.MERGER: 2, Case.RETURN: 3})
WHERE: Mapping[Case, tuple[str, str]] = MappingProxyType(
    {
        Case.USD: ("clients.csv", "currency USD; its invoices too"),
        Case.JPY: ("clients.csv", "currency JPY, whole yen; its invoices too"),
        Case.PAUSE: ("revenue.csv", "nothing but project fees in the first two months of the quarter before the last"),
        Case.CREDIT: ("revenue.csv", "a credit a month after end_date, the only line from that day on"),
        Case.NO_SURVEY: ("surveys.csv", "no row"),
        Case.ONE_ANSWER: ("surveys.csv", "many invitations in the last four quarters, one answer"),
        Case.OVERDUE: ("projects.csv", "the last one is open, committed for day 40 of the last quarter"),
        Case.MID_QUARTER: ("clients.csv", "start_date on the 15th of a quarter's second month; fees by the day"),
        Case.RETURN: ("revenue.csv", "no line for at least a quarter, lines before and after"),
        Case.MERGER: ("clients.csv", "parent_id names the survivor; end_date is the day of the merger"),
        Case.NO_PROJECTS: ("projects.csv", "no row"),
        Case.WILL_LEAVE: ("contracts.csv", "status notice; notice_date lies in the last quarter"),
        Case.OVER_SERVICED: ("projects.csv", "hours_actual a tenth and more above hours_planned, over all projects"),
        Case.SILENT: ("surveys.csv", "many invitations in the last four quarters, no answer"),
    }
)
# Planted renewal forecasts for two clients, and whether the numbers agree with them.
CALLS: Mapping[Case, tuple[str, str, str]] = MappingProxyType(
    {
        Case.WILL_LEAVE: (
            "a call against the numbers",
            "renewal_forecasts.csv",
            "renew, while every number speaks against it",
        ),
        Case.NO_PROJECTS: ("a call that the numbers share", "renewal_forecasts.csv", "at_risk on every contract"),
    }
)
# Planted contacts.
KNOWN: Mapping[Case, tuple[str, str, str]] = MappingProxyType(
    {
        Case.ONE_ANSWER: (
            "a single thread",
            "contacts.csv",
            "all but one of its contacts have departed in the last quarter",
        )
    }
)

# Names that could break pages, files and formulas, by client number: the name, and what is difficult about it.
NAMES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("شركة النخيل للتجارة", "a name in Arabic"),
        2: ("東方電子股份有限公司", "a name in Chinese"),
        3: ("Café Élan & Frères", "a name with accents and &"),
        4: ('The "Quoted" Company', "a name with quotes"),
        5: ("#Hashtag Studios $100", "a name with # and $"),
        6: ("<b>Bold</b> & Sons", "a name with < and &"),
        7: (
            "Vereinigte Nordostdeutsche Versicherungs- und Rückversicherungsgesellschaft a.G.",
            "a name of 80 characters",
        ),
    }
)
IDS: Mapping[int, str] = MappingProxyType({8: "00123"})
LOCALES: Mapping[int, str] = MappingProxyType({1: "en_US", 3: "fr_FR", 7: "de_DE"})


def case_of(number: int, quarters: int) -> Case:
    """Return the case of the client with this number, in a book with the given number of quarters."""
    case = ORDER[number] if number < len(ORDER) else Case.NONE
    return case if quarters >= NEEDS.get(case, 1) else Case.NONE


def planted(number: int, client_id: str, case: Case) -> list[dict[str, str]]:
    """Return all difficult cases of one client, as listed in truth.json."""
    told = [(case.value, *WHERE[case])] if case else []
    told += [CALLS[case]] if case in CALLS else []
    told += [KNOWN[case]] if case in KNOWN else []
    told += [(NAMES[number][1], "clients.csv", f"name {NAMES[number][0]}")] if number in NAMES else []
    told += [("an id with leading zeros", "clients.csv", "client_id")] if number in IDS else []
    told += [(f"a locale of its own ({LOCALES[number]})", "clients.csv", "locale")] if number in LOCALES else []
    return [{"case": what, "client_id": client_id, "where": where, "what": how} for what, where, how in told]
