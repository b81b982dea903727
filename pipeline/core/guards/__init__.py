"""Limits, and owners or identifiers that look like known ones: what holds a change up before it does harm."""
