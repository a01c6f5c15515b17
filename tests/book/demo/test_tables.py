from datetime import date

import numpy as np
import pytest

from acctlib.book.demo.tables import writing


def written(tmp_path, rows):
    with writing(tmp_path) as write:
        write("surveys", rows)
    return (tmp_path / "surveys.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_values_are_written_plainly(tmp_path):
    row = {
        "survey_id": "01",
        "sent_date": date(2026, 1, 2),
        "nps": 9,
        "csat": 4.50,
        "comment": 'say "hi", ok',
        "may_quote": True,
    }
    assert written(tmp_path, [row]) == ['01,,2026-01-02,,,,,,9,4.5,,"say ""hi"", ok",yes']


def test_a_key_that_is_no_column_is_not_written(tmp_path):
    assert written(tmp_path, [{"survey_id": "1", "draws": object()}]) == ["1,,,,,,,,,,,,"]


def test_a_number_of_numpy_is_refused(tmp_path):
    with pytest.raises(KeyError):
        written(tmp_path, [{"nps": np.int64(9)}])


def test_a_table_without_rows_has_its_head(tmp_path):
    with writing(tmp_path):
        pass
    assert (tmp_path / "people.csv").read_text() == "person,role,reports_to,weekly_hours,start_date,end_date\n"
