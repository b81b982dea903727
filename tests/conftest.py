"""Settings of all tests: a marker by folder, shared fixtures, and how many random examples a property gets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

pytest_plugins = [
    "tests.support.fixtures.desks",
    "tests.support.fixtures.inboxes",
    "tests.support.fixtures.nights",
    "tests.support.fixtures.plans",
    "tests.support.fixtures.templates",
]

FOLDERS = {
    "unit": ("schemas", "model", "settings", "intake", "core", "outputs", "sample_data", "project"),
    "ledger": ("store", "runs"),
    "cli": ("cli", "docs"),
    "system": ("system",),
}
"""The marker of each folder; `system` is what `pytest` leaves out unless it is asked for."""

# Random examples at a desk, the same ones every time where a submission is judged.
settings.register_profile("desk", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate, Phase.target, Phase.shrink]
)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test gets the marker of its folder."""
    markers = {folder: marker for marker, folders in FOLDERS.items() for folder in folders}
    for item in items:
        item.add_marker(markers[item.path.relative_to(Path(__file__).parent).parts[0]])
