"""The plan workbook as it is written."""
