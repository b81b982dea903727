"""Tests of the vocabulary: fields, headers and models."""
