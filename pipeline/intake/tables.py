"""A file of somebody's own as a table of texts, for a question that joins it: no column has a meaning for Rollcall.

The columns are named by the first row of the first visible sheet that has any values. Every cell is text, as files are
always read: what looks like a number may be a serial number with leading zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.files import open_named
from pipeline.intake.raw_sheets import has_values
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading


@dataclass(frozen=True, slots=True)
class OwnTable:
    """One row per row of the sheet that is not blank; `others` are the sheets with values that were not read."""

    rows: pl.DataFrame
    sheet: str
    others: tuple[str, ...]


def read_table(path: Path, how: Reading) -> OwnTable:
    """The table of a file. Raises `FileUnusable` where it cannot be read, or has no row below its header."""
    name, book = open_named(path, how)
    filled = [sheet for sheet in book.sheets if sheet.is_visible and has_values(sheet.cells, sheet.cells.columns)]
    rows = _rows(filled[0]) if filled else pl.DataFrame()
    if rows.is_empty():
        said = f"{name}: it has no rows below a row of column names."
        raise FileUnusable(said, "Put the names of the columns into the first row.", code="no_rows")
    return OwnTable(rows, filled[0].name, tuple(sheet.name for sheet in filled[1:]))


def _rows(sheet: RawSheet) -> pl.DataFrame:
    cells = sheet.cells.with_columns(pl.all().str.strip_chars()).with_columns(
        pl.when(pl.all().str.len_bytes() > 0).then(pl.all())
    )
    filled = cells.filter(pl.any_horizontal(pl.all().is_not_null()))
    header = filled.row(0)
    below = filled.slice(1)
    used = [
        (letter, title)
        for letter, title in zip(filled.columns, header, strict=True)
        if title is not None or below[letter].null_count() < below.height
    ]
    names = _once([title or f"column_{letter}" for letter, title in used])
    return below.select(pl.col(letter).alias(name) for (letter, _), name in zip(used, names, strict=True))


def _once(titles: Sequence[str]) -> list[str]:
    """The titles, each once: SQL does not tell `Name` from `name`, so the second becomes `name_2`."""
    names: dict[str, str] = {}
    for title in titles:
        name, number = title, 2
        while name.casefold() in names:
            name, number = f"{title}_{number}", number + 1
        names[name.casefold()] = name
    return list(names.values())
