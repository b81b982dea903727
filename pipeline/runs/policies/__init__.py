"""Policies: rules of the house in SQL, asked of the ledger as a run would leave it."""
