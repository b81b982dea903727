"""Tests of what becomes of files: which are usable, and what their cells mean."""
