"""Tests of the headers of columns."""
