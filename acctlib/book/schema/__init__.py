"""Every table and column in the kit's schema, by domain."""
