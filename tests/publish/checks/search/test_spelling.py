"""A text is the same however it is typed: case, marks, look-alikes, hyphens, blanks, markup."""

import pytest

from acctlib.publish.checks.search.legal_forms import without_legal_form
from acctlib.publish.checks.search.names import shortened, spoken
from acctlib.publish.checks.search.needles import Needles
from acctlib.publish.checks.search.spelling import spelling, ways_to_read


def found(name, text):
    needles = Needles()
    needles.add(name, name)
    return any(True for reading in ways_to_read(text) for _ in needles.within(reading))


@pytest.mark.parametrize(
    "text",
    [
        "NORDWIND logistik",
        "Nordwind\nLogistik",
        "Nordwind\u00a0Logistik",
        "NordwindLogistik",
        "die NordwindLogistik",
        "Nord-wind Logi-\nstik",
        "Nord wind Logistik",
        "N o r d w i n d Logistik",
        "Nord\u00adwind Logistik",
        "Nord\u200bwind\u200d Logistik",
        "\u202eNordwind Logistik\u202c",
        "Nоrdwind Lоgistik",  # Cyrillic
        "Νοrdwind Logistik",  # Greek
        "Ｎｏｒｄｗｉｎｄ Logistik",
        "Nord<br>wind Logistik",
        "Nord<b>wind</b> Logistik",
        "Nord<!-- x -->wind Logistik",
        "Nord&shy;wind&nbsp;Logistik",
        "**Nord**wind Logistik",
        "Nord*wind* `Logistik`",
        "Nordwind Logistiks",
        "Nordwind Logistik's",
        "Nordwind-Logistik-Projekt",
    ],
)
def test_a_name_is_found_in_every_spelling(text):
    assert found("Nordwind Logistik", text)
    assert found("Nordwind Logistik", f"Das war wie bei {text}, nur kleiner.")


@pytest.mark.parametrize(
    "text",
    ["Nordwinde Logistik", "Nordwind. Logistik", "Nordwind\n\nLogistik", "xnordwind Logistik", "Nordwind und Logistik"],
)
def test_what_is_another_word_or_goes_over_the_end_of_a_sentence_is_not_found(text):
    assert not found("Nordwind Logistik", text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("東方電子", "我们和東方電子一起"),
        ("شركة النخيل", "مع شركة النخيل هذا العام"),
        ("Μιχάλης", "ΜΙΧΑΛΗΣ"),
        ("Северсталь", "СЕВЕРСТАЛЬ"),
        ("St. Gallen Kantonal", "St. Gallen Kantonal"),
        ("O'Neill", "O’Neill"),
        ("7-Eleven", "7Eleven"),
    ],
)
def test_names_in_other_scripts_and_with_marks_are_found(name, text):
    assert found(name, text)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nordwind Logistik GmbH & Co. KG", "Nordwind Logistik"),
        ("Aldermoor Foods, Inc.", "Aldermoor Foods"),
        ("Foo S.p.A.", "Foo"),
        ("Foo sp. z o.o.", "Foo"),
        ("Foo Co., Ltd.", "Foo"),
        ("Foo A/S", "Foo"),
        ("Foo S.A. de C.V.", "Foo"),
        ("東方電子 株式会社", "東方電子"),
        ("AG", "AG"),
        ("Bramley Bank", "Bramley Bank"),
    ],
)
def test_a_legal_form_is_left_out(name, short):
    assert without_legal_form(name) == short


def test_a_name_is_spoken_with_any_and_without_umlauts_and_article():
    assert {"Müller und Söhne", "Müller and Söhne", "Mueller Soehne"} <= set(spoken("Müller & Söhne OHG"))
    assert spoken("The Big Cheese Ltd") == ("The Big Cheese", "Big Cheese")
    assert list(shortened("Blauer See Delikatessen GmbH")) == ["Blauer", "Blauer See"]


def test_letters_know_where_they_stand():
    text = spelling("ﬁne Ärzte")
    assert text.letters == "finearzte"
    assert text.shown(0, 4) == (0, 3)
    assert text.words(0, 9) == ["fine", "arzte"]
