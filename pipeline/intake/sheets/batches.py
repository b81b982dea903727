"""The rows of a table of very many typed some at a time, so that memory holds only what is made of these.

What is made of all of them lies in files that are mapped. It is the same as if they were typed at once: most rules look
at a cell or its row. Where some cell hangs on others of its column, or there is something to say about a whole column,
all rows are typed at once, like those of a sheet of a workbook, which has no more than a million.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from pipeline.intake.mapped_frames import Gathered
from pipeline.intake.raw_sheets import none_stored
from pipeline.intake.readers.loaded import MANY
from pipeline.intake.readers.xml.stored_kinds import StoredColumns
from pipeline.intake.sandbox.worker_failures import no_room
from pipeline.intake.sheets.typed_sheet import RowsHangTogether, SheetRows, originals

if TYPE_CHECKING:
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import RawSheet

_AT_ONCE = 250_000
_NOBODY = "says_nobody"
Read: TypeAlias = Callable[[pl.DataFrame, "RawSheet"], SheetRows]


def typed_rows(rows: pl.DataFrame, layout: Layout, raw: RawSheet, read: Read) -> SheetRows:
    """The rows as `read` types them, all at once or some at a time."""
    if rows.height <= MANY or not _is_plain(raw):
        return read(rows, raw)
    try:
        with TemporaryDirectory(prefix="rollcall-", ignore_cleanup_errors=True) as folder:
            return _in_batches(rows, layout, raw, read, Path(folder))
    except RowsHangTogether:
        return read(rows, raw)
    except OSError as error:
        raise no_room(str(error)) from error


def _is_plain(raw: RawSheet) -> bool:
    """True for a sheet of which nothing is known that concerns several rows: as read from a table."""
    is_table = raw.stored is none_stored or isinstance(raw.stored, StoredColumns)
    return is_table and raw.unsaved.is_empty() and raw.merged.is_empty()


def _in_batches(rows: pl.DataFrame, layout: Layout, raw: RawSheet, read: Read, folder: Path) -> SheetRows:
    known = originals(rows, layout).with_columns(rows["row"])
    typed, shown, holders = (Gathered(folder, name, known) for name in ("typed", "originals", "holders"))
    issues = []
    for batch in rows.iter_slices(_AT_ONCE):
        found = read(batch, _part_of(raw, batch))
        if found.issues["row_id"].null_count():
            raise RowsHangTogether
        typed.add(found.typed)
        shown.add(found.originals)
        issues.append(found.issues)
        if found.holders is not None:
            holders.add(_numbered(found.holders, rows))
    held = _said(holders.whole())
    return SheetRows(_said(typed.whole()), shown.whole(), pl.concat(issues), held if held.width else None)


def _part_of(raw: RawSheet, batch: pl.DataFrame) -> RawSheet:
    """The sheet, of which only these rows are typed."""
    stored = raw.stored
    if isinstance(stored, StoredColumns):
        stored = stored.within(batch["row"][0], batch["row"][-1])
    return replace(raw, stored=stored, is_part=True)


def _said(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows; where any says that nobody is meant, the others say that they do not."""
    return rows.with_columns(pl.col(_NOBODY).fill_null(value=False)) if _NOBODY in rows.columns else rows


def _numbered(holders: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that say who has the devices, with the numbers that come after those of all rows."""
    return holders.with_columns(row_id=pl.col("listed_row_id") + rows["row_id"][-1])
