"""One fresh process per report, forked from a server that has done the imports."""
