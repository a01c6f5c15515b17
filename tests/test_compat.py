"""Old names are read, and told once."""

import warnings

import pytest

from acctlib.compat import CompatibilityWarning, notices, notify, renamed
from acctlib.errors import ConfigError


def test_an_old_name_is_read_as_the_new_one_with_a_notice():
    with pytest.warns(
        CompatibilityWarning, match=r"^f.yml: as_of is now called covered_to; the old name is read until"
    ):
        assert renamed({"firm": "A", "as_of": 1}, "key", "f.yml") == {"firm": "A", "covered_to": 1}


def test_old_and_new_name_with_one_value_are_no_contradiction():
    with pytest.warns(CompatibilityWarning):
        assert renamed({"as_of": 1, "covered_to": 1}, "key", "f.yml") == {"covered_to": 1}


def test_old_and_new_name_with_two_values_are_an_error():
    with pytest.raises(
        ConfigError, match=r"^f.yml: as_of is now called covered_to, and both are given; keep covered_to$"
    ):
        renamed({"as_of": 1, "covered_to": 2}, "key", "f.yml")


def test_the_same_notice_is_told_once_and_another_warning_as_ever():
    told = []
    with warnings.catch_warnings(record=True) as others, notices(told.append):
        warnings.simplefilter("always")
        for warn in (notify, notify, warnings.warn):
            warn("said")
    assert told == ["said"]
    assert [str(other.message) for other in others] == ["said"]
