"""The originals: a copy of each file that nobody else can write to, kept in the archive under its SHA-256.

The copy is made, flushed and read back before it is decided, so that the archive has the very bytes that the ledger was
brought in line with, even where somebody goes on writing to the claimed file.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path

from pipeline.disk import flush_folder, sayable, sha256_of
from pipeline.durable import durable
from pipeline.errors import FileUnusable
from pipeline.runs.steps.log import log
from pipeline.runs.sweep.claims import Batch
from pipeline.runs.sweep.file_moves import copy_whole, put_into, safely
from pipeline.runs.sweep.folders import Places
from schemas.records import dataclass

_PLAIN_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Original:
    """One file of a batch: the claimed file, the copy that is read, and the SHA-256 and size of the copy."""

    claimed: Path
    copy: Path
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The name of the file, as it can be shown."""
        return sayable(self.claimed.name)


def copy_originals(batch: Batch, places: Places) -> tuple[Original, ...]:
    """Copy the files of the batch into a hidden folder of the archive; the copies of an earlier attempt are kept.

    Raises FileUnusable where a claimed file cannot be read at all, StoreFailed where the archive cannot be written to.
    """
    folder = _hidden(batch, places)
    with safely("The originals cannot be copied to the archive", places.archive):
        copies = {file: folder / file.name for file in batch.files}
        if not all(copy.exists() for copy in copies.values()):
            shutil.rmtree(folder, ignore_errors=True)
            _copy_all(batch, folder)
        return tuple(Original(file, copy, sha256_of(copy), copy.stat().st_size) for file, copy in copies.items())


def place_of(original: Original, places: Places) -> Path:
    """The path of the file in the archive: `ab/abcdef....xlsx`."""
    ending = original.claimed.suffix.lower()
    name = original.sha256 + (ending if _PLAIN_ENDING.fullmatch(ending) else "")
    return places.archive / original.sha256[:2] / name


def keep(originals: Sequence[Original], batch: Batch, places: Places) -> None:
    """Move the copies to their paths in the archive; a sound file that is there already is kept."""
    with safely("The originals cannot be put into the archive", places.archive):
        for original in originals:
            _keep_one(original.copy, place_of(original, places), original.sha256)
            durable("archived")
        shutil.rmtree(_hidden(batch, places), ignore_errors=True)


def drop_copies(batch: Batch, places: Places) -> None:
    """Remove the copies of files that are kept elsewhere."""
    shutil.rmtree(_hidden(batch, places), ignore_errors=True)


def return_late_bytes(originals: Sequence[Original], batch: Batch, dealt_with: Collection[str]) -> list[str]:
    """Put files that were written to after they were copied back into the inbox; one remark per such file.

    `dealt_with` are the SHA-256 of the files that were applied or refused.
    """
    late = [original for original in originals if sha256_of(original.claimed) not in dealt_with]
    for original in late:
        with safely("What was written late cannot be put back into the inbox", batch.home):
            hidden = batch.home / f".{batch.run_id}.part"
            hidden.unlink(missing_ok=True)
            batch.home.mkdir(parents=True, exist_ok=True)
            copy_whole(original.claimed, hidden)
            put_into(hidden, batch.home, name=original.claimed.name)
        durable("late bytes returned")
    return [
        f"{original.name} was still being written when it had been taken; what came later is in the inbox again."
        for original in late
    ]


def _hidden(batch: Batch, places: Places) -> Path:
    return places.archive / f".{batch.run_id}.part"


def _copy_all(batch: Batch, folder: Path) -> None:
    """Copy all files of the batch; the folder appears when all are copied."""
    unfinished = folder.with_name(f".{batch.run_id}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for file in batch.files:
        try:
            copy_whole(file, unfinished / file.name)
        except OSError:
            _refuse_unreadable(file)
            raise
    flush_folder(unfinished)
    unfinished.rename(folder)
    flush_folder(folder.parent)
    durable("copied")


def _refuse_unreadable(file: Path) -> None:
    """Raises FileUnusable where the file cannot be read, so that the failure is not that of writing to the archive."""
    try:
        sha256_of(file)
    except OSError as problem:
        raise FileUnusable(
            f"{sayable(file.name)} cannot be read: {problem.strerror}.",
            f"It waits in {sayable(file.parent)}, and the next sweep tries again. See that whoever sweeps may read it.",
            code="file_unreadable",
        ) from problem


def _keep_one(copy: Path, place: Path, sha256: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        if sha256_of(place) == sha256:
            copy.unlink(missing_ok=True)
            return
        damaged = next(free for number in count(1) if not (free := Path(f"{place}.damaged-{number}")).exists())
        log.warning("the archive had other bytes under this fingerprint", path=str(place), put_aside_as=str(damaged))
        place.rename(damaged)
    copy.rename(place)
    flush_folder(place.parent)
    flush_folder(place.parent.parent)
