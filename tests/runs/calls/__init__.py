"""Calls as `runs` carries them out."""
