"""Leaks of known kinds, each in a sentence of its own: what an analyst may type by mistake, in every spelling."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from acctlib.book.schema.tables import TABLES
from acctlib.book.store.store import Book
from acctlib.publish.checks.search.forbidden_terms import hidden
from acctlib.publish.checks.search.legal_forms import without_legal_form

EACH = 12  # leaks of a kind
SENTENCES = ("We did the same for {} last year.", "As with {}, we start small.", "{} pays less for it.",
             "Das haben wir auch für {} gemacht.", "Same plan as {}: print first, then search.")  # fmt: skip
CYRILLIC = str.maketrans("aeopcxykmAEOPCXKMTHB", "аеорсхукмАЕОРСХКМТНВ")
GREEK = str.maketrans("ovAEZHIKMNOPTYX", "ονΑΕΖΗΙΚΜΝΟΡΤΥΧ")


@dataclass(frozen=True)
class Seed:
    """One leak.

    Attributes
    ----------
    client_id : str
        In whose file it stands.
    names : str
        What a finding has to say of it.
    """

    kind: str
    client_id: str
    text: str
    names: str


def _inside(name: str, mark: str) -> str:
    """A name with a mark in the middle of its first word."""
    first, _, rest = name.partition(" ")
    half = max(2, len(first) // 2)
    return f"{first[:half]}{mark}{first[half:]}{' ' * bool(rest)}{rest}"


FULL: dict[str, tuple[Callable[[str], str], ...]] = {
    "full name as it is": (str, str.upper, str.lower, str.swapcase),
    "full name, genitive": (lambda n: f"{n}s", lambda n: f"{n}'s", lambda n: f"{n}’s", lambda n: f"{n}’"),
    "full name, joined": (lambda n: n.replace(" ", ""), lambda n: n.title().replace(" ", ""), lambda n: n.replace(" ", "_")),
    "full name, hyphenated": (lambda n: n.replace(" ", "-"), lambda n: _inside(n, "-"), lambda n: _inside(n, "-\n")),
    "full name, over lines or with other blanks": (lambda n: n.replace(" ", "\n"), lambda n: n.replace(" ", "\u00a0"),
                                                   lambda n: n.replace(" ", " \u2009"), lambda n: n.replace(" ", " – ")),
    "full name, invisible characters": (lambda n: _inside(n, "\u00ad"), lambda n: _inside(n, "\u200b"),
                                        lambda n: _inside(n, "\u2060"), lambda n: f"\u202e{_inside(n, chr(0xFEFF))}\u202c"),
    "full name, letters of other alphabets": (lambda n: n.translate(CYRILLIC), lambda n: n.translate(GREEK),
                                              lambda n: n.replace("o", "о", 1).replace("a", "а", 1)),
    "full name, markup inside": (lambda n: _inside(n, "<br>"), lambda n: _inside(n, "<b>") + "</b>", lambda n: _inside(n, "&shy;"),
                                 lambda n: _inside(n, "<!-- x -->")),
    "full name, emphasis inside": (lambda n: "**" + _inside(n, "**"), lambda n: "*" + _inside(n, "*"), lambda n: "`" + _inside(n, "`"),
                                   lambda n: "~~" + _inside(n, "~~")),
    "full name, other forms of letters": (lambda n: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in n),
                                          lambda n: n.replace("fi", "ﬁ").replace("fl", "ﬂ"), lambda n: unicodedata.normalize("NFD", n)),
    "full name, blanks inside a word": (lambda n: _inside(n, " "), lambda n: " ".join(n)),
}  # fmt: skip


def seeds(book: Book, words: bool = False, seed: int = 5, each: int = EACH) -> list[Seed]:
    """Every kind of leak, of a book whose clients have names of their own or are named like words."""
    draw = random.Random(seed)
    made = _Maker(book, draw, each)
    return list(made.of_words() if words else (*made.names(), *made.others(), *made.internal()))


class _Maker:
    """Draws clients and what leaks of them."""

    def __init__(self, book: Book, draw: random.Random, each: int) -> None:
        self.book, self.draw, self.each = book, draw, each
        self.clients: pd.Series = book.clients().set_index("client_id")["name"]

    def _pair(self) -> tuple[str, str, str]:
        """Whose file, who is leaked, and that one's name; the two have no word of their names in common."""
        while True:
            reader, leaked = self.draw.sample(sorted(self.clients.index), 2)
            name = without_legal_form(self.clients[leaked])
            apart = not set(name.casefold().split()) & set(self.clients[reader].casefold().split())
            if apart and name.isascii() == (self.draw.random() < 0.97):
                return reader, leaked, name

    def _said(self, kind: str, spell: Callable[[str], str], sentence: str = "") -> Seed:
        reader, leaked, name = self._pair()
        while " " not in name:
            reader, leaked, name = self._pair()
        return Seed(kind, reader, (sentence or self.draw.choice(SENTENCES)).format(spell(name)), f"({leaked})")

    def names(self) -> Iterator[Seed]:
        """Full names in every spelling, and names cut short."""
        for kind, ways in FULL.items():
            yield from (self._said(kind, ways[turn % len(ways)]) for turn in range(self.each))
        short = (lambda n: n.split()[0], lambda n: n.split()[0].upper(), lambda n: f"{n.split()[0]}'s")
        yield from (self._said("first word of a name alone", short[turn % 3]) for turn in range(self.each))

    def others(self) -> Iterator[Seed]:
        """Ids, contacts and internal texts of other clients."""
        for table, column, kind in (("clients", "client_id", "id with letters"), ("projects", "project_id", "id with letters"),
                                    ("contacts", "name", "contact of another client"),
                                    ("renewal_forecasts", "reason", "internal text of another client"),
                                    ("risks", "text", "internal text of another client")):  # fmt: skip
            frame = self.book.frame(table)
            unseen = frame[hidden(table, TABLES[table].column(column), frame) | (kind == "id with letters")]
            for _ in range(self.each // 2):
                reader, leaked, _ = self._pair()
                mine = unseen.loc[unseen["client_id"] == leaked, column].dropna().tolist()
                if mine:
                    yield Seed(kind, reader, self.draw.choice(SENTENCES).format(self.draw.choice(mine)), leaked)

    def internal(self) -> Iterator[Seed]:
        """Texts, amounts and days of the client itself that it must not read."""
        texts = {
            "internal text of its own": (
                ("renewal_forecasts", "reason"),
                ("surveys", "comment"),
                ("opportunities", "name"),
            )
        }
        for kind, columns in texts.items():
            yield from self._own(kind, columns, lambda value: [f"They said: {value}", f"Internal: “{value}”"])
        yield from self._own("amount of money, exact", (("costs", "amount"), ("projects", "cost")), _money, least=1_000)
        yield from self._own(
            "amount of money, compact", (("costs", "amount"), ("opportunities", "amount")), _compact, least=50_000
        )
        yield from self._own(
            "number of money, rounded (wallet)",
            (("clients", "wallet_low"), ("clients", "wallet_high")),
            lambda v: [f"your wallet of {v:,.0f}", f"a wallet of {v / 1000:,.0f}k", f"You spend {v:,.0f} a year"],
        )
        yield from self._own(
            "hours", (("projects", "hours_actual"),), lambda v: [f"It took {v:,.1f} hours", f"{v:.1f} Stunden"]
        )
        yield from self._own("day", (("opportunities", "expected_close"), ("clients", "wallet_date")), _days)

    def _own(
        self, kind: str, columns: tuple[tuple[str, str], ...], spell: Callable[..., list[str]], least: float = 0
    ) -> Iterator[Seed]:
        for table, column in columns:
            frame = self.book.frame(table)
            unseen = frame[hidden(table, TABLES[table].column(column), frame) & frame[column].notna()]
            unseen = unseen[unseen[column].astype(float) >= least] if least else unseen
            for turn, (owner, value) in enumerate(zip(unseen["client_id"], unseen[column], strict=True)):
                if turn >= self.each // len(columns) + 2:
                    break
                ways = spell(value)
                yield Seed(kind, owner, ways[turn % len(ways)], owner)

    def of_words(self) -> Iterator[Seed]:
        """Names that are words: alone, with a legal form, with an id and with another fact beside them."""
        projects = self.book.frame("revenue").groupby("client_id")["amount"].max()
        for turn in range(self.each * 4):
            reader, leaked, name = self._pair()
            kind, text = (
                ("name that is a word, alone", f"Our next step is like {name}"),
                ("name that is a word, with its legal form", f"as agreed with {name} {('GmbH', 'Ltd', 'Inc.', 'AG')[turn // 4 % 4]} in May"),
                ("name that is a word, with its id", f"as for {name} (client {leaked})"),
                ("name that is a word, with an amount of it", f"{name} paid {projects.get(leaked, 0):,.2f} for this"),
            )[turn % 4]  # fmt: skip
            yield Seed(kind, reader, text, f"({leaked})")


def _money(v: float) -> list[str]:
    whole, part = f"{v:,.2f}".split(".")
    dots, blanks = whole.replace(",", "."), whole.replace(",", "\u202f")
    return [
        f"the cost was {whole}.{part}",
        f"{dots},{part} €",
        f"{blanks},{part} EUR",
        f"{whole.replace(',', chr(39))}.{part}",
        f"{v:.2f}",
    ]


def _compact(v: float) -> list[str]:
    return [
        f"an opportunity of €{v / 1000:.1f}k",
        f"costs of {v / 1e6:.3f} Mio. €",
        f"an opportunity of {v / 1e6:.2f}m",
    ]


def _days(v: pd.Timestamp) -> list[str]:
    return [f"we expect to close it on {v:%d.%m.%Y}", f"expected on {v.day} {v:%B} {v.year}", f"the opportunity closes {v:%Y-%m-%d}",
            f"wallet as of {v:%B} {v.day}, {v.year}"]  # fmt: skip
