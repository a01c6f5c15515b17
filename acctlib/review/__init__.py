"""The notebook interface: one client, quarter and edition, section by section."""

from acctlib.review.client.review import Review
from acctlib.review.session import open_portfolio, open_review

__all__ = ["Review", "open_portfolio", "open_review"]
