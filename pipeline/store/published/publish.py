"""The analysts' copy of the ledger: a separate file that readers may keep open, replaced in one step.

The bytes of the state file are copied (some 30 times faster than copying table by table) once nothing is left in its
log, of a big one as few as possible (`spare_copy`), and the file is made read-only. The views, macros and comments of
the copy stand in the ledger already, or are added to it before. A process killed on the way leaves the old copy or the
new one; its half-made file is removed by the next process.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.errors import StateBusy, StoreFailed, UsageProblem
from pipeline.model import Ledger
from pipeline.store.connections import (
    adding_to,
    is_there,
    log_of,
    looking,
    reading,
    refuse_log,
    refuse_missing,
    writing,
)
from pipeline.store.copy_path import claim_copy, published_copy
from pipeline.store.failures import translated
from pipeline.store.migrations.migrate import migrations_missing
from pipeline.store.published.parquet import is_written, write_tables
from pipeline.store.published.spare_copy import drop_spare, is_worth_keeping, keep_as_spare, take_spare
from pipeline.store.published.views import add_views, has_views
from pipeline.store.read.position import Position, read_position

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import duckdb

__all__ = ["copy_bytes", "is_published", "publish", "removed_where_it_fails", "settle_log"]

_AT_ONCE = 1 << 30
_CLONE = 0x40049409  # FICLONE of Linux
_ERASED = "SELECT count(*) FROM runs WHERE command = 'forget' AND recorded_at > CAST($since AS TIMESTAMP)"


def publish(ledger: Ledger, *, parquet: bool = True) -> Path:
    """Publish the ledger as it is; returns the path of the copy. The caller holds the lock of the state file.

    Readers keep the former copy as long as they have it open; the copy of another ledger is left alone. With `parquet`
    each table is then also written as Parquet; see `parquet.write_tables`. Raises StateBusy and StoreFailed as
    `reading` and `writing` do; where there is no ledger, UsageProblem, or StoreFailed where there is a published copy
    of one, which stays.
    """
    _refuse_no_ledger(ledger)
    with translated(published_copy(ledger.path)):
        published = claim_copy(ledger.path)
    new = published.with_name(f"{published.name}.new")
    with translated(published), removed_where_it_fails(new):
        is_kept, is_shared = _copied(ledger, published, new)
        flush(new)
        _forbid_writing(new)
        durable("copy made")
        log_of(published).unlink(missing_ok=True)
        drop_spare(published)
        if is_kept and not is_shared:
            keep_as_spare(published)
            durable("former copy kept")
        os.replace(new, published)
        flush_folder(published.parent)
        durable("published")
        if parquet:
            write_tables(published, wait=ledger.wait)
    return published


def is_published(ledger: Ledger, *, entirely: bool = False, parquet: bool = False) -> bool:
    """True where the copy is at the state version of the ledger; false after a killed run, or without a copy.

    Runs that changed nothing and refused files may be missing from the copy, but not with `entirely`. With `parquet`
    the Parquet tables must show what the copy shows. False also for a copy of an older Rollcall (it is not brought up
    to date, since analysts may have it open), and for one that is damaged or locked by another program: publishing
    again helps.
    """
    published = published_copy(ledger.path)
    there = _position_of_copy(published)
    if there is None:
        return False
    with reading(ledger) as connection:
        wanted = read_position(connection)
    is_there = wanted == there if entirely else wanted.state_version == there.state_version
    return is_there and (not parquet or is_written(published, there))


def _may_be_kept(published: Path, ledger: duckdb.DuckDBPyConnection) -> bool:
    """True for a big copy of a time since which nobody was erased: the spare would still have the person."""
    there = _position_of_copy(published) if is_worth_keeping(published) else None
    if there is None:
        return False
    ((erased,),) = ledger.execute(_ERASED, {"since": there.recorded_at}).fetchall()
    return not erased


def _copied(ledger: Ledger, published: Path, new: Path) -> tuple[bool, bool]:
    """Copy the ledger: whether the former copy may be kept as a spare, and whether the new one shares its bytes."""
    if ledger.lake is not None:
        from pipeline.store.write.lake_file import write_file  # noqa: PLC0415 - few have a lake

        write_file(ledger, new)
        with adding_to(new) as connection:
            add_views(connection, ledger.currency)
        refuse_log(new)
        return False, False
    settle_log(ledger)
    # The file is closed last of all: DuckDB's lock on it goes with the first handle that is closed.
    with ExitStack() as stack:
        connection = stack.enter_context(reading(ledger))
        if not has_views(connection, ledger.currency):  # a new ledger, or that of another Rollcall
            stack.close()
            _define_views(ledger)
            connection = stack.enter_context(reading(ledger))
        state = stack.enter_context(ledger.path.open("rb"))
        is_kept = _may_be_kept(published, connection)
        is_shared = _shares_bytes(state, new)
        if not is_shared and not take_spare(published, new, state):
            copy_bytes(ledger.path, new)
    return is_kept, is_shared


def _refuse_no_ledger(ledger: Ledger) -> None:
    state = ledger.path
    if ledger.lake is not None and is_there(ledger):
        return
    if ledger.lake is None and state.exists() and (not state.is_file() or state.stat().st_size > 0):
        return
    with translated(state):
        refuse_missing(state)
    raise UsageProblem(
        f"There is no ledger at {state} yet.", "Name it with --state, or make one with: rollcall run FILES..."
    )


def _position_of_copy(published: Path) -> Position | None:
    """The position of the copy; None where there is no copy, it is of an older Rollcall, or cannot be read now."""
    if not published.exists():
        return None
    try:
        with looking(published, wait=0) as copy:
            return None if migrations_missing(copy) else read_position(copy)
    except (StateBusy, StoreFailed):
        return None


def _define_views(ledger: Ledger) -> None:
    with writing(ledger) as connection:
        add_views(connection, ledger.currency)
    refuse_log(ledger.path)


def settle_log(ledger: Ledger) -> None:
    """Work the log of a killed writer into the state file: a copy of the file alone would be out of date."""
    if not log_of(ledger.path).exists():
        return
    with writing(ledger):
        pass
    refuse_log(ledger.path)


def _forbid_writing(new: Path) -> None:
    """Make the copy read-only, since a writer would lock out others; not on Windows: it could not be replaced there."""
    if sys.platform != "win32":
        new.chmod(new.stat().st_mode & ~0o222)


def copy_bytes(source: Path, target: Path) -> None:
    """Copy the bytes; file systems that can (XFS, Btrfs, ...) share them until one of the files changes."""
    try:
        is_copied = _copied_by_system(source, target)
    except OSError:
        is_copied = False  # the plain copy below raises the real error, if there is one
    if not is_copied:
        shutil.copyfile(source, target)


def _shares_bytes(source: IO[bytes], target: Path) -> bool:
    """Make a copy that shares the bytes of the source until one of the two changes; false where the disk cannot."""
    if fcntl is None or sys.platform != "linux":
        return False
    with suppress(OSError), target.open("wb") as written:
        fcntl.ioctl(written, _CLONE, source.fileno())
        return True
    return False


def _copied_by_system(source: Path, target: Path) -> bool:
    if not hasattr(os, "copy_file_range"):
        return False
    with source.open("rb") as read, target.open("wb") as written:
        left = os.fstat(read.fileno()).st_size
        while left and (copied := os.copy_file_range(read.fileno(), written.fileno(), min(left, _AT_ONCE))):
            left -= copied
    return not left


@contextmanager
def removed_where_it_fails(new: Path) -> Iterator[None]:
    """Remove the half-made copy, before the block and where it fails: it may be what has filled the disk."""
    leftovers = (new, log_of(new))
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    try:
        yield
    except BaseException:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        raise
