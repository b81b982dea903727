"""The workbooks that are written, one module or folder each."""
