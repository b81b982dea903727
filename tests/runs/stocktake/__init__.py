"""Stocktakes."""
