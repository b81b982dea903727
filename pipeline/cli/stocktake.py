"""stocktake: scans against what is on record; and a plan of where things are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, files_argument, global_options, reading_options, setting
from pipeline.cli.render.formats import REPORT_FORMATS, format_of
from pipeline.cli.render.shown_columns import columns_option
from pipeline.cli.report import put_report

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.command(epilog="Example: rollcall stocktake scans.csv -o stocktake.xlsx")
@files_argument
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file: .xlsx, .html, .json, .csv, .parquet.")
@click.option("--scope", metavar="SCOPE", help="What was to be scanned: all, or FIELD=VALUE.  [the places that were]")
@click.option("--plan", "is_plan", is_flag=True, help="Plan that what was found elsewhere is there; -o PLAN.xlsx.")
@click.option("--table", "table", metavar="NAME", help="Only this table, with all its rows.")
@click.option("--columns", callback=columns_option, metavar="A,B,C", help="Of that table only these; all for all.")
@click.option("--format", "format_", type=click.Choice(REPORT_FORMATS), help="How.  [table; what the name of -o says]")
@click.option("--raw", is_flag=True, help="In CSV, leave texts as they are that Excel would run as a formula.")
@setting("org", help="Organization of the scans.  [default]")
@reading_options
@setting("wait")
@global_options
@click.pass_context
def stocktake(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    *,
    output: Path | None,
    scope: str | None,
    is_plan: bool,
    table: str | None,
    columns: tuple[str, ...] | None,
    format_: str | None,
    raw: bool,
    **options: Any,
) -> None:
    """Compare scans with what is on record: not scanned, found elsewhere, not on record, scanned twice.

    The files have a row per scan: a tag, a serial number or whatever the scanner read, the place, who scanned, when.
    Nothing is changed: `--plan -o plan.xlsx` writes a plan of the places, to be approved and applied like any other.
    """
    from pipeline.runs.stocktake import stocktake

    chosen: Globals = context.obj
    settings: Settings = chosen.settings_of_ledger(**options)
    if is_plan:
        with chosen.stages() as stages:
            done = stocktake.plan_places(files, settings, stages, output=output)
        chosen.finish(context, done, done.report.exit_code)
        return
    format_ = format_ or format_of(output, REPORT_FORMATS, is_json=chosen.json)
    with chosen.stages() as stages:
        report = stocktake.stocktake(files, settings, stages, scope=scope, output=output)
    put_report(report, format_, output, settings, table=table, columns=columns, is_raw=raw)
