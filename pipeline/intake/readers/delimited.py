"""Loading of .csv files: any usual encoding, delimiter and line end, every cell as text.

A row is a record: a quoted line break does not begin a new row. Excel numbers the rows of a CSV file in the same way.
PyArrow reads a regular file three times as fast as Python's csv module, which reads all others exactly.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from contextlib import suppress
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.errors import FileUnusable
from pipeline.intake.column_letters import refuse_too_wide
from pipeline.intake.errors import refused
from pipeline.intake.readers.encodings import decoded
from pipeline.intake.readers.loaded import LoadedBook, LoadedSheet
from schemas import formula_texts
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.records import dataclass

if TYPE_CHECKING:
    from _csv import Reader as CsvReader
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 50
_LARGEST_CELL = 1 << 20
_RECORDS_AT_ONCE = 20_000


def load(path: Path, encoding: str | None = None) -> LoadedBook:
    """The one sheet of a CSV file, and remarks on its encoding; `encoding` is that of a text that is not Unicode."""
    csv.field_size_limit(_LARGEST_CELL)
    text, said = decoded(path.read_bytes(), encoding)
    declared = _declared_delimiter(text)
    if declared is not None:
        text = text[text.find("\n") + 1 :] if "\n" in text else ""
    delimiter = declared or _delimiter(text)
    first = 1 if declared is None else 2
    columns = _regular_columns(text, delimiter) or _columns(text, delimiter, first)
    if '="' in text:
        columns = [_without_formula(column) for column in columns]
    if any(f"'{sign}" in text for sign in formula_texts.SIGNS):
        columns = [_without_apostrophe(column) for column in columns]
    if declared is not None:
        columns = [pa.concat_arrays([pa.nulls(1, pa.string()), column]) for column in columns]
    batch = pa.RecordBatch.from_arrays(columns, names=[str(index) for index in range(len(columns))])
    return LoadedBook([LoadedSheet("", batch if columns else None)], said)


def _without_formula(column: pa.Array) -> pa.Array:
    """The column with `="00123"` as `00123`: programs write that to keep zeros when Excel opens the file."""
    from pyarrow import compute as pc  # noqa: PLC0415 - it takes a while to load

    texts = pc.replace_substring_regex(column, '^="([^"]*)"$', r"\1")
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _without_apostrophe(column: pa.Array) -> pa.Array:
    """The column without the apostrophe that keeps a spreadsheet program from running a text as a formula."""
    from pyarrow import compute as pc  # noqa: PLC0415 - it takes a while to load

    return pc.replace_substring_regex(column, formula_texts.WRITTEN, r"\1")


def _declared_delimiter(text: str) -> str | None:
    """The delimiter from a first line `sep=;`, which Excel does not count as a row of the table."""
    line = text[:6].split("\n", 1)[0]
    is_declared = len(line) == 5 and line.lower().startswith("sep=")
    return line[4] if is_declared and line[4].isascii() and line[4] != '"' else None


def _delimiter(text: str) -> str:
    """The delimiter that most of the first records have equally often; of equals the one with more columns."""
    lines = list(islice(io.StringIO(text), _LOOKED_AT * 4))
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """The number of records with the usual number of columns, and that number; zeros where it is 1."""
    try:
        records = list(islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return 0, 0
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return count, width


def _regular_columns(text: str, delimiter: str) -> list[pa.Array] | None:
    """The columns of a file whose records all have one length and one line; None for any other file."""
    from pyarrow import csv as quick  # noqa: PLC0415 - it takes a while to load

    if text.count('"') % 2:
        return None
    lines = text.count("\n") + (not text.endswith("\n"))
    width = _first_width(text, delimiter)
    if not width:
        return None
    refuse_too_wide(width, "the file")
    names = [str(index) for index in range(width)]
    try:
        table = quick.read_csv(
            pa.BufferReader(text.encode()),
            read_options=quick.ReadOptions(column_names=names, use_threads=False),
            parse_options=quick.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=quick.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    if table.num_rows != lines:
        return None
    return [column.combine_chunks() for column in table.columns]


def _first_width(text: str, delimiter: str) -> int:
    """The number of columns in the first line; 0 where that is no complete record."""
    line = text[: text.find("\n")] if "\n" in text else text
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _columns(text: str, delimiter: str, first: int) -> list[pa.Array]:
    """The columns of any file; records may be of different lengths. `first` is the line number of the text's start."""
    try:
        batches = [_Batch.of(records) for records in _batches(_reader(text, delimiter))]
    except csv.Error as error:
        batches = _lenient_batches(text, delimiter)
        if not batches or "end of data" in str(error):
            raise _broken_quotes(text, delimiter, first) from error
    width = max((len(batch.columns) for batch in batches), default=0)
    return [pa.concat_arrays([batch.column(index) for batch in batches]) for index in range(width)]


def _lenient_batches(text: str, delimiter: str) -> list[_Batch]:
    """The records, with quotation marks allowed within cells; none where a mark may have joined several lines."""
    reader = _reader(text, delimiter, strict=False)
    try:
        batches = [_Batch.of(records) for records in _batches(reader)]
    except csv.Error:
        return []
    return batches if reader.line_num == sum(batch.height for batch in batches) else []


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some records, column by column; as wide as the longest."""

    height: int
    columns: list[pa.Array]

    @classmethod
    def of(cls, records: list[list[str]]) -> _Batch:
        refuse_too_wide(max(map(len, records)), "the file")
        columns = zip_longest(*records, fillvalue="")
        return cls(len(records), [pa.array([cell or None for cell in column], pa.string()) for column in columns])

    def column(self, index: int) -> pa.Array:
        return self.columns[index] if index < len(self.columns) else pa.nulls(self.height, pa.string())


def _reader(text: str, delimiter: str, *, strict: bool = True) -> CsvReader:
    return csv.reader(io.StringIO(text), delimiter=delimiter, strict=strict)


def _batches(reader: CsvReader) -> Iterator[list[list[str]]]:
    while records := list(islice(reader, _RECORDS_AT_ONCE)):
        yield records


def _broken_quotes(text: str, delimiter: str, first: int) -> FileUnusable:
    """The error that names the line of the record whose quotation marks are wrong."""
    reader, line = _reader(text, delimiter), 0
    with suppress(csv.Error):
        for _record in reader:
            line = reader.line_num
    wording = FILE_UNREADABLE["open_quote" if '"' in text else "long_cell"]
    return refused(wording, line=line + first, most=f"{_LARGEST_CELL:,}")
