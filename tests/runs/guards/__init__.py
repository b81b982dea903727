"""Runs that meet new owners and devices which look like known ones."""
