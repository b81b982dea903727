"""Calls about single devices."""
