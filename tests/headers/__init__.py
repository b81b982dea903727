"""Tests of what columns are taken for: two header rows, doubtful headers, saved mappings, missing headers."""
