"""Amounts, dates and keys, one line per case."""
