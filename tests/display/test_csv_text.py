"""CSV that is opened in a spreadsheet stays text, and loses nothing."""

import csv
import io

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from acctlib.display.csv_text import RUNS, csv_text

plain = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(plain, min_size=1, max_size=4))
@example(["=HYPERLINK(1)", "-2+3", "@SUM(1)", "\t=1"])
def test_no_text_runs_and_every_text_is_still_there(texts):
    table = pd.DataFrame({"text": pd.Series(texts, dtype="object"), "amount": -1.5})
    rows = list(csv.DictReader(io.StringIO(csv_text(table), newline="")))
    assert not [row["text"] for row in rows if row["text"].startswith(RUNS)]
    assert [row["text"][row["text"].startswith("'") and not text.startswith("'") :] for row, text in zip(rows, texts, strict=True)] == texts  # fmt: skip
    assert {row["amount"] for row in rows} == {"-1.5"}
