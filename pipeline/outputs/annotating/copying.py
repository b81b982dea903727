"""One file with its findings becomes its annotated copy: the person's own workbook, or what was read of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import StoreFailed
from pipeline.outputs.annotating.clearing import clear_traces
from pipeline.outputs.annotating.disarming import disarm
from pipeline.outputs.annotating.listing import add_issues
from pipeline.outputs.annotating.marking import add_outcomes, mark_cells, put_text
from pipeline.outputs.annotating.opening import open_own
from pipeline.outputs.annotating.places import cell_at, places_of, remarks
from pipeline.outputs.annotating.retelling import retold
from pipeline.outputs.workbook import write_whole
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model import Sheet, Source

_BY = "Rollcall"
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_BOOK = "xl/workbook.xml"
_PEOPLE = re.compile(rb"<(?:\w+:)?(lastModifiedBy|creator)\b[^>]*>([^<]+)<")
_ENOUGH = 100_000
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a workbook begins that has a password, or that is of the form of .xls."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file that was checked: its sheets, its rows as typed and as judged, and its issues; see `model.Checked`."""

    source: Source
    sheets: Sequence[Sheet]
    originals: pl.DataFrame
    headers: Mapping[str, str]
    judged: pl.DataFrame
    issues: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the copy is, and a sentence about it where it is not the person's own workbook."""

    path: Path
    remark: str | None = None


def write_annotated(path: Path, file: CheckedFile) -> Copied:
    """Write the annotated copy of the file to `path`, which appears whole or not at all.

    A file that cannot be copied as it is gives a workbook of what was read of it. Raises StoreFailed where `path`
    cannot be written to.
    """
    own = open_own(file.source.path)
    if own is not None and _is_written(path, own, file):
        return Copied(path)
    _write(path, *retold(file), file)
    return Copied(path, f"{file.source.file} {_why(file.source.path)}: its copy holds what was read of it, as text.")


def is_to_be_kept(path: Path) -> bool:
    """True for a file that a person may have worked on: anything that is not a workbook as we left it.

    Spreadsheet programs write down who saved a workbook last; our lists of findings, which nobody mends, name nobody.
    """
    if not path.exists():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            core, program, book = (_beginning(archive, name) for name in (_CORE, _APP, _BOOK))
    except Exception:  # a file that is no workbook is none of ours
        return True
    people = dict(_PEOPLE.findall(core))
    is_list = not people and b'name="Summary"' in book
    return b"LibreOffice" in program or not (is_list or people.get(b"lastModifiedBy") == _BY.encode())


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_ENOUGH)


def _is_written(path: Path, own: Workbook, file: CheckedFile) -> bool:
    """Whether the person's own workbook could be marked and saved; whatever openpyxl trips over, it is not."""
    try:
        disarm(own)
        clear_traces(own)
        _write(path, own, {sheet.title: sheet for sheet in own.worksheets}, file)
    except StoreFailed:
        raise
    except Exception:  # of many types; there is another way to make the copy
        return False
    return True


def _write(path: Path, book: Workbook, own: Mapping[str, Worksheet], file: CheckedFile) -> None:
    """Mark the workbook, whose sheets are `own` by the names they were read by, and save it."""
    places = places_of(own, file.sheets)
    found = list(remarks(own, places, file.issues))
    _show_lost_formulas(own, file.issues)
    for name, place in places.items():
        add_outcomes(place, file.judged.filter(pl.col("sheet").fill_null("") == name))
    mark_cells(found)
    add_issues(book, file, found)
    book.properties.lastModifiedBy = _BY
    write_whole(path, book.save)


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
