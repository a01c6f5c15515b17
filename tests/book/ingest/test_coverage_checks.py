"""Days that are said to be covered, held against the days of the rows."""

import pytest

from acctlib.book import check_book

HEAD = "client_id,service_date,amount,kind\n"
MONTHS = [f"2025-{month:02d}-01" for month in range(1, 13)]


def lines(*days):
    return HEAD + "".join(f"C1,{day},1,retainer\n" for day in days)


def projects(*days):
    return "project_id,client_id,name,delivered_date\n" + "".join(f"P{d},C1,Site,{d}\n" for d in days)


@pytest.fixture
def told(firm):
    """What is said of the days: `told(source={...}, revenue=...)`."""

    def texts(*, config=None, **given):
        problems = check_book(firm(config=config, **given)).problems
        return [p.text for p in problems if p.rule in ("beyond_rows", "after_data_end")]

    return texts


class TestBeyondRows:
    def test_92_days_beyond_the_rows_are_believed_and_93_are_told_at_either_end(self, told):
        # By hand: 2025-12-01 + 92 days = 2026-03-03; 2025-01-01 - 92 days = 2024-10-01.
        near = {"covered_from": "2024-10-01", "covered_to": "2026-03-03"}
        far = {"covered_from": "2024-09-30", "covered_to": "2026-03-04"}
        assert told(revenue=lines(*MONTHS), config=near) == []
        assert told(revenue=lines(*MONTHS), config=far) == [
            "revenue.csv: `covered_from: 2024-09-30` is 93 days before its first row, of 2025-01-01",
            "revenue.csv: `covered_to: 2026-03-04` is 93 days after its rows end, on 2025-12-01",
        ]

    def test_rows_of_one_a_year_may_be_silent_for_a_year(self, told):
        assert told(revenue=lines("2023-01-01", "2024-01-01", "2025-01-01"), config={"covered_to": "2025-12-31"}) == []

    def test_a_date_reaches_to_the_end_of_its_period_and_of_its_service(self, told):
        quarters = lines("2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01")
        source = {"revenue": {"period": "quarter", "covered_to": "2026-04-02"}}  # 92 days after 31 Dec 2025
        assert told(revenue=quarters, sources=source) == []
        year = "client_id,service_date,service_end_date,amount,kind\nC1,2025-01-01,2025-12-31,1,retainer\n"
        assert told(revenue=year, config={"covered_to": "2025-12-31"}) == []

    def test_a_stray_day_beyond_does_not_vouch_for_the_days_before_it(self, told):
        strays = lines(*MONTHS, "2062-01-01")
        (text,) = told(revenue=strays, config={"covered_to": "2030-12-31"})
        assert text.endswith("is 1,856 days after its rows end, on 2025-12-01")

    def test_what_happens_now_and_then_is_held_to_what_is_said_of_it_alone(self, told):
        now_and_then = {"revenue": lines(*MONTHS), "projects": projects("2025-03-01")}
        assert told(**now_and_then, config={"covered_to": "2025-12-31"}) == []
        (text,) = told(**now_and_then, sources={"projects": {"covered_to": "2025-12-31"}})
        assert text == "projects.csv: `covered_to: 2025-12-31` is 305 days after its rows end, on 2025-03-01"


class TestAfterDataEnd:
    def test_the_last_day_covered_is_covered(self, told):
        said = {"projects": {"covered_to": "2025-12-31"}}
        given = {"revenue": lines(*MONTHS), "sources": said}
        assert told(projects=projects("2025-12-31"), **given) == []
        assert told(projects=projects("2025-12-31", "2026-01-01"), **given) == [
            "projects.csv, row 3, delivered_date: '2026-01-01' is after covered_to (2025-12-31)"
        ]

    def test_where_nothing_is_said_it_is_a_quarter_after_the_last_invoice(self, told):
        strays = lines(*MONTHS, "2062-01-01")
        assert told(revenue=strays, projects=projects("2026-03-03")) == []
        assert told(revenue=strays, projects=projects("2026-03-04")) == [
            "projects.csv, row 2, delivered_date: '2026-03-04' is after the last invoice (2025-12-01) by months"
        ]

    def test_milestones_and_actions_are_done_before_the_data_end_too(self, told):
        heads = {
            "milestones": "milestone_id,project_id,done_date\nM1,P2025-03-01,2026-01-01\n",
            "actions": "action_id,client_id,text,done_date\nA1,C1,Call,2026-01-01\n",
        }
        given = {"revenue": lines(*MONTHS), "projects": projects("2025-03-01"), "config": {"covered_to": "2025-12-31"}}
        texts = told(**given, **heads)
        assert [text.split(",")[0] for text in texts] == ["milestones.csv", "actions.csv"]
