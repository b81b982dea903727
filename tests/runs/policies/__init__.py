"""Policies: what breaks them, and what becomes of a run that would."""
