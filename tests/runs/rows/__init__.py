"""Rows that cannot be used, and the sentences about rows, by real runs on real files."""
