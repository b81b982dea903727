"""The readers of the formats, in two halves.

The first half, `load.load(path, kind)`, runs in a worker, which may crash: it imports PyArrow and the format's reader,
but not Polars, and returns a `LoadedBook` of batches and plain values. The second, `finish.finish(path, kind, loaded)`,
turns that into a `RawBook` in the parent process, and finds hidden rows, merged areas and formulas without a value of
.xlsx files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.readers.file_kinds import FileKind

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.intake.raw_sheets import RawBook

__all__ = ["FileKind", "read_sheets"]


def read_sheets(path: Path, kind: FileKind, encoding: str | None = None) -> RawBook:
    """All sheets of a file, read in this process, without a worker."""
    from pipeline.intake.readers.finish import finish  # noqa: PLC0415 - a worker must not load Polars
    from pipeline.intake.readers.load import load  # noqa: PLC0415 - as above

    return finish(path, kind, load(path, kind, encoding))
