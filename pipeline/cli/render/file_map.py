"""How the columns of a file are read: as tables for people, and as the JSON object of `map`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.runs.answers.json_text import dumps
from pipeline.runs.answers.map_objects import sheet_object
from pipeline.runs.answers.objects import empty_report, issue_objects
from pipeline.runs.map.doubts import QUOTED
from schemas.column_reasons import Use

if TYPE_CHECKING:
    from pipeline.model import ColumnMap, FileMap, SheetMap

_COLUMNS = ("", "Column", "Read as", "Why", "Values", "Parse")
_USES = {
    Use.ATTRIBUTE: "kept as {target}",
    Use.SHOWN: "(only in results)",
    Use.LEFT_OUT: "(left out)",
    Use.REFUSED: "REFUSED",
}


def lines(found: FileMap) -> Iterator[str]:
    """Each sheet in words, the table of its columns, and what is said of sheets that are not read."""
    for sheet in found.sheets:
        yield f"{_place(found, sheet)}: {_kind(sheet)}."
        yield from _table(sheet)
        yield ""
    notes = found.issues.filter((found.issues["severity"] != "error") & found.issues["cell"].is_null())
    for message, hint in notes.select("message", "hint").iter_rows():
        yield f"{message} {hint or ''}".rstrip()


def problems(found: FileMap) -> Iterator[str]:
    """What keeps the file from being read, each with the way out."""
    errors = found.issues.filter(found.issues["severity"] == "error")
    if not errors.is_empty():
        yield "The file cannot be used as it is:"
    for message, hint in errors.select("message", "hint").iter_rows():
        yield f"  {message} {hint or ''}".rstrip()


def as_json(found: FileMap, code: int, **more: object) -> str:
    """The same as data: the keys of every command, and `file` and `sheets`."""
    told: dict[str, object] = {
        "ok": found.is_usable,
        "issues": issue_objects(found.issues),
        "issue_count": found.issues.height,
        "file": found.file,
        "sheets": [sheet_object(sheet) for sheet in found.sheets],
    }
    errors = found.issues.filter(found.issues["severity"] == "error").select("code", "message", "hint").to_dicts()
    error = {"error": errors[0]} if errors else {}
    return dumps({**empty_report("map", code), **told, **more, **error})


def read_as(column: ColumnMap) -> str:
    """The use of a column in words."""
    if column.use is Use.FIELD:
        return column.target or ""
    return _USES[column.use].format(target=column.target)


def parsed(column: ColumnMap) -> str:
    """How many cells could be read, as `58 of 60`; blank where none was to be."""
    if column.parsed is None or not column.filled:
        return "" if column.parsed is None else "no cell is filled"
    return f"{column.parsed:,} of {column.filled:,}"


def _place(found: FileMap, sheet: SheetMap) -> str:
    return f"{found.file}, sheet {sheet.sheet}" if sheet.sheet else found.file


def _kind(sheet: SheetMap) -> str:
    kind = f"read as {sheet.kind}" if sheet.is_used else f"would be read as {sheet.kind}"
    rows = f"{sheet.rows:,} {'row' if sheet.rows == 1 else 'rows'} below row {sheet.header_row}"
    return f"{kind}, since {sheet.why_kind} ({rows})" if sheet.kind else f"not read: {sheet.why_kind} ({rows})"


def _table(sheet: SheetMap) -> Iterator[str]:
    """The columns as a table that fits the terminal; where it is read by a program, no cell is broken."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    is_terminal = sys.stdout.isatty()
    for name in _COLUMNS:
        table.add_column(name, no_wrap=not is_terminal or name in ("", "Parse"), overflow="fold")
    for column in sheet.columns:
        cells = (column.letter, column.header, read_as(column), column.why_said, "; ".join(column.values[:QUOTED]))
        table.add_row(*cells, parsed(column))
    console = Console(width=None if is_terminal else 10_000, color_system=None)
    with console.capture() as captured:
        console.print(table, markup=False)
    yield from (line.rstrip() for line in captured.get().splitlines() if line.strip())
