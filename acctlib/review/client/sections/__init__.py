"""The sections of a review: each takes the review and gives one block. A section without data is one line."""
