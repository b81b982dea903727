"""Rows that are no data: totals, notes, hidden and merged ones."""
