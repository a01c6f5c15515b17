"""Books for the benchmark of the search: one whose clients have ordinary words as names and plain numbers as ids."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from acctlib.book.demo import write_demo

# Names of companies that are words, and words that analysts write in every second comment.
WORDS = """
Target Meta Next Orange Print Block Square Mark Data Auto Main Apple Shell Gap Visa Oracle Amazon Sprint Slack Zoom
Stripe Bolt Spring Summer Monday Notion Box Line Wave Point Bridge Compass Anchor Beacon Summit Peak Harbour Field
Forest River Stone Wood Rock Sand Snow Rain Cloud Storm Wind Sun Moon Star Sky Earth Ocean Lake Island Garden Rose Lily
Bear Wolf Fox Eagle Lion Tiger Dove Swan Bull Horse Fish Bee Ant Spider Plan Report Brief Board Table Chart Figure
Number Value Price Cost Budget Sale Sales Market Brand Media Search Social Video Film Radio Paper Letter Page Book
Story Idea Vision Focus Scope View Light Colour Black White Green Blue Red Grey Silver Gold Diamond Crystal Pearl Amber
Ruby First Second Third Prime Best Top High Low Fast Quick Smart Simple Clear Open Direct Express Global Local Central
North South East West Home House Office Room Shop Store Factory Works Service Support Care Health Life Energy Power
Force Motion Drive Ride Run Walk Jump Fly Turn Shift Change Growth Rise Lift Push Pull Link Chain Net Web Grid Frame
Form Shape Circle Cube Cross Key Lock Gate Door Window Wall Tower Castle Crown King Queen Prince Knight Guard Shield
Sword Arrow Bow Dart Ball Game Play Team Club Union Alliance Partner Friend Family People Person Group Crew Staff Guide
Path Road Track Trail Lane Street Town City Village Country Nation World Space Time Day Night Morning Evening Week Month
Year Season Autumn Winter May June August Answer Question Reply Note Sign Signal Sound Music Song Voice Echo Bell Horn
Event Launch Pilot Test Trial Draft Proof Script Stage Screen Camera Lens Photo Studio Poster Banner Flyer Catalogue
Newsletter Campaign Channel Content Design Digital Concept Audit Survey Panel Sample Signature Premium Basic Standard
Classic Modern Fresh Pure Natural Honest
""".split()  # fmt: skip
SURNAMES = (
    "Green",
    "Price",
    "Young",
    "King",
    "Baker",
    "Wood",
    "Stone",
    "Field",
    "Day",
    "Mark",
    "Long",
    "Short",
    "Best",
    "Page",
)
FIRST = ("Tom", "Mark", "Rose", "Grace", "Frank", "Lily", "Will", "Hope")
REFERENCES = ("renewal_of", "respondent", "reports_to")
STAFF = ("supervisor", "manager", "person", "owner", "caller", "reports_to")


def ordinary_words_book(folder: Path, clients: int = 300, quarters: int = 6, seed: int = 7) -> Path:
    """A demonstration book with other names: words as clients, numbers of 1 to 7 digits as ids, colleagues named Green."""
    write_demo(folder, clients=clients, quarters=quarters, seed=seed)
    names = _Names(random.Random(seed), WORDS)
    for path in sorted(folder.glob("*.csv"), key=lambda path: path.stem != "clients"):
        if path.stem != "rates":
            rows = [names.renamed(row) for row in _rows(path)]
            _write(path, rows)
    return folder


def telling_book(folder: Path, clients: int = 60, quarters: int = 6, seed: int = 3) -> Path:
    """A demonstration book in which what people say in confidence is said once: the generator's sentences repeat."""
    write_demo(folder, clients=clients, quarters=quarters, seed=seed)
    draw = random.Random(seed)
    for name, column in (
        ("renewal_forecasts", "reason"),
        ("surveys", "comment"),
        ("risks", "text"),
        ("contacts", "name"),
    ):
        rows = list(_rows(folder / f"{name}.csv"))
        said = iter(draw.sample(range(len(WHO) * len(DOES) * len(WHAT) * len(WHEN)), len(rows)))
        for row in rows:
            if row[column]:
                row[column] = _person(next(said)) if name == "contacts" else _sentence(next(said))
        _write(folder / f"{name}.csv", rows)
    return folder


WHO = ("The new director", "Their buyer", "Procurement", "The founder", "Legal", "Their board", "The press office", "A partner",
       "The holding", "Their agency in Spain", "The works council", "Finance")  # fmt: skip
DOES = ("asks about", "wants to leave", "compares us on", "will cut", "doubts", "is unhappy with", "has copied", "hides",
        "pays too much for", "reviews", "regrets", "will put out to tender")  # fmt: skip
WHAT = ("the retainer", "our rates", "the film", "the media plan", "the day rates in Lisbon", "the shop", "the analytics",
        "all print work", "the loyalty scheme", "the second account", "our hours", "the fee of the audit")  # fmt: skip
WHEN = ("before Easter", "after the merger", "in the spring", "by the end of May", "with the new budget", "this summer",
        "once the plant closes", "in confidence", "next year", "quietly", "for good", "again")  # fmt: skip
SYLLABLES = ("ba", "do", "fen", "gar", "hal", "jor", "kas", "lim", "mur", "nev", "ost", "quin")


def _sentence(number: int) -> str:
    number, when = divmod(number, len(WHEN))
    number, what = divmod(number, len(WHAT))
    who, does = divmod(number, len(DOES))
    return f"{WHO[who]} {DOES[does]} {WHAT[what]} {WHEN[when]}"


def _person(number: int) -> str:
    number, last = divmod(number, len(SYLLABLES))
    number, middle = divmod(number, len(SYLLABLES))
    first, begin = divmod(number, len(SYLLABLES))
    return (
        f"{FIRST[number % len(FIRST)]} {SYLLABLES[begin]}{SYLLABLES[middle]}{SYLLABLES[last]}{SYLLABLES[first]}".title()
    )


class _Names:
    """What each old name and id is called now."""

    def __init__(self, draw: random.Random, words: list[str]) -> None:
        self.draw, self.words = draw, iter(words)
        self.ids: dict[str, str] = {}
        self.used: set[str] = set()
        self.colleagues: dict[str, str] = {}

    def renamed(self, row: dict[str, str]) -> dict[str, str]:
        """A row with names and ids of this book."""
        now = dict(row)
        if "wallet_low" in row:
            now["name"] = next(self.words)
            now["locale"], now["currency"] = "en_GB", "EUR"
        for column, value in row.items():
            if column in STAFF and value:
                now[column] = self._colleague(value)
            elif (column.endswith("_id") or column in REFERENCES) and value:
                now[column] = self._id(value)
        return now

    def _id(self, old: str) -> str:
        digits = self.draw.choice((1, 2, 3, 4, 5, 6, 7))
        while old not in self.ids:
            new = str(self.draw.randint(1, 10**digits - 1))
            if new not in self.used:
                self.ids[old] = new
                self.used.add(new)
            digits = min(digits + 1, 7)  # the short ones are soon given away
        return self.ids[old]

    def _colleague(self, old: str) -> str:
        if old not in self.colleagues:
            count = len(self.colleagues)
            self.colleagues[old] = f"{FIRST[count % len(FIRST)]} {SURNAMES[count % len(SURNAMES)]}"
        return self.colleagues[old]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
