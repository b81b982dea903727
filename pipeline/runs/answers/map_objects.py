"""The objects that tell programs how the columns of a file are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.model import ColumnMap, SheetMap


def sheet_object(sheet: SheetMap) -> dict[str, Any]:
    """The sheet with its columns."""
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "why": sheet.why_kind,
        "is_used": sheet.is_used,
        "header_row": sheet.header_row,
        "rows": sheet.rows,
        "columns": [_column_object(column) for column in sheet.columns],
    }


def _column_object(column: ColumnMap) -> dict[str, Any]:
    return {
        "column": column.letter,
        "header": column.header,
        "use": column.use,
        "target": column.target,
        "why": column.why,
        "why_said": column.why_said,
        "likely": column.told.get("likely"),
        "values": list(column.values),
        "bad": list(column.bad),
        "filled": column.filled,
        "parsed": column.parsed,
    }
