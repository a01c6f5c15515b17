"""Fees: what counts, by client and quarter, as agreed, and how concentrated."""
