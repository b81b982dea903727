"""Writing that has reached the disk before anything relies on it; names as printable text; the SHA-256 of a file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def sayable(name: str | Path) -> str:
    """The name as text that can be printed: it may hold bytes that are no text, or characters that move the cursor."""
    return _CONTROL.sub("\ufffd", writable(str(name)))


def writable(text: str) -> str:
    """The text as valid UTF-8: a text made from the name of a file may hold bytes that are no text."""
    return os.fsencode(text).decode("utf-8", "replace")


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file as it is now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_flushed(source: Path, target: Path) -> None:
    """Copy a file, and wait until the copy is on the disk."""
    shutil.copyfile(source, target)
    flush(target)


def flush(path: Path) -> None:
    """Wait until the bytes of the file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until new and renamed files of the folder are on the disk under these names; Windows needs no such wait."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
