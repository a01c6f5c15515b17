"""Printed nonsense, and how to tell it: checks of facts and of blocks as a reader has them; each gives what it found."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

import pandas as pd
from babel.dates import parse_date
from babel.messages.pofile import read_po
from babel.numbers import NumberFormatError, parse_decimal

from acctlib.display.blocks.block import Block, block_text, inner_blocks
from acctlib.display.language import CATALOGUES
from acctlib.facts import Fact
from acctlib.metrics.fees.agreed_fees import agreed_fees
from acctlib.rounding import as_printed

NUMBER = r"[+\u2212-]?[€$£]?\d[\d.,'\u00a0\u202f]*"
# Words that begin a noun of many and are none, or end in s in the singular.
SINGULAR = {
    "was",
    "is",
    "has",
    "its",
    "this",
    "as",
    "less",
    "does",
    "plus",
    "vs",
    "business",
    "news",
    "always",
    "process",
    "bis",
    "aus",
    "eines",
}
MANY = ("are", "were", "have", "sind", "waren", "wurden", "haben")
DATES = re.compile(r"\b\d{1,2}\.? [A-Z][a-zä]{2,}\.? \d{4}\b|\b\d{2}\.\d{2}\.\d{4}\b")


def plural_pairs() -> set[tuple[str, str]]:
    """(noun of one, noun of many) after `{n}` in every message that the kit counts with, in English and German."""
    with (CATALOGUES / "de.po").open("rb") as file:
        counted = [m for m in read_po(file, locale="de") if isinstance(m.id, tuple)]
    texts = [m.id for m in counted] + [m.string for m in counted]
    found = (tuple(re.search(r"\{n\} ([a-zäöüß]+)", text, re.I) for text in pair) for pair in texts)
    nouns = {(one[1], many[1]) for one, many in found if one and many and one[1] != many[1]}
    return {(one, many) for one, many in nouns if one not in SINGULAR | set(MANY) and many not in SINGULAR}


PAIRS = plural_pairs()
NOT_MANY = {one for one, _ in PAIRS} - {many for _, many in PAIRS}
WEAK = {"Kunden"}  # "von 1 Kunden": the dative of one is written as the many
NOT_ONE = {many for _, many in PAIRS} - {one for one, _ in PAIRS} - WEAK


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every sentence, cell, label, note and alternative text of some blocks, one by one."""
    for block in blocks:
        for piece in inner_blocks(block.payload()):
            if piece["block"] == "table":
                yield from (cell["text"] for row in piece["rows"] for cell in row)
                yield piece.get("caption", "")
            elif piece["block"] == "tiles":
                for tile in piece["tiles"]:
                    yield from (tile["label"], tile["value"], *tile["notes"], (tile["change"] or {}).get("text", ""))
            elif piece["block"] not in ("group", "row", "evidence", "document"):
                yield block_text(piece)
                yield piece.get("caption", "") or ""


def miscounted(text: str) -> Iterator[str]:
    """Counts that disagree with their noun or verb: “1 promises”, “3 project”, “1 action are”."""
    for many in re.finditer(r"(?<![\w.,'\u00a0+\u2212-])1 ([a-zäöüßA-ZÄÖÜ]+)(?: [a-zäöüß]+){0,2}", text):
        words = many[0].split()[1:]
        noun = words[0] in NOT_ONE or (words[0].endswith("s") and words[0].islower() and words[0] not in SINGULAR)
        verb = (
            words[-1] in MANY and words[0] not in ("of", "von") and not text[: many.start()].endswith(("of ", "von "))
        )
        if noun or verb:
            yield many[0]
    for one in re.finditer(r"(?<![\w.,'])(\d[\d.,]*) ([a-zäöüßA-ZÄÖÜ]+)", text):
        if one[1] not in ("1",) and one[2] in NOT_MANY:
            yield one[0]


def contrasted_with_itself(text: str) -> Iterator[str]:
    """Questions and comparisons whose two figures print alike."""
    forms = (
        rf"Why is .* ({NUMBER}[^ ]*) and not ({NUMBER}[^ ]*)\?",
        rf"Warum .* ({NUMBER}[^ ]*(?: %)?) und nicht ({NUMBER}[^ ]*(?: %)?)\?",
        rf"({NUMBER}[^ ]*) now, ({NUMBER}[^ ]*) a year ago",
    )
    for form in forms:
        for found in re.finditer(form, text):
            if found[1] == found[2]:
                yield found[0]


def doubled_reason(text: str) -> Iterator[str]:
    """“unknown: not shown: …”: two verdicts before one reason."""
    if re.search(r"unknown: (not shown|unknown|silent: )|unbekannt: (nicht gezeigt|unbekannt)", text):
        yield text


def facts_astray(facts: Mapping[str, Fact]) -> Iterator[str]:
    """Facts whose interval leaves out their value, whose growth is compared, or whose status their print contradicts."""
    for fact in facts.values():
        if fact.value is None:
            continue
        if fact.low is not None and fact.high is not None and not fact.low <= fact.value <= fact.high:
            yield f"{fact.name}: {fact.value} outside {fact.low} to {fact.high}"
        if fact.unit == "growth" and (fact.change is not None or fact.moved is not None):
            yield f"{fact.name}: a rate of growth is compared as growth"
        shown = None if fact.target is None else as_printed(fact.value, fact.unit) == as_printed(fact.target, fact.unit)
        if shown and fact.status in ("missed", "watch"):
            yield f"{fact.name}: {fact.status} though it prints as its target"


def numbers_in(text: str, locale: str) -> Iterator[float]:
    """The numbers that stand in a text, with their signs."""
    for found in re.findall(NUMBER, text):
        digits = re.sub(r"[^\d.,'\u00a0\u202f]", "", found).strip(".,\u00a0\u202f")
        try:
            number = float(parse_decimal(digits, locale=locale))
        except NumberFormatError:
            continue
        yield -number if found.startswith(("\u2212", "-")) else number


def intervals_astray(
    blocks: Iterable[Block], locale: str, value: Collection[str] = ("Value", "Score", "Wert"),
    interval: Collection[str] = ("95% interval", "95%-Intervall"),
) -> Iterator[str]:  # fmt: skip
    """Rows of tables and notes of tiles whose printed interval leaves out their printed value."""
    for block in blocks:
        for piece in inner_blocks(block.payload()):
            if piece["block"] == "table":
                names = [column["name"] for column in piece["columns"]]
                at = [next((k for k, name in enumerate(names) if name in heads), None) for heads in (value, interval)]
                shown = [(row[at[0]]["text"], row[at[1]]["text"]) for row in piece["rows"]] if None not in at else []
            elif piece["block"] == "tiles":
                shown = [(t["value"], n) for t in piece["tiles"] for n in t["notes"] if n.startswith("95")]
                shown = [(v, re.sub(r"^95\s?%[- ]\w+", "", n)) for v, n in shown]
            else:
                continue
            for one, ends in shown:
                found = [list(numbers_in(part, locale)) for part in (one, ends)]
                if len(found[0]) == 1 and len(found[1]) == 2 and not found[1][0] <= found[0][0] <= found[1][1]:
                    yield f"{one}: {ends}"


def growth_with_arrow(blocks: Iterable[Block], labels: Collection[str]) -> Iterator[str]:
    """Tiles of a rate of growth that carry a change."""
    for block in blocks:
        for piece in inner_blocks(block.payload()):
            for tile in piece.get("tiles", ()):
                if tile["label"] in labels and tile["change"]:
                    yield f"{tile['label']}: {tile['change']['text']}"


def chart_against_status(block: Block, states: Mapping[str, bool]) -> Iterator[str]:
    """Aims that a chart draws as behind and the table beside it does not, or the other way round.

    Parameters
    ----------
    states : Mapping
        What a status is called -> whether it is behind.
    """
    told: dict[str, bool] = {}
    drawn: dict[str, bool] = {}
    for piece in inner_blocks(block.payload()):
        if piece["block"] == "table" and piece["rows"] and piece["rows"][0][-1]["text"] in states:
            told |= {row[0]["text"].split(" (")[0]: states[row[-1]["text"]] for row in piece["rows"]}
        elif piece["block"] == "chart" and "behind" in piece["data"]["columns"]:
            at = piece["data"]["columns"].index("behind")
            drawn |= {row[0]: bool(row[at]) for row in piece["data"]["rows"]}
    yield from (f"{name}: drawn as behind {behind}, told otherwise" for name, behind in drawn.items()
                if told.get(name) is not behind)  # fmt: skip


def last_days_astray(
    blocks: Iterable[Block], contracts: pd.DataFrame, locale: str, head: Collection[str] = ("Ends", "Endet")
) -> Iterator[str]:
    """Printed ends of contracts on which the kit itself does not count the contract, or after which it still does."""
    for block in blocks:
        for piece in inner_blocks(block.payload()):
            if piece["block"] != "table":
                continue
            names = [column["name"] for column in piece["columns"]]
            for at in (k for k, name in enumerate(names) if name in head):
                for row in piece["rows"]:
                    if DATES.search(row[at]["text"]):
                        day = pd.Timestamp(_day(row[at]["text"], locale))
                        if not _is_last(day, contracts):
                            yield f"{row[0]['text']}: {row[at]['text']} is no last day"


def _day(text: str, locale: str) -> date:
    months = {"Sept": "Sep"}
    for word, short in months.items():
        text = text.replace(word, short)
    try:
        return pd.Timestamp(text).date() if re.search(r"[A-Za-z]", text) else parse_date(text, locale=locale)
    except ValueError:
        return date.min


def _is_last(day: pd.Timestamp, contracts: pd.DataFrame) -> bool:
    """Some contract is counted on this day and not on the next."""
    worth = contracts.assign(annual_value=1200.0)
    day_after = pd.Timedelta(1, "D")
    on, after = (agreed_fees(worth, d, d + day_after) for d in (day, day + day_after))
    return bool(((on > 0) & (after == 0)).any())
