"""The part of the ledger that rows can reach."""
