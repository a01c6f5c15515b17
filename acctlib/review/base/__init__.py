"""Code shared by client reviews and portfolios: page, sections, commentary and tables."""
