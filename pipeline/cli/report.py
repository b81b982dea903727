"""report: what is on record, as a report for people, as a file, or as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import PATH, Globals, global_options, setting
from pipeline.cli.render.formats import REPORT_FORMATS, format_of
from pipeline.cli.render.shown_columns import columns_option

if TYPE_CHECKING:
    from pipeline.model import LedgerReport
    from pipeline.settings import Settings


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """The day of an option; a month is its last day."""
    from pipeline.runs.ledger_reports.asked import day_of

    if value is None:
        return None
    try:
        return day_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error


@click.command(epilog="Example: rollcall report money --as-of 2026-03 -o money.xlsx")
@click.argument("name", required=False, metavar="[REPORT]")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to a file: .xlsx, .html, .json, .csv, .parquet.")
@click.option("--as-of", callback=_day, metavar="DAY", help="As it was at the end of that day; 2026-03: of that month.")
@click.option("--from", "from_day", callback=_day, metavar="DAY", help="The first day, of a report about a time.")
@click.option("--to", "to_day", callback=_day, metavar="DAY", help="The last day, of a report about a time.")
@click.option("--serial", metavar="SERIAL", help="Only this serial number.")
@click.option("--owner", metavar="EMAIL", help="Only what this owner has.")
@click.option("--org", metavar="ORG", help="Only this organization.")
@click.option("--table", "table", metavar="NAME", help="Only this table, with all its rows.")
@click.option("--columns", callback=columns_option, metavar="A,B,C", help="Of that table only these; all for all.")
@click.option("--format", "format_", type=click.Choice(REPORT_FORMATS), help="How.  [table; what the name of -o says]")
@click.option("--raw", is_flag=True, help="In CSV, leave texts as they are that Excel would run as a formula.")
@setting("wait")
@global_options
@click.pass_context
def report(
    context: click.Context,
    /,
    name: str | None,
    output: Path | None,
    table: str | None,
    columns: tuple[str, ...] | None,
    format_: str | None,
    raw: bool,
    wait: float | None,
    **asked: Any,
) -> None:
    """Tell what is on record, as a report: who has what, money, book value, leavers, and more.

    Without the name of a report it lists them. A workbook (`-o FILE.xlsx`) has native charts, a page (`-o FILE.html`)
    is one file that prints. CSV and Parquet have one table: see --table.
    """
    from pipeline.runs.ledger_reports.asked import ReportAsked
    from pipeline.runs.ledger_reports.report import report

    chosen: Globals = context.obj
    if name is None:
        _put_list(chosen)
        return
    settings = chosen.settings_of_ledger(wait=wait)
    format_ = format_ or format_of(output, REPORT_FORMATS, is_json=chosen.json)
    made = report(name, ReportAsked(**asked), settings)
    put_report(made, format_, output, settings, table=table, columns=columns, is_raw=raw)


def put_report(
    report: LedgerReport,
    format_: str,
    output: Path | None,
    settings: Settings,
    *,
    table: str | None,
    columns: tuple[str, ...] | None,
    is_raw: bool,
) -> None:
    """Print the report, or write it to a file and print its path on standard error."""
    from pipeline.cli.render import report_tables
    from pipeline.runs.ledger_reports import written

    if format_ in {"xlsx", "html"} and table is None:
        write = written.write_workbook if format_ == "xlsx" else written.write_page
        path = write(report, output or Path(f"{report.name}.{format_}"), settings)
        click.echo(f"{report.title}: {path}", err=True)
    elif format_ == "json":
        report_tables.put_json(report, output, settings)
    elif format_ == "table" and table is None:
        report_tables.put_text(report, output, settings)
    else:
        report_tables.put_table(report, table or report.main, format_, output, settings, columns=columns, is_raw=is_raw)


def _put_list(chosen: Globals) -> None:
    from pipeline.cli.render.report import outputs_json
    from pipeline.runs.ledger_reports.report import REPORTS

    if chosen.json:
        click.echo(outputs_json("report", {}, reports={name: kind.about for name, kind in REPORTS.items()}))
        return
    wide = max(map(len, REPORTS))
    for name, kind in REPORTS.items():
        click.echo(f"{name:{wide}}  {kind.title}: {kind.about}")
