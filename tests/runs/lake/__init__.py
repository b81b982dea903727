"""Tests of ledgers that go from a file to a lake and back, and of what runs leave there."""
