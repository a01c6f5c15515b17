"""Every table and column that the kit knows, by domain."""
