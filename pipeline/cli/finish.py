"""The end of a command that decided something: its report is printed, and it exits with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.cli.options import Globals
    from pipeline.runs.steps.commit import Done


def finish(context: click.Context, done: Done, code: int) -> None:
    """Say what was done, and exit."""
    from pipeline.cli.render import report

    chosen: Globals = context.obj
    if chosen.json:
        click.echo(report.report_json(done, code))
    elif not chosen.quiet:
        for line in report.report_lines(done):
            click.echo(line)
    context.exit(code)
