"""One fresh process per report, forked from a server with the imports done."""
