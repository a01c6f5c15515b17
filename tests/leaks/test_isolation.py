"""In the process of a client's report the notebook's author cannot reach the book, and is told so."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from acctlib import load_config, open_book, open_review
from acctlib.errors import ReviewError
from acctlib.publish.run.run import RunRequest, review_run
from acctlib.review.session import bind_slice, open_portfolio, without_sources

TABLES = {
    "clients": "client_id,name,end_reason\nC001,Alder,zqinsideqz\nC002,Bramley,zqotherqz\n",
    "revenue": "client_id,service_date,amount,kind\nC001,2026-07-01,100,retainer\nC002,2026-09-30,90,retainer\n",
    "costs": "client_id,date,amount,kind,person\nC001,2026-07-28,12345.67,labour,K. Sato\n",
}


@pytest.fixture
def book(tmp_path):
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = "".join(f"  {name}: {{file: {name}.csv}}\n" for name in TABLES)
    (tmp_path / "acctlib.yml").write_text(f"covered_to: 2026-09-30\nsources:\n{sources}", encoding="utf-8")
    with open_book(load_config(tmp_path / "acctlib.yml")) as opened:
        yield opened


@pytest.fixture
def handed(book):
    """As in a run: one client's slice, and the configuration without its sources."""
    bind_slice(book.slice("C001", "client"), without_sources(book.config, "client"))
    yield
    bind_slice(None)


@pytest.mark.usefixtures("handed")
class TestHanded:
    """What was handed over is all there is."""

    def test_another_client_is_refused_with_the_way_out(self):
        with pytest.raises(ReviewError, match=r"holds the client edition of client C001 and nothing else.*of your own"):
            open_review("C002")

    def test_the_internal_edition_of_the_same_client_is_refused(self):
        with pytest.raises(ReviewError, match="cannot open the internal edition"):
            open_review("C001", edition="internal")

    def test_a_configuration_of_ones_own_opens_no_other_book(self, book):
        with pytest.raises(ReviewError, match="nothing else"):
            open_review("C002", config=str(book.config.root / "acctlib.yml"))

    def test_the_portfolio_is_refused(self):
        with pytest.raises(ReviewError, match="holds one client's review and no portfolio"):
            open_portfolio()
        with pytest.raises(ReviewError, match="no portfolio"):
            open_portfolio("C001")

    def test_the_configuration_says_nothing_of_where_the_data_and_other_reports_lie(self):
        config = open_review().config
        assert config.sources == {}
        assert {str(place) for place in (config.book, config.commentary, config.out)} == {"withheld"}

    def test_the_slice_holds_no_internal_table_column_or_other_client(self):
        frames = open_review().frames
        assert "costs" not in frames
        assert "end_reason" not in frames["clients"]
        assert set(frames["clients"]["client_id"]) == {"C001"}
        with pytest.raises(KeyError):
            frames["costs"]

    @pytest.mark.parametrize(
        "section",
        ["profit", "health", "opportunities", "whitespace", "relationships", "strategy", "pitch", "book"],
    )
    def test_an_internal_section_is_refused(self, section):
        with pytest.raises(ReviewError, match="internal"):
            getattr(open_review(), section)()


VALUES = ["C001'; drop table clients; --", '"""', "'''\n1/0", "__import__('os').system('touch ran')", "{{ 7*7 }}", "\\"]


@pytest.mark.parametrize("client", VALUES)
def test_an_id_that_looks_like_code_is_read_as_it_is(tmp_path, client):
    from acctlib.book.ingest.sources import read
    from acctlib.config import Config, Source

    quoted = client.replace('"', '""')
    (tmp_path / "clients.csv").write_text(f'client_id,name\n"{quoted}",Alder\n', encoding="utf-8", newline="")
    raw = read("clients", Source(file="clients.csv"), Config(root=tmp_path))
    assert raw.frame["client_id"].tolist() == [client]


def test_a_clients_id_that_is_code_reaches_the_notebook_as_text(tmp_path):
    hostile = "x'\"); __import__('pathlib').Path('ran').touch() #"
    quoted = hostile.replace('"', '""')
    (tmp_path / "clients.csv").write_text(f'client_id,name\n"{quoted}",Alder\n', encoding="utf-8")
    (tmp_path / "revenue.csv").write_text(
        f'client_id,service_date,amount,kind\n"{quoted}",2026-07-01,100,retainer\n', encoding="utf-8"
    )
    (tmp_path / "notebooks").mkdir()
    cells = [
        new_code_cell('client = ""\nquarter = ""\nedition = "client"\nconfig = ""', metadata={"tags": ["parameters"]}),
        new_code_cell(
            "from acctlib import open_review\nreview = open_review(client, quarter, edition)\n"
            f"assert client == {hostile!r}\n"
            "display({'application/vnd.acctlib.block+json': {'block': 'document', 'title': review.name,"
            " 'client': client, 'date': '2026-09-30', 'facts': []}}, raw=True)"
        ),
    ]
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    for name in ("client_review", "account_review"):
        nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "notebooks" / f"{name}.ipynb")
    (tmp_path / "acctlib.yml").write_text(
        "covered_to: 2026-09-30\nnotebooks: notebooks\nsources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n"
    )
    with open_book(load_config(tmp_path / "acctlib.yml")) as opened:
        result = review_run(
            opened, RunRequest(out=tmp_path / "out", editions=("client",), formats=("html",), workers=1)
        )
    assert result.ok, result.summary
    assert not list(tmp_path.rglob("ran"))
    assert all(path.is_relative_to(tmp_path / "out") for o in result.outcomes for path in o.files)
