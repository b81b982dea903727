"""A report as a workbook: a Summary with native charts, then one sheet per table with all its rows, set up for print.

XlsxWriter writes it, for its charts: they have descriptions for whoever cannot see them, and the number formats of the
tables. It is written in constant memory, with temporary files beside the workbook.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.cells import Formats, TextBook, new_book, set_up_print, write_part
from pipeline.outputs.excel.fingerprint import OwnForm, put_fingerprint
from pipeline.outputs.excel.print_pages import pages_across
from pipeline.outputs.excel.workbook import Look, page, write_whole
from pipeline.outputs.ledger_reports.shown import made_of, titles_of
from pipeline.outputs.local_times import with_local_times
from schemas.workbook_forms.report import REPORT_TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.worksheet import Worksheet

    from pipeline.model import Chart, LedgerReport, ReportTable
    from pipeline.outputs.excel.parts import Part

_SUMMARY = "Summary"
_WIDE, _HIGH, _BETWEEN = 560, 300, 20
_CHART_ROWS = (_HIGH + _BETWEEN) // 20  # a usual row has 20 pixels
_UNPRINTABLE, _LONGEST_FOOTER = re.compile(r"[\x00-\x1f\x7f]"), 120
_GRID = (30, 12, 125)


def write_report_book(path: Path, report: LedgerReport) -> Path:
    """Write the workbook, which appears whole or not at all. Raises StoreFailed."""
    return write_whole(path, partial(_write, report=report))


def _write(path: Path, *, report: LedgerReport) -> None:
    with new_book(path) as book:
        book.set_properties({"title": report.title, "author": "Rollcall"})
        about = _UNPRINTABLE.sub(" ", report.about)[:_LONGEST_FOOTER]
        formats, footer = Formats(book), f"{report.title}. {about}"
        summary = book.add_worksheet(_SUMMARY)
        first_free = _write_summary(summary, report, formats)
        for table in report.tables:
            _write_table(book, table, report.timezone, formats, footer)
        _insert_charts(book, summary, report, first_free)
        set_up_print(summary, footer, pages=(1, 1))
    put_fingerprint(path, OwnForm.REPORT)


def _write_summary(sheet: Worksheet, report: LedgerReport, formats: Formats) -> int:
    """Write the title, the sentences, and what each sheet has; the first row that is free below."""
    for column, width in enumerate(_GRID):
        sheet.set_column(column, column, width)
    sheet.set_tab_color(styles.ACCENT)
    sheet.hide_gridlines(2)
    sheet.set_row(0, styles.TITLE_HEIGHT)
    sheet.write_string(0, 0, f"{REPORT_TITLE}{report.title}", formats.of(styles.TITLE))
    sheet.write_string(1, 0, report.about, formats.of({"bold": True}))
    sheet.write_string(2, 0, made_of(report), formats.of(styles.CALM))
    row = 4
    for sentence in report.sentences:
        sheet.write_string(row, 0, sentence)
        row += 1
    return _write_contents(sheet, report, formats, row + 1)


def _write_contents(sheet: Worksheet, report: LedgerReport, formats: Formats, row: int) -> int:
    for column, title in enumerate(("Sheet", "Rows", "What stands there")):
        sheet.write_string(row, column, title, formats.of(styles.HEADER))
    for at, table in enumerate(report.tables, row + 1):
        sheet.write_url(at, 0, f"internal:'{table.title}'!A1", None, table.title)
        sheet.write_number(at, 1, table.frame.height, formats.of({"num_format": styles.INTEGER}))
        sheet.write_string(at, 2, table.note if table.frame.height else table.empty)
    return row + len(report.tables) + 2


def _write_table(book: TextBook, table: ReportTable, timezone: str, formats: Formats, footer: str) -> None:
    for part in _parts(table, timezone):
        _, name, options = part
        sheet = book.get_worksheet_by_name(name) or book.add_worksheet(name)
        write_part(sheet, part, formats)
        if not options.get("startrow"):
            set_up_print(sheet, footer, pages=(pages_across(part[0].width, options), 0))
            sheet.repeat_rows(0)


def _parts(table: ReportTable, timezone: str) -> Sequence[Part]:
    frame = with_local_times(table.frame, timezone)
    look = Look(titles_of(frame, timezone), empty=table.empty, columns_in_view=1)
    return page(frame, table.title, look)


def _insert_charts(book: TextBook, sheet: Worksheet, report: LedgerReport, row: int) -> None:
    """Put the charts below the table of sheets, two beside each other."""
    drawn = [(table, chart) for table in report.tables for chart in table.charts]
    for at, (table, chart) in enumerate(drawn):
        below = row + at // 2 * _CHART_ROWS
        said = f"{chart.title}. The figures stand on the sheet {table.title}."
        options = {"x_offset": at % 2 * (_WIDE + _BETWEEN), "object_position": 3, "description": said}
        sheet.insert_chart(below, 0, _native(book, table, chart), options)
    sheet.print_area(0, 0, row + (len(drawn) + 1) // 2 * _CHART_ROWS, len(_GRID) - 1)


def _native(book: TextBook, table: ReportTable, chart: Chart) -> NativeChart:
    kind = {"type": "column" if chart.is_over_time else "bar"}
    native: NativeChart = book.add_chart({**kind, "subtype": "stacked"} if len(chart.values) > 1 else kind)  # type: ignore[assignment]  # of a known type, it is never None
    titles = titles_of(table.frame, "UTC")
    for at, name in enumerate(chart.values):
        native.add_series(
            {
                "name": titles[name],
                "categories": _cells(table, chart, chart.label),
                "values": _cells(table, chart, name),
                "fill": {"color": styles.SERIES[at % len(styles.SERIES)]},
                "gap": 40,
            }
        )
    native.set_title({"name": chart.title, "name_font": {"size": 12, "color": styles.ACCENT}})
    native.set_legend({"none": True} if len(chart.values) == 1 else {"position": "bottom"})
    lines = {"visible": True, "line": {"color": "#DDE5E8"}}
    figures = {"num_format": "#,##0", "num_font": {"size": 8}, "major_gridlines": lines}
    names = {"num_format": "yyyy-mm", "text_axis": True} if chart.is_over_time else {"reverse": True}
    # Of bars, which lie on their side, XlsxWriter calls the axis of the names y.
    native.set_x_axis(names if chart.is_over_time else figures)
    native.set_y_axis(figures if chart.is_over_time else names)
    native.set_size({"width": _WIDE, "height": _HIGH})
    return native


def _cells(table: ReportTable, chart: Chart, column: str) -> list[object]:
    """The address of the cells of a chart in a column of its sheet, below the header."""
    at, first = table.frame.get_column_index(column), chart.first + 1
    return [table.title, first, at, first + chart.rows - 1, at]
