"""The desks of the commands; nobody here writes to the ledger."""

from __future__ import annotations

from tests.cli.conftest import desk, monday, no_settings_of_the_tester, office

__all__ = ["desk", "monday", "no_settings_of_the_tester", "office"]
