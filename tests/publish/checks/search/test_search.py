"""What is looked for in words that people typed, for whom, and what is no evidence."""

import pytest

from acctlib import load_config, open_book
from acctlib.publish.checks.search.common_words import common_words
from acctlib.publish.checks.search.search import Search
from acctlib.publish.paths.account import Run

TABLES = {
    "clients": "client_id,name,manager,wallet_low,end_reason\nC001,Aldermoor Foods,L. Brandt,1234500,\n"
    "C002,Bramley Bank,M. Young,,a cheaper rival from Ghent\n53,Target,Tom Price,,\n1048576,Next,,,\nC005,Mark,,,\n"
    "C006,Crossmoor,,,\nC007,Zyx,,,\n",
    "revenue": "client_id,service_date,amount,kind,invoice_id\nC001,2026-07-01,7100.5,retainer,I-77001\n"
    "C002,2026-09-30,90,retainer,I-77002\n53,2026-09-30,48213.77,retainer,70003\n1048576,2026-09-30,90,retainer,70004\n",
    "costs": "client_id,date,amount,kind,person\nC001,2026-07-28,12345.67,labour,K. Sato\nC001,2026-07-29,481.56,labour,K. Sato\n"
    "C001,2026-07-30,2026.25,labour,K. Sato\nC001,2026-07-31,7100.5,labour,K. Sato\n",
    "surveys": "survey_id,client_id,sent_date,answered_date,respondent,nps,comment,may_quote\n"
    "S-1001,C001,2026-07-01,2026-07-02,Ann Bray,9,Said in confidence,no\nS-1002,C001,2026-07-01,2026-07-02,Bo Lind,9,Said aloud,yes\n"
    "S-1003,C002,2026-07-01,2026-07-02,Ida Quendt,2,They may leave us for a rival. The fee is far too high for what we get.,no\n",
    "risks": "risk_id,client_id,raised_on,text,shared\nR-1001,C001,2026-07-01,Sponsor is leaving,no\nR-1002,C001,2026-07-01,Late film,yes\n"
    "R-1003,C002,2026-07-01,Budget cuts,no\n",
    "projects": "project_id,client_id,name,start_date,status\nP-53-1,53,Kestrel relaunch,2026-07-01,active\n"
    "P-C001-1,C001,Study of the target group,2026-07-01,active\n",
    "opportunities": "opportunity_id,client_id,name,amount,probability,expected_close\nX-1,C001,Lisbon hub,64100,0.5,2027-03-14\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = "".join(f"  {name}: {{file: {name}.csv}}\n" for name in TABLES)
    (folder / "acctlib.yml").write_text(f"covered_to: 2026-09-30\nsources:\n{sources}", encoding="utf-8")
    with open_book(load_config(folder / "acctlib.yml")) as book:
        yield Search(book)


@pytest.fixture
def looked(search):
    """A function: what findings and notes in a text say."""

    def of(text, client="C001"):
        runs = [("the notebook", Run(text, "cell 7, paragraph"))]
        return tuple([one.what for one in kind] for kind in search.look(search.book.slice(client, "client"), runs))

    return of


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("as for Bramley Bank last year", "the name of another client, Bramley Bank (C002)"),
        ("as for BRAMLEY's last year", "the name of another client, Bramley Bank (C002)"),
        ("with Crossmoor", "the name of another client, Crossmoor (C006)"),
        ("with Cross-moor", "the name of another client, Crossmoor (C006)"),
        ("with Zyx in May", "the name of another client, Zyx (C007)"),
        ("see I-77002.", "an id of another client, C002 (revenue.invoice_id)"),
        ("as C002 knows", "an id of another client, C002 (clients.client_id)"),
        ("left for a cheaper\nrival from Ghent", "internal (clients.end_reason of C002)"),
        ("The fee is far too high for what we get", "internal (surveys.comment of C002)"),
        ("like Ida Quendt said", "internal (surveys.respondent of C002)"),
        ("“Said in confidence”", "internal (surveys.comment of C001)"),
        ("Sponsor is leaving", "internal (risks.text of C001)"),
        ("it took 12.345,67 €", "internal (costs.amount of C001)"),
        ("481.56 and 2,026.25", "internal (costs.amount of C001)"),
        ("a wallet of €1,234,500", "internal (clients.wallet_low of C001)"),
        ("your wallet: 1.2345 Mio.", "internal (clients.wallet_low of C001)"),
        ("the opportunity closes on 14 March 2027", "internal (opportunities.expected_close of C001)"),
        ("an opportunity of 64,100", "internal (opportunities.amount of C001)"),
    ],
)
def test_it_is_found(looked, text, what):
    assert looked(text) == ([what], [])


@pytest.mark.parametrize(
    "text",
    [
        "Aldermoor Foods, I-77001, S-1001, C001, 7,100.50",  # its own, which it may read
        "“Said aloud” and Late film",  # shared with it
        "Ann Bray and L. Brandt and M. Young met K. Sato",  # its own contact, and colleagues
        "you announced budget cuts",  # two words that another client's risk has as well
        "ticket 70004 and number 53",  # numbers are no evidence
        "12,300 in 2026, 37.5 hours, 60 %, on 14 March 2027",  # internal to the digit or day, but nothing says so
        "metadata, cross media, Markt, targeted, nextdoor",
        "",
    ],
)
def test_what_it_may_read_or_anybody_may_say_is_no_finding(looked, text):
    assert looked(text) == ([], [])


class TestNamesThatAreWords:
    """A client called Target: evidence only with a second thing beside it."""

    @pytest.mark.parametrize(
        "text", ["our next target is clear", "Mark the target", "Targets for the Next quarter", "TARGET"]
    )
    def test_alone_it_is_a_note(self, looked, text):
        findings, notes = looked(text)
        assert findings == []
        assert notes
        assert all(note.endswith("and a common word") for note in notes)

    @pytest.mark.parametrize(
        ("text", "beside"),
        [
            ("as for Target Inc. last year", ""),
            ("as for Target, GmbH", ""),
            ("Next (1048576) had it", ", and a common word, beside clients.client_id of 1048576"),
            ("Target (client 53) had it", ", and a common word, beside clients.client_id of 53"),
            ("Target and its Kestrel relaunch", ", and a common word, beside projects.name of 53"),
            ("Target paid 48,213.77", ", and a common word, beside revenue.amount of 53"),
        ],
    )
    def test_with_legal_form_id_or_a_second_fact_in_the_paragraph_it_is_a_finding(self, looked, text, beside):
        name, number = ("Next", "1048576") if text.startswith("Next") else ("Target", "53")
        assert looked(text)[0] == [f"the name of another client, {name} ({number}){beside}"]

    @pytest.mark.parametrize(
        "text",
        [
            "we met our target of 53 leads",  # a short number is an id only where a word says so
            "our target as agreed, our target. Inc",
            "our target is set.\n\nThe Kestrel relaunch is due",  # another paragraph
        ],
    )
    def test_what_stands_beside_by_chance_makes_no_finding(self, looked, text):
        assert looked(text)[0] == []

    def test_in_its_own_file_it_is_neither(self, looked):
        assert looked("Target (client 53), Kestrel relaunch", "53") == ([], [])


def test_a_finding_says_where_and_shows_the_text_around(search):
    text = "We did this " + "over and over " * 20 + "for Bramley Bank " + "and again " * 20
    ((finding,), _) = search.look(
        search.book.slice("C001", "client"), [("the notebook", Run(text, "cell 7, paragraph"))]
    )
    assert finding.places == ("the notebook, cell 7, paragraph",)
    assert finding.words == "Bramley Bank"
    assert finding.context.startswith("… ")
    assert "over and over for Bramley Bank and again" in finding.context
    assert len(finding.context) < 150


def test_the_same_words_in_several_places_are_one_finding(search):
    runs = [("the notebook", Run("for Bramley Bank", f"cell {n}, paragraph")) for n in (3, 4, 4)]
    ((finding,), _) = search.look(search.book.slice("C001", "client"), runs)
    assert finding.places == ("the notebook, cell 3, paragraph", "the notebook, cell 4, paragraph")


def test_the_list_of_words_has_ordinary_ones_and_no_invented_names():
    words = common_words(("de", "en"))
    assert {"target", "next", "orange", "meta", "schmidt", "strasse", "uber"} <= words
    assert not {"nordwind", "aldermoor", "bramley", "crossmoor"} & words
