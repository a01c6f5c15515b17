"""What a column promises decides what its text means; nothing is guessed."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.book.ingest.contract import parse, typed
from acctlib.book.ingest.problems import levels
from acctlib.book.ingest.sources import read
from acctlib.book.schema.tables import TABLES, Column
from acctlib.config import Config, Source

NOTHING = "nothing"


def parsed(type_, *texts, name="x", **source):
    """Values (missing as NOTHING) and what was wrong: (rule, positions, what)."""
    values, wrong = parse(pd.Series(texts, dtype="object"), Column(name, type_, "m"), Source(file="f", **source))
    listed = [NOTHING if missing else value for value, missing in zip(values, values.isna(), strict=True)]
    return listed, [(rule, list(rows), what) for rule, rows, what in wrong]


def days(*texts, dates="iso"):
    values, wrong = parsed("date", *texts, dates=dates)
    return [value if value is NOTHING else f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00") for value in values], wrong


class TestDates:
    def test_iso_is_always_understood_and_a_time_of_day_dropped(self):
        for order in ("iso", "day-first", "month-first"):
            found = days("2026-09-30", "2026-09-30 23:59:59", "2026-09-30T08:00", "", dates=order)
            assert found == (["2026-09-30"] * 3 + [NOTHING], [])

    @pytest.mark.parametrize("text", ["03/04/2026", "3/4/2026", "03.04.2026", "03-04-2026", "03/04/26", "03.04.26"])
    def test_day_first(self, text):
        assert days(text, dates="day-first") == (["2026-04-03"], [])

    @pytest.mark.parametrize("text", ["03/04/2026", "03-04-2026", "03/04/26"])
    def test_month_first(self, text):
        assert days(text, dates="month-first") == (["2026-03-04"], [])

    def test_a_leap_day_exists_in_leap_years_only(self):
        assert days("2024-02-29", "2026-02-29") == (
            ["2024-02-29", NOTHING],
            [("not_a_date", [1], "is not a valid date (iso)")],
        )

    @pytest.mark.parametrize("text", ["31/02/2026", "13/13/2026", "tomorrow", "45930", "1026-01-01", "2926-01-01"])
    def test_an_impossible_day_is_no_date(self, text):
        assert days(text, dates="day-first") == ([NOTHING], [("not_a_date", [0], "is not a valid date (day-first)")])

    def test_an_order_that_is_not_declared_is_not_guessed(self):
        assert days("03/04/2026")[1] == [("not_a_date", [0], "is not a valid date (iso)")]
        assert days("25/12/2026", dates="month-first")[1] == [("not_a_date", [0], "is not a valid date (month-first)")]

    @pytest.mark.parametrize(
        "text",
        ["2026-07-01 to 2026-12-31", "2026-09-15 (was 2026-10-15)", "2026-09-15 or later", "2026-09-15 08:00 call",
         "2026-09-15T25", "2026-09-15 8", "2026-09-15/16", "2026-09-15 99:99", "2026-09-15,", "2026-09-15 tbc",
         "2026-09-15 08:00 was", "2026-09-15 2026-09-16"],
    )  # fmt: skip
    def test_a_day_with_anything_else_beside_it_is_no_date(self, text):
        assert days(text) == ([NOTHING], [("not_a_date", [0], "is not a valid date (iso)")])

    @pytest.mark.parametrize("time", ["T02:30:00.123", " 2:30", " 02:30:00,5", " 02:30 PM", "T02:30:59"])
    def test_a_time_of_day_in_any_form_is_dropped(self, time):
        assert days("2026-10-01" + time) == (["2026-10-01"], [])

    @pytest.mark.parametrize(
        "zone", ["Z", "+02:00", "-0500", "+00", " UTC", " CET", " GMT+2", "+02:00[Europe/Berlin]", " America/New_York"]
    )
    def test_a_time_zone_is_told_and_shifts_nothing(self, zone):
        what = "has a time zone; the date is taken as written and may differ locally"
        assert days("2026-10-01", "2026-10-01T02:30:00" + zone) == (["2026-10-01"] * 2, [("time_zone", [1], what)])

    def test_the_range_of_years_includes_its_ends(self):
        assert days("1900-01-01", "2200-12-31")[1] == []


class TestMoney:
    def test_amounts_are_exact_to_four_decimals(self):
        values, wrong = parsed("money", "0.1", "-12.3456", "+7", ".5", "5.", "1e3", "")
        expected = ["0.1000", "-12.3456", "7.0000", "0.5000", "5.0000", "1000.0000"]
        assert values == [*map(Decimal, expected), NOTHING]
        assert wrong == []

    def test_a_fifth_decimal_is_rounded_half_even_and_told(self):
        values, wrong = parsed("money", "1.00005", "1.00015", "1.0000", "1.00000")
        assert values == [Decimal("1.0000"), Decimal("1.0002"), Decimal("1.0000"), Decimal("1.0000")]
        assert wrong == [("rounded", [0, 1], "has more than four decimals")]

    def test_a_decimal_comma_with_thousands(self):
        values, wrong = parsed("money", "1.234.567,89", "-12,5", "1 234,5", "0,10", decimal=",", thousands=".")
        assert values == [Decimal("1234567.89"), Decimal("-12.5"), Decimal("1234.5"), Decimal("0.1")]
        assert wrong == []

    def test_thousands_stand_only_where_they_can(self):
        # 1,23 is no grouping: it is a decimal comma in a file that was declared otherwise.
        values, wrong = parsed("money", "1,234.50", "12,345,678", "1,23", "1,2345", thousands=",")
        assert values == [Decimal("1234.5"), Decimal(12345678), NOTHING, NOTHING]
        assert wrong == [("not_a_number", [2, 3], "is not a valid amount (decimal mark '.', thousands ',')")]

    def test_a_point_is_not_guessed_where_a_comma_is_declared(self):
        assert parsed("money", "12.50", decimal=",") == (
            [NOTHING],
            [("not_a_number", [0], "is not a valid amount (decimal mark ',')")],
        )

    def test_a_comma_is_not_guessed_where_a_point_is_declared(self):
        assert parsed("money", "12,50")[1] == [("not_a_number", [0], "is not a valid amount (decimal mark '.')")]

    def test_brackets_a_typographic_minus_and_blanks_of_every_kind(self):
        values, wrong = parsed("money", "(12.50)", "\u22125", "1\u00a0234", "1\u202f234", "- 3")
        assert values == [Decimal("-12.5"), Decimal(-5), Decimal(1234), Decimal(1234), Decimal(-3)]
        assert wrong == []

    @pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009"])
    def test_a_blank_groups_thousands_and_nothing_else(self, blank):
        texts = [
            "1 234",
            "-12 345 678.5",
            "(1 000)",
            "12 50",
            "1234 567",
            "1 2345",
            "1 23",
            "12. 50",
            "0 123",
            "1 234 56",
        ]
        values, wrong = parsed("money", *(text.replace(" ", blank) for text in texts))
        assert values == [Decimal(1234), Decimal("-12345678.5"), Decimal(-1000), *[NOTHING] * 7]
        assert [rows for _, rows, _ in wrong] == [[3, 4, 5, 6, 7, 8, 9]]

    def test_a_mark_that_does_not_part_groups_of_three_is_no_mark_of_thousands(self):
        texts = ["1234,567", "0,123", "12,345,67", "1,234 567"]
        assert parsed("money", *texts, thousands=",")[0] == [NOTHING] * 4

    @pytest.mark.parametrize(
        "text", ["1\t234", "1\n234", "12x", "nan", "inf", "1e999", "--1", "€ 5", "1.2.3", "10000000000000"]
    )
    def test_what_is_no_amount_is_told(self, text):
        values, wrong = parsed("money", text)
        assert values == [NOTHING]
        assert [rule for rule, *_ in wrong] == ["not_a_number"]

    @settings(max_examples=50)
    @given(st.lists(st.decimals(-(10**12), 10**12, places=4, allow_nan=False), min_size=1, max_size=8))
    def test_an_amount_survives_either_mark(self, amounts):
        plain = [f"{amount:,.4f}" for amount in amounts]
        swapped = [text.translate(str.maketrans(",.", ".,")) for text in plain]
        assert parsed("money", *plain, thousands=",") == (amounts, [])
        assert parsed("money", *swapped, decimal=",", thousands=".") == (amounts, [])


class TestNumbers:
    def test_numbers_follow_the_declared_mark(self):
        assert parsed("number", "1,5", "", "-2", decimal=",") == ([1.5, NOTHING, -2.0], [])
        assert parsed("number", "1,5") == ([NOTHING], [("not_a_number", [0], "is not a number (decimal mark '.')")])

    def test_a_whole_number_may_end_on_nothing_behind_the_mark(self):
        assert parsed("whole", "9", "9.0", "") == ([9, 9, NOTHING], [])
        assert parsed("whole", "9.5", "x") == ([NOTHING] * 2, [("not_a_number", [0, 1], "is not a whole number")])


class TestFlagsAndChoices:
    def test_flags_in_the_words_that_are_known(self):
        values, wrong = parsed("flag", "yes", "No", "TRUE", "false", "1", "0", "Y", "n", "")
        assert values == [True, False, True, False, True, False, True, False, NOTHING]
        assert wrong == []
        assert parsed("flag", "ja", "2")[1] == [("not_a_flag", [0, 1], "is neither yes nor no")]

    def test_choices_in_any_case_with_blanks_or_hyphens(self):
        assert parsed("choice", "Pass-Through", "pass through", "PROJECT", "") == (
            ["pass_through", "pass_through", "project", NOTHING],
            [],
        )


class TestText:
    def test_ids_stay_as_they_are(self):
        texts = ["00123", "1e5", "NA", "null", "12.0", "-"]
        assert parsed("id", *texts) == (texts, [])

    def test_one_letter_spelt_in_two_ways_is_one(self):
        assert parsed("id", "Cafe\u0301") == (["Caf\u00e9"], [])

    @pytest.mark.parametrize("name", ["Müller & Söhne", "Žižek – “Ça va?” €", "Łódź", "日本", "Ærø", "Ã", "naïve Âge"])
    def test_a_text_read_in_its_own_encoding_is_not_told(self, name):
        assert parsed("text", name) == ([name], [])

    @pytest.mark.parametrize("name", ["Müller", "Zoë – so", "Łódź", "日本"])
    def test_a_text_of_utf_8_read_as_latin_is_told(self, name):
        # What Python's own codec makes of it is what an export read in the wrong encoding looks like.
        (told,) = parsed("text", name.encode().decode("latin-1" if name in ("Łódź", "日本") else "cp1252"))[1][-1:]
        assert told[0] == "misread"

    def test_a_letter_that_was_lost_is_told(self):
        assert parsed("text", "M\ufffdller")[1] == [
            ("misread", [0], "has a character lost in an earlier conversion (\ufffd)")
        ]

    @pytest.mark.parametrize("odd", ["\x07", "\x9f", "\u202e", "\u2066", "\uffff", "\x0b"])
    def test_a_character_that_cannot_be_shown_is_taken_out_and_told(self, odd):
        assert parsed("text", f"a{odd}b", "fine") == (
            ["ab", "fine"],
            [("odd_character", [0], "contains a character that cannot be displayed")],
        )

    def test_an_end_of_line_is_one_whichever_system_wrote_it(self):
        assert parsed("text", "a\r\nb", "a\rb", "a\nb") == (["a\nb"] * 3, [])

    def test_tabs_ends_of_line_and_every_script_stay(self):
        texts = ["a\tb\nc", "شركة النخيل", "東方電子", "👩\u200d👧", "<b>&$#\"'"]
        assert parsed("text", *texts) == (texts, [])

    @pytest.mark.parametrize("code", ["eur", "EU", "EURO", "€", "EU1"])
    def test_a_currency_is_three_capitals(self, code):
        assert parsed("text", "EUR", code, "", name="currency")[1] == [
            ("unknown_currency", [1], "is not a valid currency code")
        ]
        assert parsed("text", code, name="name")[1] == []


class TestTable:
    @pytest.fixture
    def table(self, tmp_path):
        def reading(text, **source):
            (tmp_path / "r.csv").write_text(text)
            given = Source(file="r.csv", **source)
            return typed(TABLES["revenue"], read("revenue", given, Config(root=tmp_path)), given, levels({}))

        return reading

    def test_columns_are_mapped_by_name_and_the_rest_is_told_as_unused(self, table):
        found = table(
            "Kunde,Datum,Betrag,kind,Notiz\n00123,2026-07-01,5,retainer,x\n",
            columns={"client_id": "Kunde", "service_date": "Datum", "amount": "Betrag"},
        )
        assert found.problems == ()
        assert found.frame["client_id"].to_list() == ["00123"]
        assert found.unused == ("Notiz",)

    def test_a_constant_stands_where_the_data_has_no_column(self, table):
        found = table("client_id,service_date,amount\nA,2026-07-01,5\n", values={"kind": "project"})
        assert found.problems == ()
        assert found.frame["kind"].to_list() == ["project"]

    def test_a_needed_column_that_is_missing_is_told_with_those_there_are(self, table):
        (problem,) = table("client_id,service_date,sum,kind\nA,2026-07-01,5,retainer\n").problems
        assert (problem.rule, problem.level, problem.row, problem.column) == ("missing_column", "block", 1, "amount")
        assert problem.text == (
            "r.csv, row 1, amount: there is no column 'amount' for amount; "
            "there are: client_id, service_date, sum, kind"
        )

    def test_a_column_that_is_not_needed_may_be_absent_unless_it_was_mapped(self, table):
        text = "client_id,service_date,amount,kind\nA,2026-07-01,5,retainer\n"
        assert table(text).problems == ()
        (problem,) = table(text, columns={"hours": "Stunden"}).problems
        assert "there is no column 'Stunden' for hours" in problem.text

    def test_a_problem_is_told_under_the_users_name_of_the_column(self, table):
        (problem,) = table(
            "client_id,service_date,Betrag,kind\nA,2026-07-01,5,retainer\n\nA,2026-07-01, x ,retainer\n",
            columns={"amount": "Betrag"},
        ).problems
        assert problem.text == "r.csv, row 4, Betrag: 'x' is not a valid amount (decimal mark '.')"

    def test_blanks_around_a_cell_do_not_count(self, table):
        found = table("client_id,service_date,amount,kind\n 00123 , 2026-07-01 , 5 , Retainer \n")
        assert found.problems == ()
        assert found.frame["client_id"].to_list() == ["00123"]
        assert found.frame["kind"].to_list() == ["retainer"]

    def test_a_source_that_could_not_be_read_passes_its_problem_on_at_the_firms_level(self, tmp_path):
        given = Source(file="none.csv")
        raw = read("revenue", given, Config(root=tmp_path))
        found = typed(TABLES["revenue"], raw, given, {**levels({}), "missing_file": "warn"})
        assert [(p.rule, p.level) for p in found.problems] == [("missing_file", "warn")]
        assert found.frame.empty
