"""Frames and their formats as cells of XlsxWriter, from the same parts of sheets that xlsxturbo is given.

XlsxWriter keeps one row in memory at a time, so the parts of a sheet must be written from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
from polars import selectors as cs
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from pipeline.outputs.excel.print_pages import A4, MARGINS, footer_text

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format

    from pipeline.outputs.excel.parts import Part

    _Write: TypeAlias = Callable[[int, int, Any, Format | None], object]

_DAY_ZERO = datetime(1899, 12, 30)
_MICROSECONDS_OF_A_DAY = 86_400_000_000
_SPELLINGS = {
    "wrap_text": "text_wrap",
    "align_horizontal": "align",
    "align_vertical": "valign",
    "border_top": "top",
}
_VALUES: Mapping[tuple[str, object], object] = {
    ("align_vertical", "center"): "vcenter",
    ("border", "thin"): 1,
    ("border_top", "thin"): 1,
}


class TextSheet(Worksheet):
    """A sheet on which `<r>` and `</r>` in a text stay text; XlsxWriter would copy them as XML."""

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(string, preserve=True, attributes=attributes)


class TextBook(Workbook):
    """A workbook of such sheets."""

    worksheet_class = TextSheet


@contextmanager
def new_book(path: Path, kind: type[TextBook] = TextBook) -> Iterator[TextBook]:
    """A workbook to write, which is at the path in the end; its temporary files lie beside it. Raises OSError."""
    with TemporaryDirectory(
        prefix=".rollcall-", suffix=".part", dir=path.parent, ignore_cleanup_errors=True
    ) as scratch:
        book = kind(path, {"constant_memory": True, "tmpdir": scratch})
        book.use_zip64()
        yield book
        try:
            book.close()
        except FileCreateError as problem:
            raise problem.args[0] from problem


def set_up_print(sheet: Worksheet, footer: str, *, pages: tuple[int, int]) -> None:
    """Set the sheet up for print: landscape, on so many pages across and down (0: as many as it takes)."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(*pages)
    sheet.set_margins(**MARGINS)
    sheet.set_footer(footer_text(footer))


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, style: Mapping[str, object] | None, *, is_locked: bool = True) -> Format | None:
        """The style as a cell format; None for a locked cell without a style, since cells are locked by default."""
        named = {_SPELLINGS.get(name, name): _VALUES.get((name, value), value) for name, value in (style or {}).items()}
        if not is_locked:
            named["locked"] = False
        key = tuple(sorted(named.items()))
        if key and key not in self._made:
            self._made[key] = self._book.add_format(named)
        return self._made.get(key)


def write_part(sheet: Worksheet, part: Part, formats: Formats, *, answers: str | None = None) -> None:
    """Write a frame to the sheet by its options; the cells of the column `answers` are not locked."""
    frame, _, options = part
    row = options.get("startrow") or 0
    _arrange(sheet, frame, options, formats)
    if options.get("header", True):
        _write_header(sheet, row, frame, formats.of(options.get("header_format")))
        row += 1
    styles = options.get("column_formats") or {}
    forms = [formats.of(styles.get(name), is_locked=name != answers) for name in frame.columns]
    _write_rows(sheet, row, _values(frame), forms)


def _arrange(sheet: Worksheet, frame: pl.DataFrame, options: Mapping[str, Any], formats: Formats) -> None:
    """Apply the options of the sheet, as opposed to those of its cells."""
    for column, width in (options.get("column_widths") or {}).items():
        sheet.set_column(column, column, width)
    for row, height in (options.get("row_heights") or {}).items():
        sheet.set_row(row, height)
    if tab := options.get("tab_color"):
        sheet.set_tab_color(tab)
    if frozen := options.get("freeze_panes"):
        sheet.freeze_panes(*frozen)
    if options.get("autofilter"):
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
    for name, rules in (options.get("conditional_formats") or {}).items():
        column = frame.get_column_index(name)
        for rule in rules:
            told = {"criteria": "==", "value": f'"{rule["value"]}"', "format": formats.of(rule["format"])}
            sheet.conditional_format(1, column, frame.height, column, {"type": "cell", **told})


def _values(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as texts, numbers and booleans; an instant as a number of days."""
    instants = cs.datetime() | cs.date()
    days = (instants.cast(pl.Datetime("us")) - _DAY_ZERO).dt.total_microseconds() / _MICROSECONDS_OF_A_DAY
    return frame.with_columns(days, cs.decimal().cast(pl.Float64))


def _write_header(sheet: Worksheet, row: int, frame: pl.DataFrame, form: Format | None) -> None:
    for column, name in enumerate(frame.columns):
        sheet.write_string(row, column, name, form)


def _write_rows(sheet: Worksheet, first: int, values: pl.DataFrame, forms: list[Format | None]) -> None:
    cells = [
        (at, _write_method(sheet, dtype), form)
        for at, (dtype, form) in enumerate(zip(values.dtypes, forms, strict=True))
    ]
    for row, line in enumerate(values.iter_rows(), first):
        for value, (column, write, form) in zip(line, cells, strict=True):
            if value is not None:
                write(row, column, value, form)
            elif form is not None:
                sheet.write_blank(row, column, None, form)


def _write_method(sheet: Worksheet, dtype: pl.DataType) -> _Write:
    """The method of the sheet for values of that type; all but numbers and booleans are written as text."""
    if dtype.is_numeric():
        return sheet.write_number
    return sheet.write_boolean if dtype == pl.Boolean else sheet.write_string
