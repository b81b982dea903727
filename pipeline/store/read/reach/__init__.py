"""Reading the part of the ledger that the rows of a run can reach."""
