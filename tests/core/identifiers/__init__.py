"""Identifiers that pass from one device to another."""
