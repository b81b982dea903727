"""The spare: the analysts' copy before the last, from which the next one is made where the disk cannot share bytes.

Of a ledger of ten million devices a copy is 1.5 GB, and a run of a thousand rows changes a hundredth of that. So the
file that was replaced is kept under a hidden name, and the blocks in which it differs from the ledger are written over.
DuckDB puts the checksum of a block in front of it: to compare two files takes a few thousand small reads. (To apply the
changed rows to the spare instead would take a statement for each table, and a rule for each way in which a ledger can
change; to copy table by table takes a hundred times as long.)

Who has the spare open still reads it as it was: that it is open nowhere is asked of the system, by a lease; where it is
open, or that cannot be told, the spare is given up and all bytes are copied.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import struct
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from pipeline.disk import flush_folder

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

# A smaller copy is made as fast from the beginning.
_LEAST_BYTES = 64 << 20
# The file: three headers, then blocks, each with its checksum in front.
_HEADER, _HEADERS = 4096, 3 * 4096
_BLOCK, _CHECKSUM = 262_144, 8
_MAGIC, _MAGIC_AT, _BLOCK_SIZE_AT = b"DUCK", 8, 40
# A spare is kept where the disk has room for so many copies more.
_ROOM = 3


def spare_of(published: Path) -> Path:
    """The path of the spare, whether there is one or not."""
    return published.with_name(f".{published.name}.spare")


def drop_spare(published: Path) -> None:
    """Remove the spare, if there is one."""
    with suppress(OSError):
        spare_of(published).unlink(missing_ok=True)


def is_worth_keeping(published: Path) -> bool:
    """True for a big copy, where a spare can be used again and the disk has room for it."""
    if not hasattr(fcntl, "F_SETLEASE") or not published.exists():
        return False
    size = published.stat().st_size
    return size >= _LEAST_BYTES and shutil.disk_usage(published.parent).free >= _ROOM * size


def keep_as_spare(published: Path) -> None:
    """Keep the present copy under a second name, before another takes its place; nothing on a disk without links."""
    drop_spare(published)
    with suppress(OSError):
        os.link(published, spare_of(published))


def take_spare(published: Path, new: Path, state: IO[bytes]) -> bool:
    """Make `new` from the spare, with the bytes of the state file, which nobody changes now; false where it cannot be.

    The spare is gone in any case. It loses its name before it is changed, so that what a killed process leaves is
    taken for nothing but a half-made copy.
    """
    spare = spare_of(published)
    try:
        if not spare.exists() or not _is_free(spare, published):
            return False
        os.replace(spare, new)
        flush_folder(new.parent)
        return _is_brought_up_to_date(new, state)
    except OSError:
        return False
    finally:
        drop_spare(published)


def _is_free(spare: Path, published: Path) -> bool:
    """True where the spare is a file that has no other name and that no process has open, this one included.

    A lease to write is given for such a file only. It is given back at once: who asks for the file in between waits for
    that, and we are told by a signal that is ignored.
    """
    facts = spare.lstat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or spare.samefile(published):
        return False
    spare.chmod(stat.S_IMODE(facts.st_mode) | stat.S_IWUSR)
    with spare.open("rb+") as file:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def _is_brought_up_to_date(new: Path, state: IO[bytes]) -> bool:
    """Write over the blocks of `new` in which it differs from the state file; false where a file has other blocks."""
    with new.open("rb+", buffering=0) as there:
        read, written = state.fileno(), there.fileno()
        if not _has_known_blocks(read) or not _has_known_blocks(written):
            return False
        size, former_size = (os.fstat(file).st_size for file in (read, written))
        os.truncate(written, size)
        for at in range(_HEADERS, size, _BLOCK):
            is_there = at + _BLOCK <= former_size
            if not is_there or os.pread(read, _CHECKSUM, at) != os.pread(written, _CHECKSUM, at):
                _write(written, os.pread(read, _BLOCK, at), at)
        _write(written, os.pread(read, _HEADERS, 0), 0)
    return True


def _has_known_blocks(file: int) -> bool:
    """True for a DuckDB file whose blocks have the size that is known here, as both of its headers say."""
    headers = os.pread(file, _HEADERS, 0)
    if len(headers) < _HEADERS or not headers.startswith(_MAGIC, _MAGIC_AT):
        return False
    sizes = (struct.unpack_from("<Q", headers, header + _BLOCK_SIZE_AT)[0] for header in (_HEADER, 2 * _HEADER))
    return all(size == _BLOCK for size in sizes)


def _write(file: int, content: bytes, at: int) -> None:
    while content:
        written = os.pwrite(file, content, at)
        content, at = content[written:], at + written
