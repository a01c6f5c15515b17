"""Facts about fees: amounts, comparisons and the causes of change."""
