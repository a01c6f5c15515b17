"""Two clients of one owner lay their files of two quarters and of a reissue side by side, and learn of nobody else."""

import json
import re
from itertools import pairwise

import openpyxl
import pikepdf
import pytest

from acctlib import load_config, open_book
from acctlib.metrics.registry import definition
from acctlib.publish.checks.read_back import FACTS, read_pdf
from acctlib.publish.run.run import RunRequest, review_run
from acctlib.review.numbers import facts_table

READERS = ("R1", "R2")
OTHERS = tuple(f"P{n}" for n in range(1, 10))
# Of so many projects so many late: shares that no rounding hides.
LATE = {"P1": (3, 1), "P2": (3, 2), "P3": (6, 1), "P4": (6, 5), "P5": (7, 1), "P6": (7, 2), "P7": (7, 3), "P8": (7, 4),
        "P9": (7, 5), "R1": (2, 0), "R2": (4, 1)}  # fmt: skip
REPLIES = {"R1": (9, 10, 8, 3, 7), "R2": (2, 9, 10, 6)}
ROLE, QUOTE = "chief buyer", "The weekly call helps us"


def tables():
    """The firm as CSV: in the third quarter only P3 delivers, everybody else than the readers answers again."""
    clients = READERS + OTHERS
    quarters = ("2025-02-01", "2025-05-01", "2025-08-01", "2025-11-01", "2026-02-01", "2026-05-01", "2026-08-01")
    fees = {c: [1000 + 37 * i + 11 * i * j for j in range(len(quarters))] for i, c in enumerate(clients, 1)}
    projects = [
        f"{c}-{i},{c},Project {i},2026-03-01,2026-05-10,{'2026-05-20' if i < late else '2026-05-09'},delivered"
        for c, (n, late) in LATE.items()
        for i in range(n)
    ] + ["P3-new,P3,Project new,2026-07-01,2026-08-10,2026-08-09,delivered"]
    surveys = [
        f"S{c}{month}{i},{c},2026-0{month}-01,2026-0{month}-05,{c} person {i},{role},{score},{words},yes"
        for c in clients
        for month in ((5,) if c in READERS else (5, 8))
        for i, score in enumerate(REPLIES.get(c, [(9, 3, 7, 10, 6)[(int(c[1]) + month + k) % 5] for k in range(6)]))
        for role, words in [(ROLE, QUOTE) if (c, i) == ("R2", 0) else ("user", "")]
    ] + ["SR1new,R1,2026-08-01,2026-08-05,R1 newcomer,user,0,,yes"]
    return {
        "clients": ["client_id,name,group", *(f"{c},Firm {c},{'Ostara' if c in READERS else ''}" for c in clients)],
        "revenue": [
            "client_id,service_date,amount,kind",
            *(f"{c},{day},{fees[c][j]},retainer" for c in clients for j, day in enumerate(quarters)),
        ],
        "projects": ["project_id,client_id,name,start_date,committed_date,delivered_date,status", *projects],
        "surveys": [
            "survey_id,client_id,sent_date,answered_date,respondent,role,nps,comment,may_quote",
            *surveys,
        ],
    }


def read(folder, client, quarter):
    """Everything that a reader can take out of a client's files: facts, cells by sheet and column, and the text."""
    stem = folder / "client" / client / f"{client}-{quarter}-review"
    with pikepdf.open(stem.with_suffix(".pdf")) as pdf:
        facts = json.loads(pdf.attachments[FACTS].get_file().read_bytes())["facts"]
    book = openpyxl.load_workbook(stem.with_suffix(".xlsx"))
    columns = {
        (sheet.title, at): [cell.value for cell in column if isinstance(cell.value, int | float)]
        for sheet in book
        for at, column in enumerate(sheet.iter_cols())
    }
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    words = " ".join(" ".join([*cells, read_pdf(stem.with_suffix(".pdf")).text]).split())
    return {"facts": {fact["name"]: fact for fact in facts}, "columns": columns, "words": words}


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    """The folder of a firm that shows its clients both peer medians, and keeps its targets to itself."""
    folder = tmp_path_factory.mktemp("ostara")
    for name, lines in tables().items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sources = "".join(f"  {name}: {{file: {name}.csv}}\n" for name in tables())
    (folder / "acctlib.yml").write_text(
        "covered_from: 2025-01-01\ncovered_to: 2026-09-30\ntargets: {nps: 87, nrr: 1.37, growth: 0.23}\n"
        f"policy: {{peer_benchmarks: [nps, delivery_success]}}\nsources:\n{sources}",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def files(firm):
    """(quarter, client) -> what stands in the files; `reissue`: the second quarter's after a correction of P3's row."""

    def rendered(quarter, clients):
        order = RunRequest(
            quarter=quarter, editions=("client",), clients=clients, formats=("pdf", "xlsx"), out=firm / "out"
        )
        with open_book(load_config(firm / "acctlib.yml")) as book:
            result = review_run(book, order, "quiet")
        assert result.ok, result.summary
        return {client: read(result.report_paths.folder, client, quarter) for client in clients}

    found = {("2026Q2", c): read_ for c, read_ in rendered("2026Q2", READERS).items()}
    found |= {("2026Q3", c): read_ for c, read_ in rendered("2026Q3", READERS).items()}
    projects = firm / "projects.csv"
    projects.write_text(projects.read_text().replace("P3-0,P3,Project 0,2026-03-01,2026-05-10,2026-05-20",
                                                     "P3-0,P3,Project 0,2026-03-01,2026-05-10,2026-05-09"))  # fmt: skip
    return found | {("reissue", c): read_ for c, read_ in rendered("2026Q2", ("R1",)).items()}


@pytest.fixture(scope="module")
def secrets(firm):
    """Metric -> the values of the other clients in both quarters, as the firm knows them; long ones alone."""
    with open_book(load_config(firm / "acctlib.yml")) as book:
        known = [facts_table(book, OTHERS, quarter) for quarter in ("2026Q2", "2026Q3")]
    told = {}
    for table in known:
        for name in ("nps", "delivery_success", "nrr", "growth"):
            values = table[table["name"] == name]["value"].dropna()
            told.setdefault(name, set()).update(value for value in values if round(value, 4) != value)
    assert all(told.values())
    return told


def peers(held):
    return {n: (f["benchmark"], f["peers"]) for n, f in held["facts"].items() if f["benchmark"] is not None}


def test_both_medians_are_shown_first_so_that_there_is_something_to_attack(files):
    assert peers(files["2026Q2", "R1"]).keys() == {"nps", "delivery_success"}
    assert {n for _, n in peers(files["2026Q2", "R1"]).values()} == {9}


def test_a_peer_figure_has_no_more_digits_in_any_file_than_are_printed(files):
    for (quarter, _), held in files.items():
        for name, (value, _) in peers(held).items():
            digits = 0 if name == "nps" else 2
            assert round(value, digits) == value, (quarter, name)
            cells = [cell for (sheet, _), column in held["columns"].items() if sheet == "Numbers" for cell in column]
            assert value in cells
            if held["facts"][name]["value"] is None:  # no score of its own, no tile to print it on
                continue
            printed = (
                f"{value:.0%}" if name == "delivery_success" else f"{value:+.0f}".replace("-", "−").replace("+0", "0")
            )
            assert re.search(rf"peer median {re.escape(printed)} \(n = 9 other clients\)", held["words"])


def test_no_number_of_another_client_stands_in_a_file(files, secrets):
    hidden = set().union(*secrets.values())
    for where, held in files.items():
        own = json.dumps(held["facts"])
        numbers = {float(n) for n in re.findall(r"-?\d+\.\d+", own)} | {
            c for col in held["columns"].values() for c in col
        }
        assert not {n for n in numbers if any(abs(n - s) < 1e-9 for s in hidden)}, where


def test_subtracting_what_the_two_know_gives_no_other_client(files, secrets):
    for quarter in ("2026Q2", "2026Q3"):
        both = [files[quarter, reader] for reader in READERS]
        for name, (value, n) in peers(both[0]).items():
            own = [held["facts"][name]["value"] or 0.0 for held in both]
            for times in (1, 3, 4, n, n + 1, n + 2):
                for known in (0.0, own[0], own[1], sum(own)):
                    found = times * value - known
                    assert not [s for s in secrets[name] if abs(s - found) < 1e-6], (quarter, name, times)


def test_two_of_one_owner_have_no_two_figures_to_subtract(files):
    for quarter in ("2026Q2", "2026Q3"):
        assert peers(files[quarter, "R1"]) == peers(files[quarter, "R2"])


def test_what_one_client_has_changed_is_in_no_later_figure(files):
    # P3 alone delivered in the third quarter, and P3's row alone was corrected
    assert "delivery_success" not in peers(files["2026Q3", "R1"])
    assert "delivery_success" not in peers(files["reissue", "R1"])
    assert peers(files["reissue", "R1"])["nps"] == peers(files["2026Q2", "R1"])["nps"]
    assert "nps" in peers(files["2026Q3", "R1"])  # all nine answered again


def test_what_the_firm_earns_and_wants_stands_nowhere(files):
    for held in files.values():
        assert {definition(name, "client").class_ for name in held["facts"]} == {"client"}
        assert {fact["target"] for fact in held["facts"].values()} == {None}
        assert not {87, 1.37, 0.23} & {cell for column in held["columns"].values() for cell in column}
        assert not re.search(r"target|retention|Growth|growth of|Ostara", held["words"])
        assert (held["facts"]["fees"]["prior"], held["facts"]["fees"]["year_ago"]) == (None, None)


def test_no_column_of_a_workbook_is_the_replies_one_by_one(files):
    for (_, client), held in files.items():
        for place, column in held["columns"].items():
            assert not set(pairwise(sorted(REPLIES[client]))) <= set(pairwise(sorted(column))), (client, place)


def test_the_newcomers_reply_is_not_the_difference_of_two_scores_of_one_file(files):
    before, now = (files[quarter, "R1"]["facts"] for quarter in ("2026Q2", "2026Q3"))
    assert (before["nps"]["value"], before["nps"]["n"]) == (20.0, 5)  # (2 - 1) / 5
    assert (now["nps"]["n"], now["nps"]["prior"]) == (6, None)
    assert now["nps"]["value"] == pytest.approx(0.0)  # the score of now stays: (2 - 2) / 6


def test_four_people_have_no_score_and_their_words_no_role(files):
    for quarter in ("2026Q2", "2026Q3"):
        held = files[quarter, "R2"]
        assert {held["facts"][name]["value"] for name in ("nps", "csat", "ces")} == {None}
        assert QUOTE in held["words"]
        assert ROLE not in held["words"]
