"""What clients were shown of others stays on record, so that nothing shown later tells one of them apart."""

import pytest

from acctlib.config import Config, Policy
from acctlib.errors import ReviewError
from acctlib.periods import quarter
from acctlib.review.base.peer_record import record, shown_before

WHEN = quarter("2026Q3")
FIRST = {"nps": {"A": "1", "B": "2"}}
CORRECTED = {"nps": {"A": "1", "B": "3"}}


@pytest.fixture
def config(tmp_path):
    return Config(root=tmp_path, policy=Policy(peer_benchmarks=("nps",)))


def test_a_reissue_finds_what_was_shown_first_and_after_it(config):
    for shown in (FIRST, CORRECTED, FIRST):
        record(config.path(config.out), "2026Q3", shown)
    assert shown_before(config, WHEN) == (FIRST, CORRECTED)


def test_the_next_quarter_finds_it_and_the_one_after_does_not(config):
    record(config.path(config.out), "2026Q2", FIRST)
    assert shown_before(config, WHEN) == (FIRST,)
    assert shown_before(config, WHEN + 1) == ()


def test_it_lies_among_the_internal_files_and_only_where_something_was_shown(config):
    record(config.path(config.out), "2026Q3", {})
    assert not config.path(config.out).exists()
    record(config.path(config.out), "2026Q3", FIRST)
    files = [path for path in config.path(config.out).rglob("*") if path.is_file()]
    assert [path.parent.name for path in files] == ["internal"]


def test_a_record_that_cannot_be_read_stops(config):
    record(config.path(config.out), "2026Q3", FIRST)
    (file,) = config.path(config.out).rglob("*.json")
    file.write_text("[{")
    with pytest.raises(ReviewError, match="the record of peer figures cannot be read"):
        shown_before(config, WHEN)
