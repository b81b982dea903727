"""Receipts to sign: what a run handed over and took back, by person, with the terms of that day."""
