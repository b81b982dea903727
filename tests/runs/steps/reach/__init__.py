"""What of the ledger a run decides from."""
