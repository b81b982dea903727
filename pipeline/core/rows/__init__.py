"""The decision of each row: its device, its duplicates, its action and its outcome."""
