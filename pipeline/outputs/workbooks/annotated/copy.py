"""The annotated copy of one file: the person's own workbook with marks, or one made from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
from schemas.records import dataclass
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


_BY = "Rollcall"
# The first bytes of a workbook with a password, or of the old form (.xls).
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Copied:
    """The path of the copy, and a sentence on what it lacks where it is not all of the person's own workbook."""

    path: Path
    remark: str | None = None


def write_annotated(path: Path, file: CheckedFile) -> Copied:
    """Write the annotated copy of the file to `path`, which appears whole or not at all.

    For a file that cannot be copied as it is, the workbook is made from its rows. Raises StoreFailed where `path`
    cannot be written to.
    """
    own = open_own(file.source.path)
    if own is not None:
        losses = losses_of(file.source.path)
        if _is_written(path, own, file, losses):
            return Copied(path, losses_told(losses, f"the copy of {file.source.file}"))
    _write(path, *retold(file), file)
    return Copied(path, f"{file.source.file} {_reason(file.source.path)}: its copy holds what was read of it, as text.")


def _is_written(path: Path, own: Workbook, file: CheckedFile, losses: Counter[str]) -> bool:
    """True where the person's own workbook was marked and saved; false after any error of openpyxl.

    The parts that the copy lacks are added to `losses`.
    """
    try:
        clear_traces(own)
        losses.update(disarm(own))
        note = losses_told(losses, "this copy")
        _write(path, own, {sheet.title: sheet for sheet in own.worksheets}, file, note=note)
    except StoreFailed:
        raise
    except Exception:  # openpyxl raises many types; the copy is then made from the rows
        return False
    return True


def _write(
    path: Path, book: Workbook, own: Mapping[str, Worksheet], file: CheckedFile, *, note: str | None = None
) -> None:
    """Mark the workbook and save it; `own` are its sheets under the names by which they were read."""
    places = places_of(own, file.sheets)
    found = list(remarks(own, places, file.issues, file.parts))
    _show_lost_formulas(own, file.issues)
    for name, place in places.items():
        add_outcomes(place, file.judged.filter(pl.col("sheet").fill_null("") == name), file.parts)
    mark_cells(found)
    add_issues(book, file, found, note=note)
    book.properties.lastModifiedBy = _BY

    def write(unfinished: Path) -> None:
        book.save(unfinished)
        put_fingerprint(unfinished)

    write_whole(path, write)


def _show_lost_formulas(own: Mapping[str, Worksheet], issues: pl.DataFrame) -> None:
    """Write formulas that were saved without a value as text: their cells would be blank in the copy."""
    lost = issues.filter((pl.col("code") == Reason.NO_SAVED_VALUE) & pl.col("cell").is_not_null())
    for sheet, coordinate, formula in lost.select("sheet", "cell", "value").iter_rows():
        cell = cell_at(own[sheet or ""], coordinate)
        if cell.value is None:
            put_text(cell, formula)


def _reason(path: Path) -> str:
    """The reason why the copy is not the file itself, in words."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return "is no .xlsx workbook"
    with path.open("rb") as content:
        is_compound = content.read(len(_COMPOUND)) == _COMPOUND
    return "is an old workbook, or has a password that its copy has not" if is_compound else "cannot be copied as it is"
