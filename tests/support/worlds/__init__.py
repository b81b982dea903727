"""Random worlds for property tests, and the core run on them."""
