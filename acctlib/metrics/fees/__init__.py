"""Fees: what counts as fees, fees by client and quarter, contracted fees, and concentration."""
