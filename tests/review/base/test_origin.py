"""A section's block says what it was made from, and is made again from that."""

import pandas as pd
import pytest

from acctlib.display import Note
from acctlib.errors import ReviewError
from acctlib.facts import Fact, TrackedFacts
from acctlib.review.base.origin import made_again, traced


class Review:
    """Enough of a review: facts, and sections that ask which of them were used."""

    def __init__(self):
        self.facts = TrackedFacts({name: Fact(name, f"{name}.1", name, "count") for name in ("fees", "nps", "overdue")})

    @traced
    def top(self, most=3, *, by="fees"):
        return Note(f"The {most} largest by {self.facts[by].name}")

    @traced
    def notes(self):
        return Note(", ".join(self.facts.used))

    @traced
    def since(self, day):
        return Note(str(day))

    def rows(self):
        return Note("no section")


def test_arguments_are_part_of_what_a_block_was_made_from():
    made = Review().top(5, by="nps")
    assert made.origin == {"section": "top", "given": [[5], {"by": "nps"}]}
    assert made_again(Review(), made.origin) == made
    assert Review().top().origin == {"section": "top"}


def test_a_block_that_depends_on_what_was_shown_before_says_what_that_was():
    review = Review()
    review.top(by="overdue")
    review.top()
    made = review.notes()
    assert made.origin == {"section": "notes", "after": ["overdue", "fees"]}
    assert made_again(Review(), made.origin).text == "overdue, fees"


def test_facts_that_are_not_there_were_not_used():
    assert made_again(Review(), {"section": "notes", "after": ["fees", "paid to Bramley"]}).text == "fees"


def test_a_block_of_arguments_that_json_does_not_know_has_no_origin():
    assert Review().since(pd.Period("2026Q3")).origin is None


@pytest.mark.parametrize("name", ["rows", "facts", "none", None])
def test_what_is_no_section_is_not_called(name):
    with pytest.raises(ReviewError, match="is not a section"):
        made_again(Review(), {"section": name})
