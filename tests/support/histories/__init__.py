"""Random histories of a ledger."""
