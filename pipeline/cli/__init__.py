"""The command line: parse options, call one function of `runs`, echo its report, exit with its code.

    app           the group of commands, and the one place that catches errors
    options       the options that commands share
    doing         run, check, plan, publish
    signing       apply, undo
    asking        show, explain
    exporting     export
    guide         guide
    telling       reports, issues and tables as text and as JSON
    progress      what is going on, for whoever waits longer than a second

Nothing heavy is imported before a command runs, so that `--help` is instant.
"""

from pipeline.cli.app import main

__all__ = ["main"]
