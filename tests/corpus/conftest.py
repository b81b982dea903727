"""The settings of whoever runs the tests do not bear on the corpus."""

from tests.cli.conftest import no_settings_of_the_tester

__all__ = ["no_settings_of_the_tester"]
