"""Characters without a look, and names that only look different: taken out or kept apart, and told by file, row, column."""

import unicodedata

import pytest
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.book import check_book
from acctlib.cli import main
from acctlib.publish.paths.report_paths import ReportPaths

REVENUE = "client_id,service_date,amount,kind\n{id},2026-07-01,100,retainer\n"


@pytest.fixture
def firm(tmp_path):
    """A function that writes a firm of clients given as lines `id,name`: the path of its acctlib.yml."""

    def written(*lines, encoding="utf-8"):
        (tmp_path / "clients.csv").write_bytes(
            "\n".join(["client_id,name", *lines, ""]).encode(encoding, "surrogatepass")
        )
        (tmp_path / "revenue.csv").write_text(REVENUE.format(id=lines[0].split(",")[0]), encoding="utf-8")
        (tmp_path / "acctlib.yml").write_text(
            f"covered_to: 2026-09-30\nsources:\n  clients: {{file: clients.csv, encoding: {encoding}}}\n"
            "  revenue: {file: revenue.csv}\n"
        )
        return tmp_path / "acctlib.yml"

    return written


ODD = {
    "bidirectional override": ("Alder\u202eroom", r"Alder\u202eroom", "Alderroom"),
    "isolate": ("Alder\u2066room\u2069", r"Alder\u2066room\u2069", "Alderroom"),
    "null byte": ("Al\x00der", r"Al\x00der", "Alder"),
    "escape of a terminal": ("Al\x1b[2Jder", r"Al\x1b[2Jder", "Al[2Jder"),
    "bell": ("Al\x07der", r"Al\x07der", "Alder"),
    "noncharacter": ("Al\uffffder", r"Al\uffffder", "Alder"),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_character_without_a_look_is_taken_out_and_told_by_its_place(firm, kind):
    given, told, kept = ODD[kind]
    config = load_config(firm(f"1,{given}"))
    (problem,) = check_book(config).problems
    assert problem.text == f"clients.csv, row 2, name: '{told}' contains a character that cannot be displayed"
    with open_book(config) as book:
        assert book.clients()["name"].tolist() == [kept]


@pytest.mark.parametrize("kind", ODD)
def test_no_report_of_a_problem_steers_the_terminal_or_the_page(firm, tmp_path, kind):
    given, told, _ = ODD[kind]
    (odd,) = {c for c in given if not c.isprintable()} - {"\u2069"}
    yml = firm(f"1,{given}")
    result = CliRunner().invoke(main, ["check", "--config", str(yml), "--html", str(tmp_path / "check.html")])
    page = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert result.exit_code == 0, result.output
    assert odd not in result.output
    assert odd not in page
    assert told in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_half_a_character_is_refused_with_its_row(firm, encoding):
    (problem,) = check_book(load_config(firm("1,Alder", "2,x\ud800", encoding=encoding))).blocking
    assert problem.text.startswith("clients.csv, row 3: byte 0x")


def test_an_unreadable_head_is_told_without_what_is_in_it(firm):
    (problem, *_) = check_book(load_config(firm("\x1b]0;title\x07,x"))).problems
    assert "\x1b" not in problem.text


def test_one_id_in_two_unicode_forms_is_one_id_and_refused(firm):
    forms = [unicodedata.normalize(form, "Café") for form in ("NFC", "NFD")]
    assert len(set(forms)) == 2
    problems = check_book(load_config(firm(*(f"{form},Alder" for form in forms)))).blocking
    assert {(p.rule, p.row) for p in problems} <= {("duplicate_key", 2), ("duplicate_key", 3)}
    assert problems
    assert "clients.csv" in problems[0].text


def test_ids_that_differ_in_case_alone_are_two_clients_with_two_folders(firm, tmp_path):
    ids = [
        "Alder",
        "ALDER",
        "alder",
        "Stra\u00dfe",
        "STRASSE",
        "CON",
        "con",
        "NUL",
        "x" * 300,
        "../../etc",
        "C1'; drop table clients; --",
    ]
    with open_book(load_config(firm(*(f'"{one}",Alder' for one in ids)))) as book:
        assert sorted(book.client_ids()) == sorted(ids)
        for one in ids:
            assert book.slice(one, "client").frames["clients"]["client_id"].tolist() == [one]
    report_paths = ReportPaths(tmp_path / "reports", "2026Q3")
    paths = [report_paths.report(one, "client", "pdf") for one in ids]
    assert len({str(path).casefold() for path in paths}) == len(ids)
    assert all(path.parent.parent == report_paths.folder / "client" for path in paths)
