"""The book in DuckDB: built atomically, and read one client at a time."""
