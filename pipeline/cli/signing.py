"""apply, undo: what a reviewer signs, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.doing import finish, given, watched
from pipeline.cli.options import PATH, Globals, global_options, limit_options, writing_options


@click.command()
@click.argument("plan", type=PATH, metavar="PLAN.xlsx")
@click.option("--atomic", is_flag=True, default=None, help="One line that is out of date, and nothing is written.")
@writing_options
@global_options
@click.pass_context
def apply(context: click.Context, /, plan: Path, **options: Any) -> None:
    """Carry out the approved lines of a plan, exactly as they stand there, and write a result workbook.

    A line whose device or owner has changed since the plan was made is left out. A plan that was edited anywhere but in
    its Approve column, or applied before, is refused.
    """
    from pipeline import runs

    chosen: Globals = context.obj
    settings = chosen.settings(**given(options))
    with watched(chosen) as stages:
        done = runs.apply(plan, settings, stages)
    finish(context, done, done.report.exit_code)


@click.command()
@click.argument("run_id", metavar="RUN_ID")
@click.option("-o", "--output", type=PATH, metavar="PLAN.xlsx", help="Write the plan as a workbook, to be applied.")
@limit_options
@global_options
@click.pass_context
def undo(context: click.Context, /, run_id: str, output: Path | None, **options: Any) -> None:
    """Plan the reverse of a run, to be looked at, approved and applied like any other plan.

    What has changed since that run stays as it is, and is listed. Devices and owners that it created stay on record.
    """
    from pipeline import runs

    chosen: Globals = context.obj
    settings = chosen.settings(**given(options))
    with watched(chosen) as stages:
        done = runs.undo(run_id, settings, stages, output=output)
    finish(context, done, done.report.exit_code)
