"""apply: carry out the approved lines of a plan workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import PATH, Globals, global_options, limit_options, setting, writing_options


@click.command(epilog="Example: rollcall apply plan.xlsx")
@click.argument("plan", type=PATH, metavar="PLAN.xlsx")
@setting("atomic", help="One line that is out of date, and nothing is written.")
@limit_options
@writing_options
@global_options
@click.pass_context
def apply(context: click.Context, /, plan: Path, **options: Any) -> None:
    """Carry out the approved lines of a plan, exactly as they stand there, and write a result workbook.

    A line whose device or owner has changed since the plan was made is left out. A plan that was edited anywhere but in
    its Approve column, or applied before, is refused.
    """
    from pipeline.runs import apply

    chosen: Globals = context.obj
    settings = chosen.settings_with_ledger_meant(**options)
    with chosen.stages() as stages:
        done = apply.apply(plan, settings, stages)
    chosen.finish(context, done, done.report.exit_code)
