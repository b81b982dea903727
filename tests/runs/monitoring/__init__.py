"""The digest: what differs between the drop folders and the ledger, and why."""
