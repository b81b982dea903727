"""Tests of the ledger, against real DuckDB files."""
