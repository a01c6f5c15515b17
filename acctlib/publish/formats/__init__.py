"""Pages as files: PDF through Typst, HTML, and XLSX."""
