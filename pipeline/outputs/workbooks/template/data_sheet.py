"""The sheet of a template to fill in: its header, formats and dropdowns, and the rows that are filled in already.

Formats apply to whole columns, so that values pasted far below also stay text; validation reaches down to the last row
with room. Strings are written as strings, whatever they begin with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from pipeline.outputs.excel import styles
from pipeline.outputs.workbooks.template.column_texts import Need, need_said
from pipeline.outputs.workbooks.template.validation import rule_of
from schemas.fields import FieldType

if TYPE_CHECKING:
    import polars as pl
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.outputs.workbooks.template.columns import Column
    from schemas.vocabulary import Kind

# The background and text colours of header cells: the darker, the more a column needs to be filled in.
HEADER_FILLS: Mapping[Need, tuple[str, str]] = {
    Need.REQUIRED: (styles.ACCENT, "#FFFFFF"),
    Need.ONE_OF: ("#5F8A9B", "#FFFFFF"),
    Need.OPTIONAL: ("#DCE6EA", "#23363F"),
    Need.OURS: ("#ECEEEF", styles.QUIET),
}

_FORMATS: Mapping[FieldType, str] = {
    FieldType.DATE: styles.DATE,
    FieldType.INSTANT: styles.INSTANT,
    FieldType.DECIMAL: "#,##0.00",
    FieldType.INTEGER: "0",
}
_WIDTHS: Mapping[FieldType, float] = {
    FieldType.DATE: 13,
    FieldType.INSTANT: 18,
    FieldType.DECIMAL: 14,
    FieldType.IDENTIFIER: 20,
    FieldType.MAC: 20,
    FieldType.EMAIL: 32,
    FieldType.LAYOUT: 20,
    FieldType.CURRENCY: 10,
}
_LEFT_ALIGNED = frozenset((FieldType.DATE, FieldType.INSTANT))
_NARROWEST, _WIDEST, _FILTER_BUTTON = 14.0, 46.0, 5
_HEADER_HEIGHT = 24.0
_A4 = 9
_COLUMNS_PER_PAGE = 18
_LINE_OF_COMMENT, _COMMENT_WIDTH = 46, 330


def fill_sheet(
    sheet: Worksheet, kind: Kind, columns: Sequence[Column], rows: pl.DataFrame, *, room: int, listed: Collection[str]
) -> None:
    """Lay out the sheet for these columns, fill in `rows`, and leave `room` for so many more.

    The columns of `rows` have the names of the columns. `listed` are the columns with a dropdown.
    """
    widths = {rows.columns[at]: width for at, width in styles.widths_of(rows).items()} if rows.height else {}
    last_row = rows.height + room
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        _write_header(sheet, at, column, kind)
        dimension = sheet.column_dimensions[letter]
        dimension.width = min(_WIDEST, max(_width(column), widths.get(column.name, 0)))
        dimension.number_format = format_of(column)
        dimension.alignment = _alignment(column)
        rule = rule_of(column, letter, last_row, is_listed=column.name in listed)
        if rule is not None:
            sheet.add_data_validation(rule)
    for at, column in enumerate(columns, start=1):
        if column.name in rows.columns:
            _write_values(sheet, at, column, rows[column.name])
    _set_up(sheet, f"A1:{get_column_letter(len(columns))}{last_row + 1}", len(columns))


def format_of(column: Column) -> str:
    """The number format of the column's cells: text for everything but numbers and dates."""
    return _FORMATS.get(column.type, styles.AS_TYPED)


def set_page(sheet: Worksheet, *, pages_wide: int = 1) -> None:
    """Set up the page: landscape on A4, so many pages wide, with a footer."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.7
    margins.header = margins.footer = 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"


def filled_with(colour: str) -> PatternFill:
    """A plain background colour."""
    return PatternFill("solid", fgColor=argb(colour))


def argb(colour: str) -> str:
    """The colour as spreadsheet files write it: `#17495C` as `FF17495C`."""
    return f"FF{colour.removeprefix('#')}"


def lettering(colour: str | None = None, *, size: int = 11, is_bold: bool = False) -> Font:
    """The default font of spreadsheet programs, in that colour; without a name they would choose another."""
    return Font(name="Calibri", size=size, bold=is_bold, color=argb(colour) if colour else None)


def _write_header(sheet: Worksheet, at: int, column: Column, kind: Kind) -> None:
    background, text = HEADER_FILLS[column.need]
    cell = sheet.cell(1, at, column.title)
    cell.data_type = "s"
    cell.font = lettering(text, is_bold=True)
    cell.fill = filled_with(background)
    cell.alignment = Alignment(vertical="center")
    cell.border = Border(right=Side("thin", color="FFFFFFFF"))
    cell.comment = _comment(column, kind)


def _comment(column: Column, kind: Kind) -> Comment:
    """The comment of a header: the column's meaning, need and values; as large as the text needs."""
    lines = [
        f"{column.about[:1].upper()}{column.about[1:]}.",
        f"{need_said(column.need, kind)}.",
        *([f"{column.where_blank}."] if column.where_blank else []),
        f"Allowed: {column.allowed}.",
        *([f"Example: {column.example}"] if column.example else []),
        *(["<clear> empties what is on record."] if column.is_clearable else []),
    ]
    comment = Comment("\n".join(lines), "Rollcall")
    height = sum(-(-len(line) // _LINE_OF_COMMENT) for line in lines)
    comment.width, comment.height = _COMMENT_WIDTH, 18 * height + 14
    return comment


def _width(column: Column) -> float:
    return max(_NARROWEST, _WIDTHS.get(column.type, 0), len(column.title) * 1.1 + _FILTER_BUTTON)


def _alignment(column: Column) -> Alignment:
    is_left = column.type in _LEFT_ALIGNED or column.need is Need.OURS
    return Alignment(horizontal="left" if is_left else None)


def _write_values(sheet: Worksheet, at: int, column: Column, values: pl.Series) -> None:
    """Write the values of one column; each gets the format of the column, which applies to blank cells only."""
    form, alignment = format_of(column), _alignment(column)
    for row, value in enumerate(values, start=2):
        if value is not None:
            cell = sheet.cell(row, at, value)
            cell.number_format = form
            if isinstance(value, str):
                cell.data_type = "s"
            elif alignment.horizontal:
                cell.alignment = alignment


def _set_up(sheet: Worksheet, area: str, width: int) -> None:
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = area
    sheet.print_title_rows = "1:1"
    set_page(sheet, pages_wide=-(-width // _COLUMNS_PER_PAGE))
