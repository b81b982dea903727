"""Workbooks to be written, edited and opened."""
