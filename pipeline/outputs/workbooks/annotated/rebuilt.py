"""A workbook made from the rows, for a file that cannot be copied as it is, such as a CSV file or an old workbook.

Every row is in its old place, and so is every column with a field; the cells are text, as typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter

from pipeline.outputs.excel import styles
from pipeline.outputs.workbooks.annotated.marks import put_text
from schemas.workbook_forms.export import BASE_COLUMN
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model import Sheet
    from pipeline.outputs.workbooks.annotated.checked_file import CheckedFile

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST = 50


def retold(file: CheckedFile) -> tuple[Workbook, dict[str, Worksheet]]:
    """The workbook, and its sheets by the names by which they were read; a sheet without a name gets the file's."""
    book = Workbook()
    book.remove(book.worksheets[0])
    own: dict[str, Worksheet] = {}
    for sheet in file.sheets:
        if sheet.sheet not in own:
            own[sheet.sheet] = book.create_sheet(_sheet_name(sheet.sheet or file.source.path.stem))
            _fill(own[sheet.sheet], [part for part in file.sheets if part.sheet == sheet.sheet], file)
    return book, own


def _sheet_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "Sheet1"


def _fill(own: Worksheet, parts: Sequence[Sheet], file: CheckedFile) -> None:
    rows = file.judged.filter(pl.col("sheet").fill_null("") == parts[0].sheet).select("row_id", "row")
    typed = rows.join(file.originals, on="row_id", how="left", maintain_order="left")
    if not parts[0].column:
        _fill_columns(own, parts, typed, _columns(parts, typed), file.headers)
        return
    for part in parts:
        columns = {name: column_index_from_string(letter) for name, letter in part.columns.items()}
        headers = {name: part.titles.get(letter, name) for name, letter in part.columns.items()}
        _fill_columns(own, [part], typed.filter(pl.col(DEVICE_COLUMN) == part.column), columns, headers)


def _fill_columns(
    own: Worksheet,
    parts: Sequence[Sheet],
    typed: pl.DataFrame,
    columns: Mapping[str, int],
    headers: Mapping[str, str],
) -> None:
    for name, column in columns.items():
        header = own.cell(parts[0].header_row, column)
        put_text(header, headers.get(name, name))
        header.font = Font(bold=True, color="FFFFFFFF")
        header.fill = PatternFill("solid", start_color=f"FF{styles.ACCENT[1:]}")
        texts = typed[name]
        longest = max([len(str(header.value)) + 3, *(texts.head(400).str.len_chars().drop_nulls())])
        own.column_dimensions[get_column_letter(column)].width = min(longest * 1.1 + 2, _WIDEST)
        for row, text in zip(typed["row"], texts, strict=True):
            if text is not None:
                put_text(own.cell(row, column), text)
                own.cell(row, column).number_format = styles.AS_TYPED
    own.freeze_panes = f"A{parts[0].header_row + 1}"


def _columns(parts: Sequence[Sheet], typed: pl.DataFrame) -> dict[str, int]:
    """The column of each field; columns without a field take the free places, in their order, from the left."""
    known = {name: column_index_from_string(letter) for sheet in parts for name, letter in sheet.columns.items()}
    names = [name for name in typed.columns[2:] if name in known or typed[name].null_count() < typed.height]
    free = (column for column in range(1, len(names) + len(known) + 1) if column not in known.values())
    ordered = [name for name in names if name != BASE_COLUMN] + [name for name in names if name == BASE_COLUMN]
    return {name: known[name] if name in known else next(free) for name in ordered if name in typed.columns}
