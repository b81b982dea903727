"""run: bring the ledger in line with the files, and write the results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import Globals, files_argument, global_options, intent_options, writing_options

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.command(epilog="Example: rollcall run inventory.xlsx assignments.xlsx")
@files_argument
@intent_options
@writing_options
@global_options
@click.pass_context
def run(context: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Check the files, bring the ledger in line with them, and write a result workbook."""
    from pipeline.runs import run

    chosen: Globals = context.obj
    settings = _with_ledger_meant(chosen, options)
    with chosen.stages() as stages:
        done = run.run(files, settings, stages)
    chosen.finish(context, done, done.report.exit_code)


def _with_ledger_meant(chosen: Globals, options: dict[str, Any]) -> Settings:
    """The settings; at a terminal it asks which ledger is meant, where this folder has none and one above has."""
    from pipeline.settings import nearby_ledger

    settings = chosen.settings(**options)
    other = nearby_ledger(settings)
    if other is None or chosen.json or chosen.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return settings
    click.echo(
        f"This folder has no ledger, and there is one at {other}.\n  1  use that one\n  2  make a new one here",
        err=True,
    )
    answer = click.prompt("Which?", type=click.IntRange(1, 2), default=1, err=True)
    chosen.state = other if answer == 1 else settings.state
    return chosen.settings(**options)
