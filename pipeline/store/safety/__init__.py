"""Verification, backup, restore, replay of the events, and rebuilding the tables from them."""
