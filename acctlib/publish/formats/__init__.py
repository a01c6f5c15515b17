"""Render pages as files: PDF via Typst, HTML, and XLSX."""
