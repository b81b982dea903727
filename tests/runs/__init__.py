"""Whole runs, from workbooks on disk to the ledger, the results and the published copy."""
