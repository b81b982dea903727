"""Tests of what is said of damaged identifiers."""
