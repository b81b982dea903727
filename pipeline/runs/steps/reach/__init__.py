"""What of the ledger a run decides from, and which of its rows need no decision."""
