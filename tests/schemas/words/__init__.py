"""Words in cells that mean something."""
