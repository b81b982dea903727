"""The command line: parse options, call one function of `runs`, print its report, exit with its code.

One module per command, called as the command is typed (`ledger_safety` has verify, backup, restore, rebuild and
publish). Beside them:

    app           the group of commands, and the one place that catches errors
    options       the options that commands share
    render/       reports, failures, tables, stories of devices and progress, as text and as JSON

Nothing heavy is imported before a command runs, so that `--help` is instant.
"""

import atexit
import gc

# Hardly anything that is loaded is ever garbage. To look through it 200 times, and once more at the end, took a fifth
# of the processor that a small file costs (measured).
gc.set_threshold(200_000, 20, 20)
atexit.register(gc.freeze)

from pipeline.cli.app import main

__all__ = ["main"]
