"""Claiming files: all files of a batch are taken out of the inbox, or none; also batches that a killed sweep had taken.

A batch lies in `processing/RUN_ID/`: `batch.json` says where its files came from, `rollcall.toml` is a copy of the
settings of their folder, `files/` has the files under their names. The folder is made without the files, which are then
moved into it, each by one rename; the mark `claimed` says that all are there. `attempts` records each attempt to decide
the batch.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.disk import flush_folder, sayable
from pipeline.durable import durable
from pipeline.model import SweptFile
from pipeline.runs.steps.clock import clock, new_run_id
from pipeline.runs.steps.log import log
from pipeline.runs.sweep.file_moves import clear_away, put_into, safely, write_flushed
from pipeline.runs.sweep.folders import SETTINGS, Places
from pipeline.runs.sweep.inbox import Seen, left, names_in, seen
from schemas.records import dataclass

_ABOUT, _FILES, _CLAIMED, _ATTEMPTS = "batch.json", "files", "claimed", "attempts"
_BEGUN, _ENDED = b"+", b"-"
_USAGE = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are claimed together and are one run: a single file, or all files of a full folder.

    `folder` is the folder they are in, `home` the one they came from, `source` its name as a drop folder, and
    `settings` the content of its `rollcall.toml` at the time.
    """

    run_id: str
    folder: Path
    home: Path
    source: str
    settings: bytes | None
    files: tuple[Path, ...]

    @property
    def names(self) -> list[str]:
        """The names of the files, as they can be shown."""
        return [sayable(file.name) for file in self.files]

    @property
    def stops(self) -> int:
        """The number of attempts that were stopped in the middle."""
        try:
            marks = (self.folder / _ATTEMPTS).read_bytes()
        except FileNotFoundError:
            return 0
        return marks.count(_BEGUN) - marks.count(_ENDED)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Record the block as an attempt, which counts as stopped unless the block ends, even with an exception."""
        with safely("What is being swept cannot be noted", self.folder):
            self._mark(_BEGUN)
            durable("attempt noted")
        try:
            yield
        finally:
            with suppress(OSError):
                self._mark(_ENDED)

    def _mark(self, mark: bytes) -> None:
        with (self.folder / _ATTEMPTS).open("ab") as file:
            file.write(mark)
            file.flush()
            os.fsync(file.fileno())


def claim(
    files: Sequence[Seen], settings: bytes | None, places: Places, *, is_whole_folder: bool
) -> Batch | list[SweptFile]:
    """Take the files, which are of one folder, as one batch; where one cannot be taken, all are left, with the reason.

    With `is_whole_folder`, they are left also where another file has come into the folder. Raises StoreFailed.
    """
    source, run_id = files[0].source, new_run_id(clock())
    folder = places.processing / run_id
    with safely("No file can be taken", places.processing):
        _prepare(folder, source, settings, places.folder_of(source))
    why = _take(files, folder / _FILES)
    if why is None and is_whole_folder:
        why = _later_file(places.folder_of(source))
    if why is None:
        with safely("No file can be taken", places.processing):
            flush_folder(folder / _FILES)
            write_flushed(folder / _CLAIMED, b"")
            flush_folder(folder)
            flush_folder(places.folder_of(source))
        durable("claimed")
        log.info("claimed", run_id=run_id, source=sayable(source), files=[file.name for file in files])
        return _batch(folder)
    with safely("What was taken cannot be put back", places.folder_of(source)):
        _put_back(folder, places.folder_of(source))
    said, hint, code = why
    return [left(file, said, hint, exit_code=code) for file in files]


def recover(places: Places) -> list[Batch]:
    """The batches that a killed sweep had claimed, by run id; the files of half-claimed batches are put back."""
    batches = []
    for folder in sorted(path for path in places.processing.iterdir() if not path.name.startswith(".")):
        if not (folder / _ABOUT).is_file():
            continue
        batch = _batch(folder)
        if (folder / _CLAIMED).exists():
            log.info("recovered", run_id=batch.run_id, files=batch.names)
            batches.append(batch)
        else:
            log.info("put back", run_id=batch.run_id, files=batch.names)
            with safely("What was taken in part cannot be put back", batch.home):
                _put_back(folder, batch.home)
    return batches


def clear(batch: Batch) -> None:
    """Remove the folder of a finished batch, in one step."""
    with safely("What is done cannot be removed", batch.folder.parent):
        clear_away(batch.folder)
    durable("cleared")


def tidy(places: Places) -> None:
    """Remove folders that killed sweeps have left half made or half removed in the processing folder."""
    for leftover in places.processing.glob(".*"):
        if leftover.name.endswith((".part", ".gone")):
            shutil.rmtree(leftover, ignore_errors=True)


def _prepare(folder: Path, source: str, settings: bytes | None, home: Path) -> None:
    """Make the folder of a batch with everything but its files."""
    hidden = folder.with_name(f".{folder.name}.part")
    (hidden / _FILES).mkdir(parents=True)
    about = json.dumps({"source": source, "from": str(home)})
    write_flushed(hidden / _ABOUT, about.encode("ascii"))
    if settings is not None:
        write_flushed(hidden / SETTINGS, settings)
    flush_folder(hidden)
    hidden.rename(folder)
    flush_folder(folder.parent)
    durable("batch prepared")


def _take(files: Sequence[Seen], folder: Path) -> tuple[str, str, int] | None:
    """Move the files; where that fails, the message, the hint and the exit code."""
    for file in files:
        try:
            file.path.rename(folder / file.path.name)
            durable("taken")
            if seen(folder / file.path.name, "").likeness != file.likeness:
                return f"{file.name} is still being written.", "It is taken by the next sweep after that.", 0
        except FileNotFoundError:
            return f"{file.name} was taken away again before it could be read.", "", 0
        except OSError as problem:
            return _failure_to_take(file, problem)
    return None


def _failure_to_take(file: Seen, problem: OSError) -> tuple[str, str, int]:
    if problem.errno == errno.EXDEV:
        return (
            f"{file.name} lies on another disk than the folder it is taken into.",
            'Name a folder on the disk of the inbox in the settings: [sweep] processing = "...".',
            _USAGE,
        )
    return (
        f"{file.name} cannot be taken: {problem.strerror}.",
        "See that whoever sweeps may write to the inbox and its folders, and close the file if it is open.",
        _USAGE,
    )


def _later_file(folder: Path) -> tuple[str, str, int] | None:
    """The message, hint and exit code where another file has come into a full folder, which is taken whole."""
    more = sorted(names_in(folder))
    if not more:
        return None
    return f"{sayable(more[0])} came while the folder was being read.", "The next sweep takes them together.", 0


def _put_back(folder: Path, home: Path) -> None:
    """Move the files back to their folder; with a number where a file of the same name has come meanwhile."""
    home.mkdir(parents=True, exist_ok=True)
    for file in sorted((folder / _FILES).iterdir()):
        put_into(file, home)
        durable("put back")
    clear_away(folder)


def _batch(folder: Path) -> Batch:
    about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    settings = folder / SETTINGS
    return Batch(
        run_id=folder.name,
        folder=folder,
        home=Path(about["from"]),
        source=about["source"],
        settings=settings.read_bytes() if settings.exists() else None,
        files=tuple(sorted((folder / _FILES).iterdir())),
    )
