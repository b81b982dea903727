"""run: bring the ledger in line with the files, and write the results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import Globals, files_argument, global_options, intent_options, writing_options


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
    settings = chosen.settings_with_ledger_meant(**options)
    with chosen.stages() as stages:
        done = run.run(files, settings, stages)
    chosen.finish(context, done, done.report.exit_code)
