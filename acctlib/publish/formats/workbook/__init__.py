"""Pages as an XLSX workbook."""
