"""The command line: parse options, call one function of `runs`, print its report, exit with its code.

One module per command, called as the command is typed (`ledger_safety` has verify, backup, restore, rebuild and
publish). Beside them:

    app           the group of commands, and the one place that catches errors
    options       the options that commands share
    housekeeping  how often Python looks for garbage, and how a process ends
    render/       reports, failures, tables, stories of devices and progress, as text and as JSON

Nothing heavy is imported before a command runs, so that `--help` is instant.
"""

import os

from pipeline.cli.housekeeping import look_rarely

look_rarely()
# Pydantic would look through all that is installed for plugins; with a blank variable it does.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pipeline.cli.app import main, program

__all__ = ["main", "program"]
