"""Workbooks that LibreOffice opened and saved."""
