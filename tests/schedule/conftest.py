"""The same desks as those of the commands."""

from __future__ import annotations

from tests.cli.conftest import desk, no_settings_of_the_tester

__all__ = ["desk", "no_settings_of_the_tester"]
