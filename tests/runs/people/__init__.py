"""Sheets of people, from the file to the ledger and back."""
