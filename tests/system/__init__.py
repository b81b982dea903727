"""The slow tests: `pytest -m system`."""
