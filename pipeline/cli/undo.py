"""undo: plan the reverse of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, global_options, limit_options


@click.command(epilog="Example: rollcall undo last -o back.xlsx")
@click.argument("run_id", metavar="[RUN_ID|last]", required=False)
@click.option("--source", metavar="NAME", help="The latest run that changed something with a file of this source.")
@click.option("-o", "--output", type=PATH, metavar="PLAN.xlsx", help="Write the plan as a workbook, to be applied.")
@limit_options
@global_options
@click.pass_context
def undo(
    context: click.Context, /, run_id: str | None, source: str | None, output: Path | None, **options: Any
) -> None:
    """Plan the reverse of a run, to be looked at, approved and applied like any other plan.

    RUN_ID is as `rollcall show runs` lists it; `last` is the latest run that changed something.

    What has changed since that run stays as it is, and is listed. Devices and owners that it created stay on record.
    """
    from pipeline.runs import undo

    if run_id is None and source is None:
        raise click.UsageError("Say which run to reverse: RUN_ID, `last`, or --source NAME.")
    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(**options)
    with chosen.stages() as stages:
        done = undo.undo(run_id or undo.LAST, settings, stages, output=output, source=source)
    chosen.finish(context, done, done.report.exit_code)
