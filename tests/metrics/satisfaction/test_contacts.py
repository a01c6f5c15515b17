"""Contacts: each counts once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.satisfaction.contacts import contact_keys, latest_by_contact


def invitations(*rows, who="respondent"):
    """Who, sent, answered, score; in the order given."""
    frame = pd.DataFrame(rows, columns=[who, "sent_date", "answered_date", "nps"])
    days = {name: pd.to_datetime(frame[name]) for name in ("sent_date", "answered_date")}
    return frame.assign(client_id="A", survey_id=[f"S{n}" for n in range(len(frame))], **days)


WAVES = invitations(
    ("Anna", "2026-02-01", "2026-02-05", 3),
    ("Ben", "2026-02-01", None, None),
    ("Anna", "2026-05-01", "2026-05-09", 9),
    ("Ben", "2026-05-01", None, None),
    ("Anna", "2026-08-01", None, None),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Anna", "Ben", "Cem", None]),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(0, 60)),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=25,
)


def drawn(rows):
    start = pd.Timestamp("2026-01-01")
    return invitations(
        *(
            (
                who,
                start + pd.Timedelta(sent, "D"),
                None if after is None else start + pd.Timedelta(sent + after, "D"),
                n,
            )
            for who, sent, after, n in rows
        )
    )


class TestLatest:
    """One row per contact."""

    def test_the_latest_answer_counts_and_later_silence_does_not_take_it_back(self):
        anna = latest_by_contact(WAVES).set_index("respondent").loc["Anna"]
        assert (anna["nps"], anna["survey_id"]) == (9, "S2")

    def test_who_never_answered_is_one_silent_contact_with_the_latest_invitation(self):
        ben = latest_by_contact(WAVES).set_index("respondent").loc["Ben"]
        assert pd.isna(ben["answered_date"])
        assert ben["survey_id"] == "S3"

    def test_of_two_answers_on_one_day_that_to_the_later_invitation_counts(self):
        same = invitations(("Anna", "2026-05-01", "2026-05-09", 9), ("Anna", "2026-02-01", "2026-05-09", 3))
        assert latest_by_contact(same)["nps"].to_list() == [9]

    def test_two_clients_may_each_have_an_anna(self):
        assert len(latest_by_contact(WAVES.assign(client_id=["A", "A", "B", "B", "B"]))) == 4

    def test_the_key_of_a_client_edition_says_the_same_as_the_name(self):
        keyed = WAVES.assign(contact=WAVES["respondent"].map({"Anna": "S0", "Ben": "S1"})).drop(columns="respondent")
        assert latest_by_contact(keyed)["survey_id"].to_list() == latest_by_contact(WAVES)["survey_id"].to_list()

    def test_where_nobody_says_who_each_invitation_stands_for_itself(self):
        for held in (WAVES.drop(columns="respondent"), WAVES.assign(respondent=None)):
            assert contact_keys(held) is None
            pd.testing.assert_frame_equal(latest_by_contact(held), held)

    def test_an_invitation_without_a_name_is_a_contact_of_its_own(self):
        held = WAVES.assign(respondent=["Anna", None, None, "Ben", "Anna"])
        assert latest_by_contact(held)["survey_id"].to_list() == ["S0", "S1", "S2", "S3"]


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_rows_matters_only_between_equal_days(rows, random):
    held = drawn(rows).drop_duplicates(["respondent", "sent_date", "answered_date"])
    mixed = held.sample(frac=1, random_state=random.randint(0, 10**6))
    assert set(latest_by_contact(mixed)["survey_id"]) == set(latest_by_contact(held)["survey_id"])


@given(ROWS)
@settings(max_examples=60)
def test_a_loop_over_contacts_finds_the_same(rows):
    held = drawn(rows)
    before = held.copy(deep=True)
    expected = set(held.loc[held["respondent"].isna(), "survey_id"])
    for name in held["respondent"].dropna().unique():  # by hand: the slow and plain way
        own = held[held["respondent"] == name]
        told = own[own["answered_date"].notna()]
        last = (told if len(told) else own).sort_values(["answered_date", "sent_date"], kind="stable").iloc[-1]
        expected.add(last["survey_id"])
    assert set(latest_by_contact(held)["survey_id"]) == expected
    pd.testing.assert_frame_equal(held, before)


@pytest.mark.parametrize("times", [1, 3])
def test_asking_all_again_with_the_same_answers_changes_no_count(times):
    first = invitations(("Anna", "2026-02-01", "2026-02-05", 3), ("Ben", "2026-02-01", "2026-02-07", 9))
    waves = [
        first.assign(**{d: first[d] + pd.Timedelta(30 * n, "D") for d in ("sent_date", "answered_date")})
        for n in range(times)
    ]
    assert sorted(latest_by_contact(pd.concat(waves, ignore_index=True))["nps"]) == [3, 9]
