"""Tests of ledgers in a lake: what is written is what is read, whoever else writes, reads or dies meanwhile."""
