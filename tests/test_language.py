"""German says everything that English says: every literal message, and everything that a German review shows."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import acctlib
from acctlib.display import Formatter
from acctlib.display.language import CATALOGUES, Language
from acctlib.metrics.registry import DEFINITIONS
from acctlib.phrases import counted, listed, phrase

PACKAGE = Path(acctlib.__file__).parent
SAYING = {"translate": 1, "phrase": 1, "count": 2, "counted": 2}


@pytest.fixture(scope="module")
def german():
    with (CATALOGUES / "de.po").open("rb") as file:
        return read_po(file, locale="de")


def literals(node):
    """Every text that an expression can be: both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return []


def messages():
    """Literal messages of the kit's code, with the file that says them."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in SAYING and node.args:
                first = node.args[0] if SAYING[name] == 1 else node.args[1] if len(node.args) > 2 else None
                yield from ((text, file.name) for text in literals(first) if first is not None)


def test_every_literal_message_is_translated(german):
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in german if message.string}
    missing = sorted({f"{file}: {text}" for text, file in messages() if text and text not in known})
    assert not missing, "\n".join(missing)


def test_a_translation_has_the_names_of_its_message(german):
    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for message in german:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(names(text) <= names(ids[-1]) | names(ids[0]) for text in said), message.id
        assert all(names(text) >= names(ids[-1]) - {"n"} for text in said), message.id


class TestLanguage:
    """How a message is said."""

    def test_english_needs_no_catalogue(self):
        assert Language("en").translate("no date") == "no date"

    def test_a_language_that_nobody_has_translated_is_said_in_english(self):
        assert Language("fr").translate("no date") == "no date"

    def test_german_is_said_with_its_plurals_and_values(self):
        german = Language("de")
        assert german.translate("no date") == "ohne Datum"
        assert german.count(1, "{n} client", "{n} clients") == "1 Kunde"
        assert german.count(3, "{n} client", "{n} clients") == "3 Kunden"

    def test_a_phrase_inside_a_phrase_is_translated_too(self):
        said = listed([phrase("overdue"), counted(2, "{n} client", "{n} clients")])
        assert Language("de").translate(said) == "überfällig, 2 Kunden"

    def test_a_reader_says_unknown_in_its_own_language(self):
        assert Formatter("de_DE", "EUR").money(None) == "unbekannt"

    def test_data_that_looks_like_a_message_is_not_formatted(self):
        assert Language("de").translate("{asked} of {n}") == "{asked} of {n}"


def test_what_other_tools_call_their_metrics_is_translated():
    from acctlib.metrics.retention.vendor_definitions import FORMS

    reader = Formatter("de_DE")
    for form in FORMS.values():
        assert reader.translate(form.formula) != form.formula
        assert reader.translate(form.metric) != form.metric


def test_a_firms_own_confidentiality_line_stays_and_the_kits_is_translated():
    reader = Formatter("de_DE")
    assert reader.translate("Confidential") == "Vertraulich"
    assert reader.translate("For the board of {client} only") == "For the board of {client} only"


def test_every_definition_is_said_in_german():
    reader = Formatter("de_DE")
    texts = [
        (d.id, text) for d in DEFINITIONS.values() for text in (d.label, d.formula, *d.edge_cases, d.changed) if text
    ]
    same = [(name, text) for name, text in texts if reader.translate(text) == text]
    assert not same
