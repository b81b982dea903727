"""Loading of workbooks (.xlsx, .xls, .xlsb, .ods) with fastexcel, every cell as text.

Measured surprises: with `header_row=None` leading blank rows are kept only with `skip_rows=0`, and leading blank
columns never (`absolute_index` has the real index of a column). Error cells are nulls, and their positions are listed
separately.
"""

from __future__ import annotations

import logging
import re
import threading
import zipfile
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import fastexcel

from pipeline.errors import FileUnusable
from pipeline.intake.column_letters import refuse_too_wide
from pipeline.intake.errors import hostile, refused
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.file_names import to_open
from pipeline.intake.readers.loaded import CellError, LoadedBook, LoadedSheet, Said
from pipeline.intake.readers.xml.zip_parts import SheetParts
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.reasons.filled_texts import advice, said
from schemas.reasons.sheet_issues import SHEET_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

logging.getLogger("calamine").addHandler(logging.NullHandler())  # it warns on stderr about sheets that are charts

_NAMES = {FileKind.ODS: "OpenDocument spreadsheet"}

# So many rows of a hidden sheet are read: as many as a header row is searched in.
ROWS_OF_HIDDEN = 20

_ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Div0": "#DIV/0!",
    "Value": "#VALUE!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "GettingData": "#GETTING_DATA",
}
_ERROR_DETAIL = re.compile(r"Error\((\w+)\)")
_DURATION = re.compile(r'DurationIso\("([^"]*)"\)')
_NEW_ERROR = re.compile(r"Unsupported cell error value '([^']+)'")
_FAILURES = (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, OSError)


def load(path: Path, kind: FileKind) -> LoadedBook:
    """All sheets of the workbook in their order; one that cannot be read is left out, unless no other has a cell."""
    with _told(refused(FILE_UNREADABLE["no_workbook"], what=_NAMES.get(kind, "Excel workbook"))):
        source = to_open(path, kind)
        reader = fastexcel.read_excel(source)
        names = reader.sheet_names
        _refuse_same_sheets(path, kind, names)
        if _large_sheets(path, kind, len(names)) > 1:
            del reader  # it holds the texts of all sheets
            loaded = _load_by_two(source, names)
        else:
            loaded = [_sheet_or_failure(reader, *one) for one in enumerate(names)]
        failures = {name: one for name, one in zip(names, loaded, strict=True) if isinstance(one, FileUnusable)}
        sheets = [
            _unread(name) if isinstance(one, FileUnusable) else one for name, one in zip(names, loaded, strict=True)
        ]
        if failures and all(sheet.batch is None for sheet in sheets):
            raise next(iter(failures.values()))
        return LoadedBook(_with_kinds(path, kind, source, sheets), [_left_out(*one) for one in failures.items()])


@contextmanager
def _told(failing: FileUnusable) -> Iterator[None]:
    """Raises FileUnusable where a library cannot read the file or a sheet of it; `failing` is the usual one."""
    try:
        yield
    except PermissionError:
        raise
    except _FAILURES as error:
        raise (_by_new_error(error) or failing) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic is no `Exception`, and its class cannot be imported
            raise
        raise (_by_new_error(error) or failing) from error


def _load_by_two(source: Path | bytes, names: Sequence[str]) -> list[LoadedSheet | FileUnusable]:
    """All sheets, or why one cannot be read. Each of two threads has a reader of its own, which serves it only.

    To open a workbook takes up to a tenth of reading it, since the texts that its cells share are read then.
    """
    own = threading.local()

    def load_one(index_and_name: tuple[int, str]) -> LoadedSheet | FileUnusable:
        if not hasattr(own, "reader"):
            own.reader = fastexcel.read_excel(source)
        return _sheet_or_failure(own.reader, *index_and_name)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(load_one, enumerate(names)))


def _sheet_or_failure(reader: fastexcel.ExcelReader, index: int, name: str) -> LoadedSheet | FileUnusable:
    try:
        with _told(refused(FILE_UNREADABLE["no_cell"])):
            return _load_sheet(reader, index, name)
    except FileUnusable as failure:
        return failure


def _unread(name: str) -> LoadedSheet:
    return LoadedSheet(name, None, is_readable=False)


def _left_out(name: str, why: FileUnusable) -> Said:
    wording = SHEET_UNREADABLE["left_out"]
    texts = said(wording, {"why": why.message}), advice(wording, {})
    return Said(wording.code, *texts, wording.severity, name, wording.cause)


def _with_kinds(path: Path, kind: FileKind, source: Path | bytes, sheets: list[LoadedSheet]) -> list[LoadedSheet]:
    """The sheets with the kinds of their cells, in formats whose cells are not read from the file again."""
    if kind is FileKind.XLSX:
        return sheets
    if kind is FileKind.ODS:
        from pipeline.intake.readers.xml.ods import with_facts  # noqa: PLC0415 - the usual format does without

        return with_facts(path, sheets)
    from pipeline.intake.readers.calamine_values import with_values  # noqa: PLC0415 - as above

    return with_values(source, sheets)


def _refuse_same_sheets(path: Path, kind: FileKind, names: Sequence[str]) -> None:
    """Raises `FileUnusable` where two sheets have one name or are stored in one part."""
    if len(names) < 2:
        return
    doubled = next((name for name, count in Counter(names).items() if count > 1), None)
    if doubled is not None:
        raise hostile(f'two sheets of it are called "{doubled}"')
    parts = SheetParts.open(path).parts if kind is FileKind.XLSX else ()
    holding: dict[str, str] = {}
    for name, part in zip(names, parts, strict=False):
        first = holding.setdefault(part, name) if part else name
        if first != name:
            raise hostile(f'its sheets "{first}" and "{name}" are one and the same')


def _large_sheets(path: Path, kind: FileKind, count: int) -> int:
    if kind is not FileKind.XLSX or count < 2:
        return 0
    package = SheetParts.open(path)
    return sum(package.is_large(index) for index in range(count))


def _load_sheet(reader: fastexcel.ExcelReader, index: int, name: str) -> LoadedSheet:
    sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    is_visible = sheet.visible == "visible"
    if not is_visible:
        sheet = reader.load_sheet(index, header_row=None, skip_rows=0, n_rows=ROWS_OF_HIDDEN, dtypes="string")
    if not sheet.width:
        return LoadedSheet(name, None, is_visible)
    if is_visible:
        refuse_too_wide(sheet.width, f"sheet {name}")
    places = [str(column.absolute_index) for column in sheet.available_columns()]
    batch, errors = sheet.to_arrow_with_errors()
    found = errors.errors if errors is not None else []
    cell_errors = [CellError(*error.position, _error_text(error.detail)) for error in found]
    return LoadedSheet(name, batch.rename_columns(places), is_visible, errors=cell_errors)


def _error_text(detail: str) -> str:
    """The text that Excel shows in an error cell; a time of day or duration of an .ods file as in an .xlsx file."""
    duration = _DURATION.search(detail)
    if duration:
        return _clock(duration[1])
    match = _ERROR_DETAIL.search(detail)
    return _ERRORS.get(match[1], "#UNKNOWN!") if match else "#UNKNOWN!"


def _clock(duration: str) -> str:
    """A time such as `PT14H30M00S` as fastexcel shows it for .xlsx: `1899-12-31 14:30:00`; from 24 h on unchanged."""
    found = re.fullmatch(r"PT([01]\d|2[0-3])H([0-5]\d)M([0-5]\d)(?:[.,]0+)?S", duration)
    return "1899-12-31 {}:{}:{}".format(*found.groups()) if found else duration


def _by_new_error(error: BaseException) -> FileUnusable | None:
    found = _NEW_ERROR.search(str(error))
    return refused(FILE_UNREADABLE["new_error"], error=found[1]) if found else None
