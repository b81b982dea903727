"""The workbooks of a run, a check and an export, read back with other programs' readers."""
