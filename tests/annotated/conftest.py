"""An empty desk, and one where Monday's workbooks are loaded."""

from tests.cli.conftest import desk, monday, no_settings_of_the_tester, office

__all__ = ["desk", "monday", "no_settings_of_the_tester", "office"]
