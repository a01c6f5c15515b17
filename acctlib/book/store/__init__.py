"""The book in DuckDB: built whole or not at all, and read one client at a time."""
