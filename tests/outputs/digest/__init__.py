"""The digest as text, page, mail and workbook."""
