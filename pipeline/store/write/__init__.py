"""Writing to the ledger: one commit per run with its rows and events, and the files that were refused."""
