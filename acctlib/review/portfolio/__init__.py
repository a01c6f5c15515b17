"""A supervisor's or the firm's whole book for one quarter; internal only."""

from acctlib.review.portfolio.portfolio import Portfolio

__all__ = ["Portfolio"]
