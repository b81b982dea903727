"""A file is opened: from a path to its sheets as text. First the guard, then a child process, then this one.

A workbook behind a password is decrypted into a folder of its own, and guarded again; the folder is removed when
nobody needs the sheets any more, since some of their cells may be looked at again.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.intake.errors import locked_plan
from pipeline.intake.file_checks import password
from pipeline.intake.file_checks.all_checks import Inspected, inspect
from pipeline.intake.readers.finish import finish
from pipeline.intake.sandbox import calls
from pipeline.intake.sandbox.worker_failures import Ending, ReaderStopped, no_room, not_read

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
    """All sheets of a file, hidden ones included.

    Raises `FileUnusable` where there is no reading it, and `OSError` where it cannot even be opened.
    """
    inspected = _guarded(partial(inspect, path, how), how)
    if not inspected.is_locked:
        return _read(inspected, how)
    folder = _folder()
    plain = Path(folder.name) / "plain"
    _guarded(partial(password.decrypt, path, plain, how), how)
    book = _read(_guarded(partial(inspect, plain, how), how), how)
    sheets = [replace(sheet, stored=_Keeping(folder, sheet.stored)) for sheet in book.sheets]
    return replace(book, sheets=sheets)


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="rollcall-")
    except OSError as error:
        raise no_room(str(error)) from error


def load_sheets(path: Path, names: Sequence[str] | None, how: Reading) -> tuple[list[str], LoadedBook]:
    """The names of all sheets of a workbook, and the whole cells of those named here, or of all. Raises as above."""
    inspected = _guarded(partial(inspect, path, how), how)
    if inspected.is_locked:
        raise locked_plan()
    inspected.scan_rest()
    return _guarded(partial(calls.load_some, path, inspected.kind, names, how.limits), how, inspected)


def _read(inspected: Inspected, how: Reading) -> RawBook:
    path, kind = inspected.path, inspected.kind
    read = partial(calls.load, path, kind, how.limits, beside=inspected.scan_rest)
    book = finish(path, kind, _guarded(read, how, inspected), inspected.looks)
    return replace(book, remarks=(*inspected.remarks, *book.remarks))


def _guarded(step: Callable[[], Found], how: Reading, inspected: Inspected | None = None) -> Found:
    """What the step finds; where the child process has failed, what people are told about it."""
    try:
        return step()
    except ReaderStopped as stopped:
        found = inspected.culprit(how) if inspected and stopped.how in _WORTH_A_SEARCH else None
        raise found or not_read(stopped.how, how.limits) from stopped


@dataclass(frozen=True, slots=True)
class _Keeping:
    """A close look at cells, for which the decrypted file must still be there."""

    folder: tempfile.TemporaryDirectory[str]
    look: Stored

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        return self.look(letters)
