"""Sentences for people: about rows, limits and found devices; and the phrases that they are made of."""
