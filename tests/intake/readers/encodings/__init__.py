"""Tests of the encodings of text files."""
