"""Facts about fees: how much, how that compares, and what is behind the change."""
