"""What a notebook holds in its hand: one client, one quarter, one edition, by section."""

from acctlib.review.client.review import Review
from acctlib.review.session import open_portfolio, open_review

__all__ = ["Review", "open_portfolio", "open_review"]
