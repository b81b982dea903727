"""The Issues sheet of a copy: the issues by cause, then every finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from pipeline.outputs.excel import styles as looks
from pipeline.outputs.frames.causes import causes
from pipeline.outputs.messages.plurals import agree, count, number
from pipeline.outputs.workbooks.annotated.marks import put_text
from schemas.vocabulary import Outcome, Severity
from schemas.workbook_forms.checked import ISSUES_TITLE

if TYPE_CHECKING:
    import polars as pl
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.outputs.workbooks.annotated.checked_file import CheckedFile
    from pipeline.outputs.workbooks.annotated.issue_cells import Remark

_NAME = "Issues"
_WIDTHS = {"A": 24, "B": 12, "C": 66, "D": 66, "E": 44}
_LETTERS = 1.22
# A sheet can have 65,530 links at most.
_MOST_LISTED = 60_000

_SEVERITY_COLUMN = 2
_Styles: TypeAlias = dict[Severity | str | None, Any]
_LINK = Font(color="FF1155CC", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)


def add_issues(book: Workbook, file: CheckedFile, remarks: Sequence[Remark], *, note: str | None = None) -> None:
    """Add the sheet before the person's own sheets, as the one in view on opening; `note` is about the copy."""
    sheet = book.create_sheet(_free_name(book), 0)
    sheet.sheet_properties.tabColor = f"FF{looks.ALARM[1:]}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&F", "Page &P of &N"
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    row = _add_causes(sheet, _add_title(sheet, file, note), file.issues)
    _add_list(sheet, row, remarks)
    _show(book, sheet)


def _free_name(book: Workbook) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    numbered = (f"{_NAME} ({at})" for at in range(2, len(taken) + 3))
    return next(name for name in (_NAME, *numbered) if name.casefold() not in taken)


def _show(book: Workbook, sheet: Worksheet) -> None:
    book.active = book.index(sheet)
    for other in book.worksheets:
        for view in other.views.sheetView:
            view.tabSelected = other is sheet
    for window in book.views:
        window.firstSheet = 0


def _add_title(sheet: Worksheet, file: CheckedFile, note: str | None) -> int:
    rows, bad = file.judged.height, file.judged.filter(file.judged["outcome"] == Outcome.REJECTED).height
    fate = f"{number(bad)} would be rejected" if bad else "none would be rejected"
    lines = [f"{file.source.file}: {count(rows, 'row')} {agree(rows, 'was', 'were')} checked, {fate}."]
    if file.issues.height:
        lines.append(
            "Mend the coloured cells on their sheets: a red one rejects its row, a yellow one is worth a look. "
            "Then check this file again; it can be run as it is."
        )
    else:
        lines.append("Nothing was found.")
    lines += [note] if note else []
    _put(sheet, 1, 1, ISSUES_TITLE, font=Font(bold=True, size=18, color=f"FF{looks.ACCENT[1:]}"))
    sheet.row_dimensions[1].height = looks.TITLE_HEIGHT
    for at, line in enumerate(lines, start=2):
        _put(sheet, at, 1, line, font=Font(italic=True, color=f"FF{looks.QUIET[1:]}"))
    return len(lines) + 3


def _add_causes(sheet: Worksheet, row: int, issues: pl.DataFrame) -> int:
    found = causes(issues)
    if found.is_empty():
        return row
    styles: _Styles = {}
    _head(sheet, row, ("How often", "Severity", "What is wrong", "What to do", "The first places"))
    for cause in found.iter_rows(named=True):
        row += 1
        more = ", ..." if cause["count"] > len(cause["cells"]) > 0 else ""
        on = f"  ({cause['sheet']})" if cause["sheet"] and cause["cells"] else ""
        places = f"{', '.join(cause['cells'])}{more}{on}"
        often = f"{number(cause['count'])} x"
        _line(sheet, row, styles, often, cause["severity"], cause["message"], cause["hint"], places)
    return row + 2


def _add_list(sheet: Worksheet, row: int, remarks: Sequence[Remark]) -> None:
    if not remarks:
        return
    styles: _Styles = {}
    _head(sheet, row, ("Where", "Severity", "What was found", "What to do", ""))
    for at, remark in enumerate(remarks[:_MOST_LISTED], start=row + 1):
        _line(sheet, at, styles, remark.where, remark.severity, remark.said, remark.hint)
        if remark.sheet is not None and remark.cell is not None:
            _link(sheet.cell(at, 1), remark, styles)
    if len(remarks) > _MOST_LISTED:
        _put(sheet, row + _MOST_LISTED + 1, 1, f"... and {number(len(remarks) - _MOST_LISTED)} more, on their cells.")


def _head(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    for at, title in enumerate(titles, start=1):
        _put(sheet, row, at, title, font=Font(bold=True, color="FFFFFFFF"))
        sheet.cell(row, at).fill = PatternFill("solid", start_color=f"FF{looks.ACCENT[1:]}")


def _line(sheet: Worksheet, row: int, styles: _Styles, *texts: str | None) -> None:
    severity = Severity(str(texts[1]))
    for at, text in enumerate(texts, start=1):
        cell = _put(sheet, row, at, text)
        _style(cell, severity if at == _SEVERITY_COLUMN else None, styles)
    lengths = zip(texts, _WIDTHS.values(), strict=False)
    lines = max(-(-len(text or "") // int(width * _LETTERS)) for text, width in lengths)
    if lines > 1:
        sheet.row_dimensions[row].height = looks.LINE_HEIGHT * lines


def _style(cell: Cell, severity: Severity | None, styles: _Styles) -> None:
    """Style a cell; each style is made once, since openpyxl is slow in making one."""
    if severity not in styles:
        cell.alignment = _TOP
        if severity is not None:
            background, colour = looks.FILLS[severity]
            cell.fill = PatternFill("solid", start_color=f"FF{background[1:]}")
            cell.font = Font(color=f"FF{colour[1:]}")
        styles[severity] = cell._style
    cell._style = copy(styles[severity])


def _link(cell: Cell, remark: Remark, styles: _Styles) -> None:
    """Make the cell a link within the workbook; no text that a person typed becomes a link."""
    name = remark.sheet.title.replace("'", "''") if remark.sheet is not None else ""
    cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{remark.cell}", display=remark.where)
    if "link" not in styles:
        cell.font = _LINK
        styles["link"] = cell._style
    cell._style = copy(styles["link"])


def _put(sheet: Worksheet, row: int, column: int, text: str | None, *, font: Font | None = None) -> Cell:
    cell = sheet.cell(row, column)
    put_text(cell, text)
    if font is not None:
        cell.font = font
    return cell
