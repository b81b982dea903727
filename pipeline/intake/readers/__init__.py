"""Readers of the formats, in two halves. The first is safe to let die, the second needs the whole program.

`load.load(path, kind)` runs in a worker process: it imports PyArrow and the format's reader, but no Polars, and
returns a `LoadedBook` of batches and plain values. `finish.finish(path, kind, loaded)` makes a `RawBook` of it in
the parent, and finds hidden rows, merged areas and formulas without a value of an .xlsx file there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.readers.file_kinds import FileKind

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.intake.raw_sheets import RawBook

__all__ = ["FileKind", "read_sheets"]


def read_sheets(path: Path, kind: FileKind) -> RawBook:
    """Both halves in this process."""
    from pipeline.intake.readers.finish import finish  # noqa: PLC0415 - a child process must not load Polars
    from pipeline.intake.readers.load import load  # noqa: PLC0415 - as above

    return finish(path, kind, load(path, kind))
