"""Pages as Typst source and PDF: fonts, table fitting, and the source itself."""
