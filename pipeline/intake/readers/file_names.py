"""A file under a name that its library understands: libraries go by the ending of a name, not by what a file is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pipeline.intake.readers.file_kinds import FileKind

if TYPE_CHECKING:
    from pathlib import Path

# The endings that calamine, the library beneath fastexcel and python-calamine, knows, in small letters only.
_ENDINGS = {
    FileKind.XLSX: (".xlsx", ".xlsm", ".xlam"),
    FileKind.XLS: (".xls", ".xla"),
    FileKind.XLSB: (".xlsb",),
    FileKind.ODS: (".ods",),
}


def misleads(path: Path, kind: FileKind) -> bool:
    """True where the ending of the name is that of another kind, as of a workbook called `plan.xls`."""
    return any(path.suffix in endings for other, endings in _ENDINGS.items() if other is not kind)


def to_open(path: Path, kind: FileKind) -> Path | bytes:
    """The path; its content where the name misleads, or is no text that the library could take.

    The content of 48 MB takes 0.1 s more to open, and 46 MB at the peak.
    """
    is_sayable = os.fsencode(path).decode("utf-8", "replace") == str(path)
    return path if is_sayable and not misleads(path, kind) else path.read_bytes()
