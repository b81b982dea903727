"""The guards against mistakes: limits on a plan; new owners and devices that look like known ones; lists in a cell."""
