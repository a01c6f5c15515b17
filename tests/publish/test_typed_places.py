"""Wherever a person can type a name, it is searched: each place of a notebook holds another client's name."""

import re

from acctlib import load_config, open_book
from acctlib.publish.run.run import RunRequest, review_run

PLACES = {
    "Quendt Foods": "display(Markdown('As for Quendt Foods'))",
    "Borvik Bank": "display(Markdown('## Borvik Bank'))",
    "Calmar Wines": "display(Markdown('- one\\n- Calmar Wines'))",
    "Dresk Homes": "display(Markdown('| a | b |\\n|---|---|\\n| 1 | Dresk Homes |'))",
    "Elvaston Tools": "display(Markdown('| Elvaston Tools | b |\\n|---|---|\\n| 1 | 2 |'))",
    "Fornby Glass": "display(Markdown('[Fornby Glass](https://example.com)'))",
    "Gellert Water": "display(Markdown('[here](https://example.com/gellert-water)'))",
    "Hovik Travel": "display(Markdown('> quoted: Hovik Travel'))",
    "Ivarsen Steel": "display(Markdown('`Ivarsen Steel`'))",
    "Jandl Optics": "print('Jandl Optics')",
    "Kolbe Paper": "display(pd.DataFrame({'a': ['Kolbe Paper']}))",
    "Lunde Energy": "display(pd.DataFrame({'Lunde Energy': [1.5]}))",
    "Molnar Clinics": "display(pd.DataFrame({'a': [1.5]}, index=['Molnar Clinics']))",
    "Norrby Schools": "figure, axes = plt.subplots()\naxes.set_title('Norrby Schools')\ndisplay(figure)\nplt.close(figure)",
    "Ostrow Textiles": 'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>Ostrow Textiles</desc></svg>\'))',
    "Pryor Pharma": "display(Markdown('Pry<br>or Phar**ma**'))",
}
IMPORTS = (
    "import matplotlib\nmatplotlib.use('svg')\nimport matplotlib.pyplot as plt\nimport pandas as pd\n"
    "from IPython.display import SVG, Markdown, display\n%config InlineBackend.figure_formats = ['svg']\n"
)
IDS = [f"K{n:02}" for n in range(len(PLACES))]


def test_each_is_found(firm, tmp_path):
    names = {"A": "Firm A", **dict(zip(IDS, PLACES, strict=True))}
    clients = "client_id,name\n" + "".join(f"{one},{name}\n" for one, name in names.items())
    cell = (
        IMPORTS
        + "if client == 'A':\n"
        + "".join(f"    {line}\n" for code in PLACES.values() for line in code.split("\n"))
    )
    yml = firm(cell, clients=clients, actions="action_id,client_id,promised_on,text\nAA,A,2026-07-01,Call A\n",
               revenue="client_id,service_date,amount,kind\nA,2026-09-30,100,retainer\n")  # fmt: skip
    order = RunRequest(editions=("client",), clients=("A",), formats=("html", "xlsx"), out=tmp_path / "out")
    with open_book(load_config(yml)) as book:
        result = review_run(book, order, "quiet")
    assert not result.failed, result.summary
    (held,) = result.held
    found = {
        re.search(r"another client, (.*) \(", one["what"])[1]
        for one in held.findings
        if "another client" in one["what"]
    }
    assert sorted(set(PLACES) - found) == []


def test_words_of_commentary_are_searched(firm, tmp_path):
    (tmp_path / "commentary" / "2026Q3").mkdir(parents=True)
    text = "---\nsatisfaction: add\n---\nAs we did for **Fi**rm B.\n"
    (tmp_path / "commentary" / "2026Q3" / "A.md").write_text(text)
    yml = firm("review.satisfaction()")
    yml.write_text(yml.read_text() + "commentary: commentary\n")
    with open_book(load_config(yml)) as book:
        order = RunRequest(editions=("client",), clients=("A",), formats=("html",), out=tmp_path / "out")
        (held,) = review_run(book, order, "quiet").held
    assert [one["what"] for one in held.findings] == ["the name of another client, Firm B (B)"]
