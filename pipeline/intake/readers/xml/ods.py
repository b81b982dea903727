"""Facts in the XML of an .ods file beyond its cells: hidden rows, merged areas, errors, and the kind of each cell.

LibreOffice writes equal rows and equal cells once, with their number; so a cell's place is found by counting.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.column_letters import column_letter
from pipeline.intake.raw_sheets import MERGED_SCHEMA, STORED_SCHEMA, RawSheet, StoredAs
from pipeline.intake.readers.loaded import CellKind
from pipeline.intake.readers.xml.stored_kinds import StoredKinds
from pipeline.intake.readers.xml.unsaved_formulas import Found, unsaved_frame
from pipeline.intake.readers.xml.zip_parts import inflated, whole_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PART = "content.xml"
_MOST_COLUMNS = 16_384
_TABLE, _ROW, _ROW_END = b"<table:table ", b"<table:table-row", b"</table:table-row>"
_CELLS = (b"table-cell", b"covered-table-cell")
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,7})"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,5})"')
_ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
_COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d{1,5})"')
_TYPE = re.compile(rb'office:value-type="(\w+)"')
_VALUE = re.compile(rb'office:(?:value|date-value|time-value|boolean-value)="([^"]*)"')
_FORMULA_TEXT = re.compile(rb'table:formula="(?:\w{1,10}:)?([^"]*)"')
_SHOWN = re.compile(rb"<text:p[^<>]*>([^<]*)</text:p>")
_PADDED = re.compile(rb"0\d+")
_HIDDEN, _SPANNED, _ERROR, _FORMULA = b"table:visibility=", b"-spanned=", b'value-type="error"', b"table:formula="
_STORED_AS = {
    b"float": StoredAs.NUMBER,
    b"percentage": StoredAs.NUMBER,
    b"currency": StoredAs.NUMBER,
    b"date": StoredAs.DATE,
    b"time": StoredAs.DATE,
    b"boolean": StoredAs.BOOLEAN,
}


def with_facts(path: Path, sheets: list[RawSheet]) -> list[RawSheet]:
    """The sheets of the file with all that; hidden ones stay as they are."""
    with zipfile.ZipFile(path) as archive:
        if _PART not in archive.namelist():
            return sheets
    seen = {
        needle for piece in inflated(path, _PART) for needle in (_HIDDEN, _SPANNED, _ERROR, _FORMULA) if needle in piece
    }
    found = [_Found(sheet.cells.height) for sheet in sheets]
    if seen:
        for row in _rows(path):
            if row.table < len(found) and sheets[row.table].is_visible:
                found[row.table].look(row)
    return [
        _with_facts(path, index, sheet, found[index]) if sheet.is_visible and sheet.cells.width else sheet
        for index, sheet in enumerate(sheets)
    ]


@dataclass(frozen=True, slots=True)
class StoredInOpenDocument:
    """Looks into a sheet of an .ods file once more, for the cells of some columns only."""

    path: Path
    table: int
    height: int

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        """One row per number, date and boolean, in the order of the sheet. Of formats only leading zeros are known."""
        last = self.height
        wanted = [
            (number, *found)
            for row in _rows(self.path)
            if row.table == self.table and row.first <= last
            for found in _stored_in(row, letters)
            for number in range(row.first, min(row.first + row.count, last + 1))
        ]
        return pl.DataFrame(wanted, schema=STORED_SCHEMA, orient="row")


@dataclass(frozen=True, slots=True)
class _Row:
    """Some equal rows: the first one's number, how many, and the XML of their attributes and of their cells."""

    table: int
    first: int
    count: int
    attributes: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class _Cell:
    """Some equal cells: the first one's index, how many, and the XML of their attributes and of what they show."""

    first: int
    count: int
    attributes: bytes
    body: bytes


@dataclass(slots=True)
class _Found:
    """What the rows of a sheet had so far."""

    height: int
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    unsaved: Found = field(default_factory=list)

    def look(self, row: _Row) -> None:
        """The next rows, as far as there are cells."""
        if row.first > self.height:
            return
        if _HIDDEN in row.attributes and b'"visible"' not in row.attributes:
            self.hidden += range(row.first, min(row.first + row.count, self.height + 1))
        if _SPANNED in row.body or _ERROR in row.body or _FORMULA in row.body:
            for cell in _cells(row.body):
                self._look_at(row.first, cell)

    def _look_at(self, row: int, cell: _Cell) -> None:
        rows, columns = _number(_ROWS_SPANNED, cell.attributes), _number(_COLUMNS_SPANNED, cell.attributes)
        if rows > 1 or columns > 1:
            self.merged.append((row, row + rows - 1, cell.first, cell.first + columns - 1))
        letter = column_letter(cell.first)
        if _ERROR in cell.attributes:
            self.errors.append((row, letter, _shown(cell).decode("utf-8", "replace")))
        formula = _FORMULA_TEXT.search(cell.attributes)
        if formula and not _TYPE.search(cell.attributes):
            self.unsaved.append((letter.encode(), str(row).encode(), formula[1].removeprefix(b"=")))


def _with_facts(path: Path, index: int, sheet: RawSheet, found: _Found) -> RawSheet:
    cells = _as_in_excel(sheet)
    for row, letter, text in found.errors:
        if letter in cells.columns and row <= cells.height:
            cells = cells.with_columns(cells[letter].scatter(row - 1, html.unescape(text)))
    merged = pl.DataFrame(found.merged, schema=MERGED_SCHEMA, orient="row")
    stored = StoredInOpenDocument(path, index, cells.height)
    unsaved = unsaved_frame(found.unsaved)
    return replace(sheet, cells=cells, unsaved=unsaved, hidden_rows=tuple(found.hidden), merged=merged, stored=stored)


def _as_in_excel(sheet: RawSheet) -> pl.DataFrame:
    """The cells, dates written as the same ones of an .xlsx file are: `2025-03-01 00:00:00`."""
    if not isinstance(sheet.stored, StoredKinds):
        return sheet.cells
    dated = [letter for letter, kinds in sheet.stored.kinds.to_dict().items() if (kinds == CellKind.DATE).any()]
    texts = [
        pl.when(sheet.stored.kinds[letter] == CellKind.DATE)
        .then(_spaced(letter))
        .otherwise(pl.col(letter))
        .alias(letter)
        for letter in dated
    ]
    return sheet.cells.with_columns(texts).with_columns(pl.all().replace("", None))


def _spaced(letter: str) -> pl.Expr:
    text = pl.col(letter).str.replace("T", " ", literal=True)
    return pl.when(text.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(text + " 00:00:00").otherwise(text)


def _rows(path: Path) -> Iterator[_Row]:
    """The rows of all tables, in order. A piece without the end of a row has only blank ones."""
    table, first = -1, 1
    for piece in whole_rows(inflated(path, _PART), _ROW_END):
        head, *fragments = piece.split(_ROW)
        if _TABLE in head:
            table, first = table + head.count(_TABLE), 1
        for fragment in fragments:
            attributes, _, body = fragment.partition(b">")
            if fragment[:1] in b" >/":
                count = _number(_ROWS_REPEATED, attributes)
                yield _Row(table, first, count, attributes, body)
                first += count
            if _TABLE in body:
                table, first = table + body.count(_TABLE), 1


def _cells(body: bytes) -> Iterator[_Cell]:
    first = 0
    for fragment in body.split(b"<table:"):
        if fragment.startswith(_CELLS):
            attributes, _, shown = fragment.partition(b">")
            count = _number(_COLUMNS_REPEATED, attributes)
            yield _Cell(first, count, attributes, shown)
            first += count


def _stored_in(row: _Row, letters: Sequence[str]) -> Iterator[tuple[str, str, str, str | None]]:
    """The cells of a row that are no text: `column, stored_as, raw, format`."""
    for cell in _cells(row.body):
        kind = _TYPE.search(cell.attributes)
        if kind is None or kind[1] not in _STORED_AS:
            continue
        value = _VALUE.search(cell.attributes)
        raw = value[1] if value else b""
        shown = _shown(cell)
        code = "0" * len(shown) if _PADDED.fullmatch(shown) and shown.lstrip(b"0") == raw else None
        for index in range(cell.first, min(cell.first + cell.count, _MOST_COLUMNS)):
            if (letter := column_letter(index)) in letters:
                yield letter, str(_STORED_AS[kind[1]]), raw.decode("utf-8", "replace"), code


def _shown(cell: _Cell) -> bytes:
    found = _SHOWN.search(cell.body)
    return found[1] if found else b""


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(int(found[1]), 1) if found else 1
