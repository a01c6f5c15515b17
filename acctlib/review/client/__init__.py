"""One client's review and its sections."""
