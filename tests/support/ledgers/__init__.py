"""Ledgers: a story in four runs, random histories, harm, and what takes a run back."""
