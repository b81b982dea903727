"""The second half of reading, in the parent process: from loaded sheets to raw sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.column_letters import column_letter
from pipeline.intake.raw_sheets import MERGED_SCHEMA, UNSAVED_SCHEMA, Pieces, RawBook, RawSheet, Remark, no_unsaved
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.loaded import CellKind
from pipeline.intake.readers.xml import xlsx
from pipeline.intake.readers.xml.stored_kinds import StoredCells, StoredColumns, StoredKinds
from schemas.vocabulary import IssueCode, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.intake.readers.loaded import CellError, LoadedBook, LoadedSheet, Said
    from pipeline.intake.readers.xml.quick_scan import Looks


def finish(path: Path, kind: FileKind, loaded: LoadedBook, looks: Mapping[str, Looks] | None = None) -> RawBook:
    """The sheets of a file that a worker has loaded, with the facts about their cells.

    `looks` has the features of sheets of an .xlsx file, by part, that were found while it was scanned; other parts are
    scanned here. Raises `FileUnusable` where a part cannot be scanned.
    """
    sheets = [_sheet(sheet) for sheet in loaded.sheets]
    if kind is FileKind.XLSX:
        sheets = xlsx.with_facts(path, sheets, looks or {})
    readable = [sheet for sheet, one in zip(sheets, loaded.sheets, strict=True) if one.is_readable]
    return RawBook(readable, tuple(_remark(one) for one in loaded.said))


def _sheet(loaded: LoadedSheet) -> RawSheet:
    """The raw sheet with all facts that the worker has found."""
    if loaded.batch is None:
        return RawSheet(loaded.name, pl.DataFrame(), no_unsaved(), loaded.is_visible)
    cells = pl.DataFrame(loaded.batch)
    cells.columns = [column_letter(int(name)) for name in cells.columns]
    sheet = RawSheet(loaded.name, _with_errors(cells, loaded.errors), no_unsaved(), loaded.is_visible)
    if loaded.pieces:
        names, firsts = zip(*loaded.pieces, strict=True)
        pieces = Pieces(pl.Series(names, dtype=pl.String), pl.Series(firsts, dtype=pl.Int64))
        sheet = replace(sheet, pieces=pieces)
    if loaded.merged:
        sheet = replace(sheet, merged=pl.DataFrame(loaded.merged, schema=MERGED_SCHEMA, orient="row"))
    if loaded.stored is not None:
        return _with_facts(sheet, loaded, StoredCells.of(pl.DataFrame(loaded.stored)))
    if loaded.kinds is not None:
        kinds = pl.DataFrame(loaded.kinds)
        kinds.columns = cells.columns
        return replace(sheet, stored=StoredKinds(sheet.cells, kinds))
    if loaded.column_kinds:
        columns = {column_letter(int(name)): CellKind(kind) for name, kind in loaded.column_kinds.items()}
        return replace(sheet, stored=StoredColumns(sheet.cells, columns))
    return sheet


def _with_facts(sheet: RawSheet, loaded: LoadedSheet, stored: StoredCells) -> RawSheet:
    """The sheet with the facts that the worker has found in its XML, and dates written as those of an .xlsx file."""
    cells = sheet.cells
    for letter, rows in stored.dates().rows():
        is_date = pl.int_range(1, pl.len() + 1).is_in(rows)
        cells = cells.with_columns(pl.when(is_date).then(_date_expr(letter)).otherwise(letter).alias(letter))
    unsaved = [(row, column_letter(index), formula) for row, index, formula in loaded.unsaved]
    return replace(
        sheet,
        cells=cells.with_columns(pl.all().replace("", None)),
        unsaved=pl.DataFrame(unsaved, schema=UNSAVED_SCHEMA, orient="row"),
        hidden_rows=tuple(loaded.hidden_rows),
        stored=stored,
        shows_currencies=stored.show_currencies,
    )


def _date_expr(letter: str) -> pl.Expr:
    """Dates and instants as those of an .xlsx file: `2025-03-01` as `2025-03-01 00:00:00`, `T` as a blank."""
    text = pl.col(letter)
    day = pl.when(text.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(text + " 00:00:00").otherwise(text)
    return day.str.replace(r"^(\d{4}-\d{2}-\d{2})T", "${1} ")


def _with_errors(cells: pl.DataFrame, errors: list[CellError]) -> pl.DataFrame:
    """The cells with the text that Excel shows in error cells."""
    if not errors:
        return cells
    schema = {"line": pl.Int64, "position": pl.Int64, "text": pl.String}
    found = pl.DataFrame([tuple(error) for error in errors], schema=schema, orient="row")
    for (position,), group in found.group_by("position"):
        letter = cells.columns[int(str(position))]
        cells = cells.with_columns(cells[letter].scatter(group["line"], group["text"]))
    return cells


def _remark(said: Said) -> Remark:
    code, severity = IssueCode(said.code), Severity(said.severity)
    return Remark(code, said.message, said.hint, severity, said.sheet, said.template)
