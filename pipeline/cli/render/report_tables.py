"""A report on the screen: its sentences, then its tables one below the other; and single tables in each format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.render.formats import FORMATS, Listing, TextFormat, print_or_write, put
from pipeline.cli.render.shown_columns import chosen_columns

if TYPE_CHECKING:
    from pipeline.model import LedgerReport, ReportTable
    from pipeline.settings import Settings

# So many rows of a table are shown on the screen beside the others.
_SHOWN = 20
# The command that tells what it found as a report, under its own name.
_STOCKTAKE = "stocktake"


def put_json(report: LedgerReport, output: Path | None, settings: Settings) -> None:
    """Print the whole report as JSON, or write it to a file."""
    from pipeline.cli.render.report import outputs_json
    from pipeline.runs.ledger_reports.written import report_object

    told = outputs_json(
        _STOCKTAKE if report.name == _STOCKTAKE else "report",
        {},
        state_version=report.state_version,
        report=report_object(report),
    )
    print_or_write(told, report.title, output, settings)


def put_text(report: LedgerReport, output: Path | None, settings: Settings) -> None:
    """Print the report as text, of long tables the first rows; a file has all of them."""
    print_or_write("\n".join(_lines(report, is_whole=output is not None)), report.title, output, settings)


def put_table(
    report: LedgerReport,
    name: str,
    format_: str,
    output: Path | None,
    settings: Settings,
    *,
    columns: tuple[str, ...] | None,
    is_raw: bool,
) -> None:
    """Print these columns of one table in a format, or write them to a file.

    Raises UsageError where there is no such table or column.
    """
    names = [table.name for table in report.tables]
    if name not in names:
        raise click.UsageError(f"The report {report.name} has no table {name}. It has: {', '.join(names)}.")
    if format_ == "html":
        raise click.UsageError("A page has the whole report. Leave --table out, or choose another format.")
    listing = _listing(report, report.table(name))
    frame = listing.frame.select(chosen_columns(columns, listing.frame.columns))
    listing = replace(listing, frame=frame, is_raw=is_raw, first=() if columns else listing.first)
    put(listing, format_, output, settings)


def _lines(report: LedgerReport, *, is_whole: bool) -> Iterator[str]:
    yield f"{report.title}. {report.about}."
    yield from report.sentences
    for table in report.tables:
        yield ""
        yield f"{table.title} ({table.frame.height:,})"
        yield from _table_lines(report, table, is_whole=is_whole)


def _table_lines(report: LedgerReport, table: ReportTable, *, is_whole: bool) -> Iterator[str]:
    if table.frame.is_empty():
        yield table.empty
        return
    shown = table if is_whole else replace(table, frame=table.frame.head(_SHOWN))
    as_table = FORMATS["table"]
    assert isinstance(as_table, TextFormat)  # noqa: S101 - for the checker of types
    yield as_table.text(_listing(report, shown, is_for_file=is_whole))
    if left := table.frame.height - shown.frame.height:
        yield f"... and {left:,} more: --table {table.name}, or -o FILE.xlsx for all of them."


def _listing(report: LedgerReport, table: ReportTable, *, is_for_file: bool = False) -> Listing:
    frame = table.frame
    first = () if is_for_file else tuple(frame.columns)
    more = f"--table {table.name} --columns all"
    return Listing("rows", frame, first=first, timezone=report.timezone, is_for_file=is_for_file, way_to_more=more)
