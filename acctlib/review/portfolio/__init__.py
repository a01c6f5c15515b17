"""The supervisor's whole book, or the firm's: for a quarter, internal."""

from acctlib.review.portfolio.portfolio import Portfolio

__all__ = ["Portfolio"]
