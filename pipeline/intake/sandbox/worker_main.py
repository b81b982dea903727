"""The program of a worker: it reads one file at a time for its parent, and ends when the parent does.

It imports the readers before the first request, and nothing that they do not need, since its parent is waiting: no
Polars, and no NumPy, which PyArrow would load for itself and does without.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import shutil
import signal
import sys
import threading
from pathlib import Path
from traceback import format_exception
from typing import IO, Any

if __name__ == "__main__":
    gc.set_threshold(200_000, 20, 20)  # as the command line does
    sys.modules["numpy"] = None  # type: ignore[assignment] # it takes longer to load than all the rest

from pipeline.errors import FileUnusable
from pipeline.intake.readers import workbooks  # noqa: F401 - so that fastexcel is there when it is asked for
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.load import load
from pipeline.intake.readers.loaded import FolderTable, Piece
from pipeline.intake.sandbox.transfer import packed
from pipeline.intake.sandbox.worker_failures import is_for_want_of_memory, is_our_own

_SECONDS_TO_BE_ENDED = 10
# A worker that has grown by this many bytes is not kept: memory that was given back is not always free again.
_MUCH = 256 << 20


def main() -> None:
    """Answer requests until the parent closes its end."""
    answers = _own_stdout()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    busy = _Busy()
    threading.Thread(target=_listen, args=(requests, busy), daemon=True).start()
    _send(answers, b"ready")
    while True:
        request = json.loads(requests.get())
        _send(answers, b"began")
        busy.begin(request["folder"])
        size = _limit(request["memory"], request["seconds"])
        answer = _answer(request)
        _lift_limits()
        answer["is_spent"] = _mapped() - size > _MUCH
        _send(answers, json.dumps(answer).encode())


class _NoRoom(Exception):
    """The cells could not be written for the parent; the file did not cause that."""


class _Busy:
    """The folders that were written to and may still be there: they hold the cells of people's files."""

    def __init__(self) -> None:
        self.folders: list[str] = []

    def begin(self, folder: str) -> None:
        """Add a folder, and forget those that the parent has removed."""
        self.folders = [*filter(os.path.exists, self.folders), folder]


def _answer(request: dict[str, Any]) -> dict[str, object]:
    try:
        return {"done": _TASKS[request["do"]](request)}
    except FileUnusable as problem:
        return {"refused": [problem.message, problem.hint, str(problem.code)]}
    except _NoRoom as problem:
        return {"no_room": str(problem)}
    except OSError as error:
        return {"os_error": [error.errno, error.strerror or str(error), error.filename is not None]}
    except MemoryError:
        return {"failed": "memory"}
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return _failure(error)


def _failure(error: BaseException) -> dict[str, object]:
    if is_for_want_of_memory(str(error).encode()):
        return {"failed": "memory"}
    return {"bug": "".join(format_exception(error))} if is_our_own(error) else {"failed": "crash"}


def _load(request: dict[str, Any]) -> dict[str, object]:
    kind = FileKind(request["kind"])
    book = load(Path(request["path"]), kind, request["encoding"], request["rows"])
    return _transferred(packed, book, Path(request["folder"]))


def _load_some(request: dict[str, Any]) -> dict[str, object]:
    from pipeline.intake.sandbox.selected_sheets import load_some  # noqa: PLC0415 - for plans only

    names, book = load_some(Path(request["path"]), FileKind(request["kind"]), request["names"])
    return {"names": names, **_transferred(packed, book, Path(request["folder"]))}


def _load_folder(request: dict[str, Any]) -> dict[str, object]:
    from pipeline.intake.readers import folder  # noqa: PLC0415 - for folders only

    pieces = tuple(Piece(name, values) for name, values in request["pieces"])
    table = FolderTable(FileKind(request["kind"]), pieces, request["columns"])
    book = folder.load(Path(request["path"]), table, request["encoding"], most_rows=request["rows"])
    return _transferred(packed, book, Path(request["folder"]))


def _list_delta(request: dict[str, Any]) -> dict[str, object]:
    from pipeline.intake.readers import delta  # noqa: PLC0415 - as above

    columns, files = delta.files_of(Path(request["path"]))
    return {"columns": columns, "files": files}


def _look_into(request: dict[str, Any]) -> dict[str, object]:
    from pipeline.intake.sandbox.ole_files import look_into  # noqa: PLC0415 - for old and for encrypted files only

    return look_into(Path(request["path"]))


def _decrypt(request: dict[str, Any]) -> dict[str, object]:
    from pipeline.intake.sandbox.ole_files import decrypt  # noqa: PLC0415 - as above

    return decrypt(Path(request["path"]), request["password"], Path(request["folder"]) / request["to"])


_TASKS = {"load": _load, "load_some": _load_some, "look_into": _look_into, "decrypt": _decrypt}
_TASKS |= {"load_folder": _load_folder, "list_delta": _list_delta}


def _transferred(pack: Any, book: Any, folder: Path) -> dict[str, object]:
    try:
        carried: dict[str, object] = pack(book, folder)
    except OSError as error:
        raise _NoRoom(str(error)) from error
    return carried


def _own_stdout() -> IO[bytes]:
    """The pipe to the parent; the prints of libraries are sent to stderr instead."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _send(answers: IO[bytes], line: bytes) -> None:
    answers.write(line + b"\n")
    answers.flush()


def _listen(requests: queue.SimpleQueue[bytes], busy: _Busy) -> None:
    """Read requests, and end the process, whatever it is doing, once the parent is gone."""
    for line in iter(sys.stdin.buffer.readline, b""):
        requests.put(line)
    for folder in busy.folders:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _limit(memory: int, seconds: float) -> int:
    """Limit the memory beyond what is in use now, which is returned in bytes, and the time.

    The parent ends a worker that is late. The alarm is for a worker whose parent is gone.
    """
    size = _mapped()
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + _SECONDS_TO_BE_ENDED)
    if size:
        import resource  # noqa: PLC0415 - Windows has none

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    return size


def _lift_limits() -> None:
    """Lift the limits, so that the answer itself can be sent."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
    if _mapped():
        import resource  # noqa: PLC0415 - as above

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _mapped() -> int:
    """The bytes of address space in use, as Linux counts them; 0 on other systems."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
