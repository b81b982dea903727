"""One file with its findings becomes its annotated copy: the person's own workbook, or what was read of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import StoreFailed
from pipeline.outputs.excel.fingerprint import put_fingerprint
from pipeline.outputs.excel.workbook import write_whole
from pipeline.outputs.workbooks.annotated.active_content import disarm
from pipeline.outputs.workbooks.annotated.checked_file import CheckedFile
from pipeline.outputs.workbooks.annotated.earlier_marks import clear_traces
from pipeline.outputs.workbooks.annotated.issue_cells import cell_at, places_of, remarks
from pipeline.outputs.workbooks.annotated.issues_sheet import add_issues
from pipeline.outputs.workbooks.annotated.losses import losses_of, losses_told
from pipeline.outputs.workbooks.annotated.marks import add_outcomes, mark_cells, put_text
from pipeline.outputs.workbooks.annotated.original import open_own
from pipeline.outputs.workbooks.annotated.rebuilt import retold
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


_BY = "Rollcall"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a workbook begins that has a password, or that is of the form of .xls."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the copy is, and a sentence about it where it is not the person's own workbook, or not all of it."""

    path: Path
    remark: str | None = None


def write_annotated(path: Path, file: CheckedFile) -> Copied:
    """Write the annotated copy of the file to `path`, which appears whole or not at all.

    A file that cannot be copied as it is gives a workbook of what was read of it. Raises StoreFailed where `path`
    cannot be written to.
    """
    own = open_own(file.source.path)
    if own is not None:
        losses = losses_of(file.source.path)
        if _is_written(path, own, file, losses):
            return Copied(path, losses_told(losses, f"the copy of {file.source.file}"))
    _write(path, *retold(file), file)
    return Copied(path, f"{file.source.file} {_why(file.source.path)}: its copy holds what was read of it, as text.")


def _is_written(path: Path, own: Workbook, file: CheckedFile, losses: Counter[str]) -> bool:
    """Whether the person's own workbook could be marked and saved; whatever openpyxl trips over, it is not.

    What it loses is added to `losses`.
    """
    try:
        clear_traces(own)
        losses.update(disarm(own))
        note = losses_told(losses, "this copy")
        _write(path, own, {sheet.title: sheet for sheet in own.worksheets}, file, note=note)
    except StoreFailed:
        raise
    except Exception:  # of many types; there is another way to make the copy
        return False
    return True


def _write(
    path: Path, book: Workbook, own: Mapping[str, Worksheet], file: CheckedFile, *, note: str | None = None
) -> None:
    """Mark the workbook, whose sheets are `own` by the names they were read by, and save it."""
    places = places_of(own, file.sheets)
    found = list(remarks(own, places, file.issues))
    _show_lost_formulas(own, file.issues)
    for name, place in places.items():
        add_outcomes(place, file.judged.filter(pl.col("sheet").fill_null("") == name))
    mark_cells(found)
    add_issues(book, file, found, note=note)
    book.properties.lastModifiedBy = _BY

    def write(unfinished: Path) -> None:
        book.save(unfinished)
        put_fingerprint(unfinished)

    write_whole(path, write)


def _show_lost_formulas(own: Mapping[str, Worksheet], issues: pl.DataFrame) -> None:
    """A formula saved without its value stands there as text, so that the copy says of it what the file said."""
    lost = issues.filter((pl.col("code") == Reason.NO_SAVED_VALUE) & pl.col("cell").is_not_null())
    for sheet, coordinate, formula in lost.select("sheet", "cell", "value").iter_rows():
        cell = cell_at(own[sheet or ""], coordinate)
        if cell.value is None:
            put_text(cell, formula)


def _why(path: Path) -> str:
    """Why the file is not given back as it is."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return "is no .xlsx workbook"
    with path.open("rb") as content:
        is_compound = content.read(len(_COMPOUND)) == _COMPOUND
    return "is an old workbook, or has a password that its copy has not" if is_compound else "cannot be copied as it is"
