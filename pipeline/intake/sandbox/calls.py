"""The calls that the rest of intake makes to the workers."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.errors import FileUnusable
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.loaded import FolderTable, LoadedBook
from pipeline.intake.sandbox.arrival import unpacked
from pipeline.intake.sandbox.worker_failures import Ending, NotStarted, ReaderBug, ReaderStopped, no_room
from pipeline.intake.sandbox.worker_pool import POOL
from pipeline.model import ReaderLimits

_GB = 1 << 30
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TRIES = 3


def load(
    path: Path,
    kind: FileKind,
    limits: ReaderLimits,
    *,
    encoding: str | None = None,
    beside: Callable[[], None] | None = None,
) -> LoadedBook:
    """All sheets of the file; `encoding` is that of a text that is not Unicode.

    `beside` is called meanwhile in this process; where it raises, the worker is ended.

    Raises ReaderStopped where the worker has failed, FileUnusable where the file cannot be read, and OSError.
    """
    with _folder() as folder:
        request = {"do": "load", "path": str(path), "kind": str(kind), "encoding": encoding}
        answer = _ask(request, folder, limits, beside)
        return unpacked(answer, folder)


def load_some(
    path: Path, kind: FileKind, names: Sequence[str] | None, limits: ReaderLimits
) -> tuple[list[str], LoadedBook]:
    """The names of all sheets of a workbook, and the cells of those in `names`, or of all. Raises as `load` does."""
    with _folder() as folder:
        request = {"do": "load_some", "path": str(path), "kind": str(kind), "names": names}
        answer = _ask(request, folder, limits)
        return answer["names"], unpacked(answer, folder)


def load_folder(folder_of: Path, table: FolderTable, limits: ReaderLimits, encoding: str | None) -> LoadedBook:
    """The rows of all files of a folder as one sheet. Raises as `load` does."""
    pieces = [[piece.name, dict(piece.values)] for piece in table.pieces]
    with _folder() as folder:
        request = {"do": "load_folder", "path": str(folder_of), "kind": str(table.kind), "encoding": encoding}
        answer = _ask({**request, "pieces": pieces, "columns": table.columns}, folder, limits)
        return unpacked(answer, folder)


def list_delta(path: Path, limits: ReaderLimits) -> tuple[list[str], list[tuple[str, dict[str, str | None]]]]:
    """The columns and files of a Delta table; see `delta.files_of`. Raises as `load` does."""
    with _folder() as folder:
        answer = _ask({"do": "list_delta", "path": str(path)}, folder, limits)
        return answer["columns"], [(name, values) for name, values in answer["files"]]


def look_into(path: Path, limits: ReaderLimits) -> dict[str, Any]:
    """The kind of an OLE file; see `ole_files.look_into`."""
    with _folder() as folder:
        return _ask({"do": "look_into", "path": str(path)}, folder, limits)


def decrypt(path: Path, password: str, target: Path, limits: ReaderLimits) -> bool:
    """Write the file without its encryption to `target`; false where the password is wrong."""
    request = {"do": "decrypt", "path": str(path), "password": password, "to": target.name}
    return not _ask(request, target.parent, limits)["is_wrong_password"]


def _ask(
    request: Mapping[str, object], folder: Path, limits: ReaderLimits, beside: Callable[[], None] | None = None
) -> dict[str, Any]:
    path = str(Path(str(request["path"])).absolute())
    memory = int(limits.memory_gb * _GB)
    given = {"path": path, "folder": str(folder), "memory": memory, "seconds": limits.seconds, "rows": limits.rows}
    request = {**request, **given}
    return _done(_answer(request, limits.seconds, beside))


def _answer(request: Mapping[str, object], seconds: float, beside: Callable[[], None] | None) -> dict[str, Any]:
    """The answer of the first worker that is still alive: an idle one may have ended unnoticed."""
    for _try in range(_TRIES):
        with suppress(NotStarted), POOL.worker() as worker:
            return worker.ask(request, seconds=seconds, beside=beside)
    raise NotStarted


def _done(answer: dict[str, Any]) -> dict[str, Any]:
    if "refused" in answer:
        message, hint, code = answer["refused"]
        raise FileUnusable(message, hint, code=code)
    if "no_room" in answer:
        raise no_room(answer["no_room"])
    if "os_error" in answer:
        number, text, _has_name = answer["os_error"]
        if number in _NO_ROOM:
            raise no_room(text)
        raise OSError(number, text)
    if "bug" in answer:
        raise ReaderBug(answer["bug"])
    if "failed" in answer:
        raise ReaderStopped(Ending(answer["failed"]))
    done: dict[str, Any] = answer["done"]
    return done


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with access for this user only, which is removed after the block."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="rollcall-"))
    except OSError as error:
        raise no_room(str(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
