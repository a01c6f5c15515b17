"""A run: from a request to reports, manifest and index."""
