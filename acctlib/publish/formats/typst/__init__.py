"""Pages as Typst source and PDF: fonts, tables that fit, and the source itself."""
