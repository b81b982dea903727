"""Receipts of runs."""
