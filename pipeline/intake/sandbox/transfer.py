"""The sheets of a file as the worker sends them to its parent: cells as Arrow files, all else as JSON.

Nothing is pickled: a parser under attack can hand over wrong cells, but no code.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pyarrow as pa

from pipeline.intake.readers.loaded import BATCHES, MANY, LoadedBook, LoadedSheet

# Views count the bytes of a column with 32 bits.
_MOST_OF_VIEWS = 1 << 31


def packed(book: LoadedBook, folder: Path) -> dict[str, object]:
    """The parts of the book that JSON can hold; the batches are written into the folder."""
    sheets = [_packed_sheet(sheet, folder, number) for number, sheet in enumerate(book.sheets)]
    return {"sheets": sheets, "said": book.said}


def _packed_sheet(sheet: LoadedSheet, folder: Path, number: int) -> dict[str, object]:
    written = {name: _write(getattr(sheet, name), folder / f"{number}.{name}") for name in BATCHES}
    plain = {field.name: getattr(sheet, field.name) for field in fields(sheet) if field.name not in BATCHES}
    return {**plain, **written}


def _write(batch: pa.RecordBatch | pa.RecordBatchReader | None, path: Path) -> bool:
    """Write a batch to the path, or one after the other as they are read; true where there is one.

    Of very many rows each column has a file of its own, in the form in which it can be worked on where it lies.
    """
    if batch is None:
        return False
    rows = 0
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        for one in batch if isinstance(batch, pa.RecordBatchReader) else (batch,):
            writer.write_batch(one)
            rows += one.num_rows
    if rows > MANY:
        for at, name in enumerate(batch.schema.names):
            _write_column(path, at, name)
        path.unlink()
    return True


def _copied(batch: pa.RecordBatch) -> pa.Array:
    """Its only column, without the room that was made for the others."""
    column = batch.column(0)
    return pa.concat_arrays([column, column.slice(0, 0)])


def _write_column(path: Path, at: int, name: str) -> None:
    """Write a column of the file at the path to one beside it, in one piece."""
    with pa.OSFile(str(path)) as file:
        rows = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=[at]))
        column = pa.concat_arrays(_copied(rows.get_batch(number)) for number in range(rows.num_record_batches))
    if column.nbytes < _MOST_OF_VIEWS:
        column = column.cast(pa.string_view())
    batch = pa.RecordBatch.from_arrays([column], names=[name])
    with pa.OSFile(f"{path}.{at}", "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
