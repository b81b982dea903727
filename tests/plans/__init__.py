"""The plan workbook, written and read back: what is on it, that nothing but the answers can be edited, its seal."""
