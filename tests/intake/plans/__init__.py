"""The plan workbook read back: nothing but the answers can be edited, and its seal is kept."""
