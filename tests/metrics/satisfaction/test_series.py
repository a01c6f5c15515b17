"""Series: one version of the questions."""

import pandas as pd

from acctlib.metrics.satisfaction.series import current_series, of_series, series_start

SENT = pd.DataFrame(
    {
        "sent_date": pd.to_datetime(["2025-11-01", "2026-02-01", "2026-05-01"]),
        "instrument": ["ces-1", "ces-2", "ces-2"],
    }
)


def test_the_version_of_the_latest_invitation_is_the_current_one():
    assert current_series(SENT) == "ces-2"
    assert current_series(SENT.iloc[:1]) == "ces-1"


def test_only_invitations_of_one_version_are_kept():
    assert len(of_series(SENT, "ces-2")) == 2


def test_a_series_starts_with_its_first_invitation_where_another_came_before():
    assert series_start(SENT, "ces-2") == pd.Timestamp("2026-02-01")
    assert series_start(SENT, "ces-1") is None
    assert series_start(SENT.iloc[1:], "ces-2") is None


def test_without_versions_all_is_one_series():
    for held in (SENT.drop(columns="instrument"), SENT.assign(instrument=None)):
        assert current_series(held) == ""
        assert len(of_series(held, "")) == 3
        assert series_start(held, "") is None


def test_invitations_that_name_no_version_are_a_version_of_their_own():
    held = SENT.assign(instrument=[None, "ces-2", "ces-2"])
    assert len(of_series(held, "")) == 1
    assert series_start(held, "ces-2") == pd.Timestamp("2026-02-01")


def test_nobody_asked_has_no_version():
    assert current_series(SENT.iloc[:0]) == ""
    assert series_start(SENT.iloc[:0], "") is None
