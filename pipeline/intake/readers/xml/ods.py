"""Facts in the XML of an .ods file besides the text of its cells: hidden rows, merged areas, errors, kinds of cells.

LibreOffice writes equal rows and equal cells once, with their number, so the place of a cell is found by counting. The
parser of defusedxml refuses entities, loads nothing else, and keeps no tree. Runs in the worker, without Polars.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from pipeline.intake.column_letters import column_letter
from pipeline.intake.errors import damaged
from pipeline.intake.readers.loaded import CellError, CellKind, LoadedSheet
from pipeline.intake.readers.xml.number_formats import currency_shown
from pipeline.intake.readers.xml.zip_parts import inflated
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_PART = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLES = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TABLE, _ROW, _PARAGRAPH = f"{_TABLES}table", f"{_TABLES}table-row", f"{_TEXT}p"
_CELLS = (f"{_TABLES}table-cell", f"{_TABLES}covered-table-cell")
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLES}number-rows-repeated", f"{_TABLES}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLES}number-rows-spanned", f"{_TABLES}number-columns-spanned"
_VISIBILITY, _FORMULA = f"{_TABLES}visibility", f"{_TABLES}formula"
_TYPE, _TYPE_IN_CALC = f"{_OFFICE}value-type", f"{_CALC}value-type"
_CURRENCY = f"{_OFFICE}currency"
_VALUES = tuple(f"{_OFFICE}{name}" for name in ("value", "date-value", "time-value", "boolean-value"))
_KINDS = {
    "float": CellKind.NUMBER,
    "percentage": CellKind.NUMBER,
    "currency": CellKind.NUMBER,
    "date": CellKind.DATE,
    "time": CellKind.DATE,
    "boolean": CellKind.BOOLEAN,
}
# The prefix of a formula that says its language: `of:=A1`.
_LANGUAGE = re.compile(r"^\w{1,10}:")

_PADDED = re.compile(r"0[0-9]+")
# A time of day as cells show it: `14:30`, `14 h 30`, `14時30`, and behind a day `14.30`.
_SHOWN_TIME = re.compile(r"\d\s?[:：hHuU時时点시]|\s\d{1,2}\.\d\d(?:\.\d\d)?$")
_DAY_ONLY = "yyyy-mm-dd"
# What is no word in a cell that shows a number.
_DIGITS, _LONGEST_SHOWN = re.compile(r"""[\d.,'’()\s+\-"]+"""), 40
_STORED = pa.schema(
    {"row": pa.int64(), "column": pa.string(), "kind": pa.uint8(), "raw": pa.string(), "format": pa.string()}
)
_AT_ONCE = 1 << 16


def with_facts(path: Path, sheets: Sequence[LoadedSheet]) -> list[LoadedSheet]:
    """The sheets of the file with these facts; hidden sheets are unchanged.

    Raises `FileUnusable` where the part with the cells is not well-formed XML.
    """
    tables = [_Table(sheet) if sheet.is_visible and sheet.batch is not None else None for sheet in sheets]
    parser = DefusedXMLParser(target=_Content(tables), forbid_dtd=True)
    try:
        for piece in inflated(path, _PART):
            parser.feed(piece)
        parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(f'its part "{_PART}" is not well-formed XML') from error
    return [sheet if table is None else table.sheet_with_facts() for sheet, table in zip(sheets, tables, strict=True)]


@dataclass(frozen=True, slots=True)
class _CellRun:
    """Some equal cells: their rows as Excel counts, their columns from 0, their attributes, and the text shown."""

    rows: range
    columns: range
    attributes: Mapping[str, str]
    shown: str


class _Content:
    """The handler of the parser's events for `content.xml`: each cell is handed to its table."""

    def __init__(self, tables: Sequence[_Table | None]) -> None:
        self._following = iter(tables)
        self._table: _Table | None = None
        self._rows, self._column = range(1, 1), 0
        self._cell: Mapping[str, str] | None = None
        self._depth = 0
        self._texts: list[str] | None = None
        self._is_shown = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element. Within a cell only its first paragraph counts: notes have paragraphs one level deeper."""
        if self._cell is not None:
            if self._depth == 0 and tag == _PARAGRAPH and self._texts is None:
                self._texts, self._is_shown = [], True
            self._depth += 1
        elif tag in _CELLS:
            self._cell = attributes
        elif tag == _ROW:
            first = self._rows.stop
            self._rows, self._column = range(first, first + _number(attributes, _ROWS_REPEATED)), 0
            if self._table is not None and attributes.get(_VISIBILITY, "visible") != "visible":
                self._table.hide(self._rows)
        elif tag == _TABLE:
            self._table, self._rows = next(self._following, None), range(1, 1)

    def data(self, text: str) -> None:
        """Collect the text that a cell shows."""
        if self._texts is not None and self._is_shown:
            self._texts.append(text)

    def end(self, _tag: str) -> None:
        """End an element; the end of a cell is the one at which no element within it is open."""
        if self._depth:
            self._depth -= 1
            self._is_shown = self._is_shown and self._depth > 0
        elif self._cell is not None:
            columns = range(self._column, self._column + _number(self._cell, _COLUMNS_REPEATED))
            if self._table is not None:
                self._table.look_at(_CellRun(self._rows, columns, self._cell, "".join(self._texts or ())))
            self._column, self._cell, self._texts = columns.stop, None, None


class _Table:
    """A sheet with cells, and the facts found in it so far."""

    def __init__(self, sheet: LoadedSheet) -> None:
        assert sheet.batch is not None  # noqa: S101 - for the type checker
        self._sheet, self._height = sheet, sheet.batch.num_rows
        self._positions = {int(name): position for position, name in enumerate(sheet.batch.schema.names)}
        self._letters = [column_letter(index) for index in range(max(self._positions, default=-1) + 1)]
        self._hidden: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._errors: list[CellError] = []
        self._unsaved: list[tuple[int, int, str]] = []
        self._stored: list[tuple[int, str, int, str, str | None]] = []
        self._batches: list[pa.RecordBatch] = []

    def hide(self, rows: range) -> None:
        """Record rows that are hidden or filtered out."""
        self._hidden += self._within(rows)

    def look_at(self, cells: _CellRun) -> None:
        """Record the facts of the next cells, as far as the sheet has cells there."""
        attributes, row, column = cells.attributes, cells.rows.start, cells.columns.start
        if row > self._height:
            return
        kind = _KINDS.get(attributes.get(_TYPE, ""))
        if kind is not None:
            self._store(cells, kind)
        elif "error" in (attributes.get(_TYPE), attributes.get(_TYPE_IN_CALC)) and column in self._positions:
            self._errors.append(CellError(row - 1, self._positions[column], cells.shown))
        if _FORMULA in attributes and _TYPE not in attributes:
            formula = _LANGUAGE.sub("", attributes[_FORMULA])
            self._unsaved.append((row, column, f"={formula.removeprefix('=')}"))
        if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
            self._merge(row, column, _number(attributes, _ROWS_SPANNED), _number(attributes, _COLUMNS_SPANNED))

    def sheet_with_facts(self) -> LoadedSheet:
        """The sheet with all facts that were found."""
        self._flush()
        table = pa.Table.from_batches(self._batches, _STORED)
        return replace(
            self._sheet,
            errors=[*self._sheet.errors, *self._errors],
            hidden_rows=self._hidden,
            merged=self._merged,
            unsaved=self._unsaved,
            stored=pa.RecordBatch.from_arrays([column.combine_chunks() for column in table.columns], schema=_STORED),
        )

    def _merge(self, row: int, column: int, rows: int, columns: int) -> None:
        if rows > 1 or columns > 1:
            self._merged.append((row, row + rows - 1, column, column + columns - 1))

    def _store(self, cells: _CellRun, kind: CellKind) -> None:
        raw = next((cells.attributes[name] for name in _VALUES if name in cells.attributes), "")
        shown = cells.shown
        code = _code_of_day(raw, shown) if kind is CellKind.DATE else _code_of_zeros(raw, shown)
        code = code or (_code_of_currency(cells) if kind is CellKind.NUMBER else None)
        for letter in self._letters[cells.columns.start : cells.columns.stop]:
            self._stored += ((row, letter, kind, raw, code) for row in self._within(cells.rows))
            if len(self._stored) > _AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        """Move the cells found so far into Arrow columns, which take a tenth of the memory."""
        if self._stored:
            columns = zip(_STORED, zip(*self._stored, strict=True), strict=True)
            arrays = [pa.array(values, field.type) for field, values in columns]
            self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=_STORED))
            self._stored = []

    def _within(self, rows: range) -> range:
        return range(rows.start, min(rows.stop, self._height + 1))


def _code_of_zeros(raw: str, shown: str) -> str | None:
    """The number format of a number that is shown with leading zeros."""
    return "0" * len(shown) if _PADDED.fullmatch(shown) and shown.lstrip("0") == raw else None


def _code_of_day(raw: str, shown: str) -> str | None:
    """A number format for an instant of which only the day is shown."""
    return _DAY_ONLY if "T" in raw[10:11] and shown and not _SHOWN_TIME.search(shown) else None


def _code_of_currency(cells: _CellRun) -> str | None:
    """A number format for an amount that is shown with a currency."""
    if currency := cells.attributes.get(_CURRENCY):
        return f"[${currency}]"
    shown = cells.shown
    if not shown or (shown[-1].isdecimal() and (shown[0].isdecimal() or shown[0] == "-")):
        return None
    code = f'"{_DIGITS.sub("", shown[:_LONGEST_SHOWN])}"'
    return code if currency_shown(code) else None


def _number(attributes: Mapping[str, str], name: str) -> int:
    """A number of rows or columns; 1 where it is missing or not a number that a sheet has room for."""
    text = attributes.get(name)
    return max(int(text), 1) if text and text.isascii() and text.isdecimal() and len(text) <= 7 else 1
