"""Writing to the ledger: one commit per run, its rows and events, and the files that were refused."""
