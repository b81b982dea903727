"""A report as one file of HTML: no script, nothing remote, printable, light or dark as the reader has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.outputs.ledger_reports.drawn import FOLDER, chart_svg
from pipeline.outputs.ledger_reports.shown import ShownTable, made_of, shown_table
from pipeline.outputs.templates import environment
from schemas.records import dataclass

if TYPE_CHECKING:
    from pipeline.model import LedgerReport, ReportTable

# A browser shows no more rows of a table without being slow; the workbook has all.
_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class _Section:
    """One table of the page, with its charts."""

    table: ReportTable
    shown: ShownTable
    charts: Sequence[str]


def report_page(report: LedgerReport) -> str:
    """The whole report; of each table the first 5,000 rows, which the page says where there are more."""
    sections = [
        _Section(
            table,
            shown_table(table, report.timezone, most=_ROWS),
            [chart_svg(table, chart, f"{table.name}-{at}") for at, chart in enumerate(table.charts)],
        )
        for table in report.tables
    ]
    return (
        environment(FOLDER).get_template("report.html").render(report=report, made=made_of(report), sections=sections)
    )
