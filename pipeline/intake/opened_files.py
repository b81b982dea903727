"""Opening a file: from a path to its sheets as text. The file checks come first, then a worker, then this process.

A workbook with a password is decrypted into a temporary folder, and checked again. The folder is removed once the
sheets are no longer in use, since some of their cells may be read from the file a second time.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.intake.errors import locked_plan
from pipeline.intake.file_checks import password
from pipeline.intake.file_checks.all_checks import Inspected, inspect
from pipeline.intake.file_checks.folder_pieces import table_of
from pipeline.intake.readers.finish import finish
from pipeline.intake.sandbox import calls
from pipeline.intake.sandbox.worker_failures import Ending, ReaderStopped, no_room, not_read
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    import polars as pl

    from pipeline.intake.raw_sheets import RawBook, Stored
    from pipeline.intake.readers.loaded import LoadedBook
    from pipeline.model import Reading

    Found = TypeVar("Found")

_WORTH_A_SEARCH = (Ending.MEMORY, Ending.CRASH, Ending.KILLED, Ending.TIME)


def open_book(path: Path, how: Reading) -> RawBook:
    """All sheets of a file, hidden ones included; of a folder that is one table in several files, that table.

    Raises `FileUnusable` where it cannot be read, and `OSError` where it cannot be opened.
    """
    if path.is_dir():
        return _read_folder(path, how)
    inspected = _with_cause(partial(inspect, path, how), how)
    if not inspected.is_locked:
        return _read(inspected, how)
    folder = _folder()
    plain = Path(folder.name) / "plain"
    _with_cause(partial(password.decrypt, path, plain, how), how)
    book = _read(_with_cause(partial(inspect, plain, how), how), how)
    sheets = [replace(sheet, stored=_StoredInFolder(folder, sheet.stored)) for sheet in book.sheets]
    return replace(book, sheets=sheets)


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="rollcall-")
    except OSError as error:
        raise no_room(str(error)) from error


def load_sheets(path: Path, names: Sequence[str] | None, how: Reading) -> tuple[list[str], LoadedBook]:
    """The names of all sheets of a workbook, and the cells of the sheets in `names`, or of all. Raises as above."""
    inspected = _with_cause(partial(inspect, path, how), how)
    if inspected.is_locked:
        raise locked_plan()
    inspected.scan_rest()
    return _with_cause(partial(calls.load_some, path, inspected.kind, names, how.limits), how, inspected)


def _read_folder(path: Path, how: Reading) -> RawBook:
    table = _with_cause(partial(table_of, path, how.limits), how)
    loaded = _with_cause(partial(calls.load_folder, path, table, how.limits, how.encoding), how)
    return finish(path, table.kind, loaded)


def _read(inspected: Inspected, how: Reading) -> RawBook:
    path, kind = inspected.path, inspected.kind
    read = partial(calls.load, path, kind, how.limits, encoding=how.encoding, beside=inspected.scan_rest)
    book = finish(path, kind, _with_cause(read, how, inspected), inspected.looks)
    return replace(book, remarks=(*inspected.remarks, *book.remarks))


def _with_cause(step: Callable[[], Found], how: Reading, inspected: Inspected | None = None) -> Found:
    """The result of the step; a failure of the worker is raised as the error about its likely cause."""
    try:
        return step()
    except ReaderStopped as stopped:
        found = inspected.culprit(how) if inspected and stopped.how in _WORTH_A_SEARCH else None
        raise found or not_read(stopped.how, how.limits) from stopped


@dataclass(frozen=True, slots=True)
class _StoredInFolder:
    """`RawSheet.stored` for a decrypted file: it keeps the temporary folder as long as it may be called."""

    folder: tempfile.TemporaryDirectory[str]
    look: Stored

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        return self.look(letters)
