"""run, check, plan, publish."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, files_argument, global_options, intent_options, writing_options

if TYPE_CHECKING:
    from pipeline.runs import Done, Stages

_THERE_ARE_CHANGES = 10


@click.command()
@files_argument
@intent_options
@writing_options
@global_options
@click.pass_context
def run(context: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Check the files, bring the ledger in line with them, and write a result workbook."""
    from pipeline import runs

    chosen: Globals = context.obj
    settings = chosen.settings(**given(options))
    with watched(chosen) as stages:
        done = runs.run(files, settings, stages)
    finish(context, done, done.report.exit_code)


@click.command()
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
    from pipeline import runs

    chosen: Globals = context.obj
    settings = chosen.settings(**given(options))
    with watched(chosen) as stages:
        done = runs.check(files, settings, stages, output=output)
    finish(context, done, done.report.exit_code)


@click.command()
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
    from pipeline import runs

    chosen: Globals = context.obj
    settings = chosen.settings(**given(options))
    with watched(chosen) as stages:
        done = runs.plan(files, settings, stages, output=output)
    code = done.report.exit_code
    if detailed_exitcode and code == 0 and any(done.report.actions.values()):
        code = _THERE_ARE_CHANGES
    finish(context, done, code)


@click.command()
@click.option("--wait", type=float, metavar="SECONDS", help="How long to wait for another process.  [30]")
@global_options
@click.pass_context
def publish(context: click.Context, /, wait: float | None) -> None:
    """Publish the analysts' copy: a read-only DuckDB file with views, and one Parquet file per table."""
    from pipeline import runs

    chosen: Globals = context.obj
    published = runs.publish(chosen.settings(wait=wait))
    if chosen.json:
        from pipeline.cli import telling

        click.echo(telling.outputs_json("publish", {"published": published}))
    elif not chosen.quiet:
        click.echo(str(published))


def given(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; a repeatable one that was not is empty."""
    return {name: value for name, value in options.items() if value not in (None, ())}


def watched(chosen: Globals) -> AbstractContextManager[Stages]:
    """Stages that are shown to whoever waits at a terminal."""
    from pipeline.cli.progress import watched_stages

    return watched_stages(is_silent=chosen.quiet or chosen.json)


def finish(context: click.Context, done: Done, code: int) -> None:
    """Say what was done, and exit."""
    from pipeline.cli import telling

    chosen: Globals = context.obj
    if chosen.json:
        click.echo(telling.report_json(done, code))
    elif not chosen.quiet:
        for line in telling.report_lines(done):
            click.echo(line)
    context.exit(code)
