"""Moving files so that none is ever lost: they are flushed before others are removed, and overwrite nothing."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from pipeline.disk import flush, flush_folder, sayable, sha256_of
from pipeline.errors import StoreFailed, disk_trouble


def copy_whole(source: Path, target: Path) -> str:
    """Copy a file and flush it to the disk; the SHA-256 of the copy, as read back from it."""
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    shutil.copystat(source, target)
    return sha256_of(target)


def read_small(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most `most` bytes. Raises OSError for a link, a pipe, or a longer file."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(opened, "rb") as file:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            raise OSError(errno.EINVAL, f"it is no ordinary file of at most {most // 1024} kB")
        return file.read(most)


def write_flushed(path: Path, content: bytes) -> None:
    """Write a small file, and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush_files(folder: Path) -> None:
    """Wait until all files and folders below the folder are on the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            flush_folder(path)
        else:
            flush(path)
    flush_folder(folder)


def put_into(path: Path, folder: Path, *, name: str | None = None) -> Path:
    """Move a file into a folder of the same disk, under its name or the next free one; the new path."""
    wanted = Path(name or path.name)
    names = chain([wanted.name], (f"{wanted.stem}-{number}{wanted.suffix}" for number in count(2)))
    for place in (folder / free for free in names):
        if _move_if_free(path, place):
            flush_folder(folder)
            return place
    raise AssertionError("there is always a next number")


def clear_away(folder: Path) -> None:
    """Remove a folder and its content, which disappear in one step, by renaming the folder first."""
    going = folder.with_name(f".{folder.name}.gone")
    shutil.rmtree(going, ignore_errors=True)
    folder.rename(going)
    flush_folder(folder.parent)
    shutil.rmtree(going, ignore_errors=True)


@contextmanager
def safely(what: str, place: Path) -> Iterator[None]:
    """Turn an OSError of the block into StoreFailed, which ends the sweep; the next one goes on from there."""
    try:
        yield
    except OSError as problem:
        trouble = disk_trouble(str(problem), sayable(place))
        why = trouble.message if trouble else f"{problem.strerror or problem}."
        hint = trouble.hint if trouble else f"See that you may write to {sayable(place)}."
        raise StoreFailed(
            f"{what}. {why} Nothing is lost.",
            f"{hint} Then sweep again: it goes on from here.",
            code="sweep_not_written",
        ) from problem


def _move_if_free(path: Path, place: Path) -> bool:
    """True where the file is at `place`, moved now or by a sweep that was killed; False where another file is there."""
    try:
        os.link(path, place, follow_symlinks=False)
    except FileExistsError:
        if not os.path.samefile(path, place):
            return False
    except OSError:  # a disk without links
        if os.path.lexists(place):
            return False
        path.rename(place)
        return True
    path.unlink()
    return True
