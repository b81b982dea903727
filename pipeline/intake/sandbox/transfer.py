"""The sheets of a file on their way from the worker to its parent: cells as Arrow files, all else as JSON.

Nothing is pickled: a parser under attack can hand over wrong cells, but no code.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.intake.readers.loaded import CellError, LoadedBook, LoadedSheet, Said

_BATCHES = ("batch", "kinds", "stored")


def packed(book: LoadedBook, folder: Path) -> dict[str, object]:
    """The parts of the book that JSON can hold; the batches are written into the folder."""
    sheets = [_packed_sheet(sheet, folder, number) for number, sheet in enumerate(book.sheets)]
    return {"sheets": sheets, "said": book.said}


def unpacked(answer: dict[str, Any], folder: Path) -> LoadedBook:
    """The book from an answer and the folder. Its batches are mapped files, which may be removed now."""
    sheets = [_unpacked_sheet(sheet, folder, number) for number, sheet in enumerate(answer["sheets"])]
    return LoadedBook(sheets, [Said(*one) for one in answer["said"]])


def _packed_sheet(sheet: LoadedSheet, folder: Path, number: int) -> dict[str, object]:
    plain = {field.name: getattr(sheet, field.name) for field in fields(sheet) if field.name not in _BATCHES}
    written = {name: _write(getattr(sheet, name), folder / f"{number}.{name}") for name in _BATCHES}
    return {**plain, **written}


def _unpacked_sheet(sheet: dict[str, Any], folder: Path, number: int) -> LoadedSheet:
    read = {name: _read(folder / f"{number}.{name}") if sheet[name] else None for name in _BATCHES}
    errors = [CellError(*error) for error in sheet["errors"]]
    merged = [(first_row, last_row, first, last) for first_row, last_row, first, last in sheet["merged"]]
    unsaved = [(row, column, formula) for row, column, formula in sheet["unsaved"]]
    return LoadedSheet(**{**sheet, **read, "errors": errors, "merged": merged, "unsaved": unsaved})


def _write(batch: pa.RecordBatch | None, path: Path) -> bool:
    """Write a batch to the path; true where there is one."""
    if batch is None:
        return False
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
    return True


def _read(path: Path) -> pa.RecordBatch:
    """The batch in a file, mapped rather than copied; except on Windows, where a mapped file cannot be removed."""
    source = pa.py_buffer(path.read_bytes()) if os.name == "nt" else pa.memory_map(str(path))
    reader = pa.ipc.open_file(source)
    batches: Sequence[pa.RecordBatch] = [reader.get_batch(number) for number in range(reader.num_record_batches)]
    return batches[0]
