"""Bytes and names that are on the disk, whole, before anything rests on them; and the fingerprint of a file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def sayable(name: str | Path) -> str:
    """The name in characters that can be written anywhere: one may be of bytes that are no text, or move the cursor."""
    return _CONTROL.sub("\ufffd", writable(str(name)))


def writable(text: str) -> str:
    """The text as UTF-8 can have it: what came from a name may be of bytes that are none."""
    return os.fsencode(text).decode("utf-8", "replace")


def sha256_of(path: Path) -> str:
    """The SHA-256 of the bytes that lie there now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_flushed(source: Path, target: Path) -> None:
    """Copy the bytes, and see that they are on the disk."""
    shutil.copyfile(source, target)
    flush(target)


def flush(path: Path) -> None:
    """The bytes of the file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """What was named or renamed in the folder is so on the disk, too; Windows sees to that by itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
