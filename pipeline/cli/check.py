"""check: write the findings of each file into a copy of it, without touching the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, files_argument, global_options, intent_options


@click.command(epilog="Example: rollcall check inventory.xlsx assignments.xlsx")
@files_argument
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE",
    help="The checked copy; of several files, one list.  [NAME.checked.xlsx beside each]",
)
@intent_options
@global_options
@click.pass_context
def check(context: click.Context, /, files: tuple[Path, ...], output: Path | None, **options: Any) -> None:
    """Find everything that is wrong with the files, and give them back with it; write nothing to the ledger."""
    from pipeline.runs import check

    chosen: Globals = context.obj
    settings = chosen.settings_with_ledger_meant(**options)
    with chosen.stages() as stages:
        done = check.check(files, settings, stages, output=output)
    chosen.finish(context, done, done.report.exit_code)
