"""Servers, and those who call them."""
