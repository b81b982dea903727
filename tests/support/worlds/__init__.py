"""Random worlds for property tests."""
