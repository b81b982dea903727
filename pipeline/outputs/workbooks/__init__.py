"""One module or folder per workbook: its sheets, put together and written."""
