"""plan: list the changes that `run` would make, and write them as a workbook to be approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, files_argument, global_options, intent_options

_THERE_ARE_CHANGES = 10


@click.command(epilog="Example: rollcall plan assignments.xlsx -o plan.xlsx")
@files_argument
@click.option("-o", "--output", type=PATH, metavar="PLAN.xlsx", help="Also write the plan as a workbook.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 when there are changes.")
@intent_options
@global_options
@click.pass_context
def plan(
    context: click.Context, /, files: tuple[Path, ...], output: Path | None, detailed_exitcode: bool, **options: Any
) -> None:
    """Show what `run` would do with the files; write nothing to the ledger."""
    from pipeline.runs import plan

    chosen: Globals = context.obj
    settings = chosen.settings_with_ledger_meant(**options)
    with chosen.stages() as stages:
        done = plan.plan(files, settings, stages, output=output)
    code = done.report.exit_code
    if detailed_exitcode and code == 0 and any(done.report.actions.values()):
        code = _THERE_ARE_CHANGES
    chosen.finish(context, done, code)
