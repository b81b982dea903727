"""What is read back of the ledger."""
