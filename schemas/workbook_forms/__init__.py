"""The forms of our workbooks, one module each, used by the writer and by the reader of the workbook."""
