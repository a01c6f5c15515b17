"""What a client's review and a portfolio have in common: page, sections, commentary, tables."""
