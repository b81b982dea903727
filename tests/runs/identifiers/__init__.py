"""Identifiers that pass from one device to another, and what commands make of them."""
