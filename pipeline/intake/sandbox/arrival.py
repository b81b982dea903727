"""The sheets of a file as its parent takes them from a worker; see `transfer`. PyArrow is not loaded for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.intake.mapped_frames import mapped
from pipeline.intake.readers.loaded import BATCHES, CellError, LoadedBook, LoadedPiece, LoadedSheet, Said


def unpacked(answer: dict[str, Any], folder: Path) -> LoadedBook:
    """The book from an answer and the folder, whose files may be removed now."""
    sheets = [_unpacked_sheet(sheet, folder, number) for number, sheet in enumerate(answer["sheets"])]
    return LoadedBook(sheets, [Said(*one) for one in answer["said"]])


def _unpacked_sheet(sheet: dict[str, Any], folder: Path, number: int) -> LoadedSheet:
    read = {name: _read(folder / f"{number}.{name}") if sheet[name] else None for name in BATCHES}
    errors = [CellError(*error) for error in sheet["errors"]]
    merged = [(first_row, last_row, first, last) for first_row, last_row, first, last in sheet["merged"]]
    unsaved = [(row, column, formula) for row, column, formula in sheet["unsaved"]]
    pieces = [LoadedPiece(*piece) for piece in sheet["pieces"]]
    return LoadedSheet(**{**sheet, **read, "errors": errors, "merged": merged, "unsaved": unsaved, "pieces": pieces})


def _read(path: Path) -> pl.DataFrame:
    """The batch in a file; of very many rows each column is in a file of its own, and mapped.

    Several batches, of the files of a folder, become one: columns in unlike chunks are a panic in some functions.
    """
    if not path.exists():
        width = len([*path.parent.glob(f"{path.name}.*")])
        return pl.DataFrame([mapped(Path(f"{path}.{at}")).to_series() for at in range(width)])
    return pl.read_ipc(path.read_bytes() if os.name == "nt" else path).rechunk()
