"""Shared by all metrics: ratios, intervals, amounts, small-group suppression, and the definition and example types."""
