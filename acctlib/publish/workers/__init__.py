"""One fresh process a report, forked from a warm server."""
