"""Sentences for people: about a row, about a whole run; and the small phrases they are made of."""
