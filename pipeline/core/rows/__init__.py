"""The decision of each row: which device, which duplicates, and what it does."""
