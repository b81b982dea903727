"""The guards against mistakes: limits on a plan, and new owners or identifiers that look like known ones."""
