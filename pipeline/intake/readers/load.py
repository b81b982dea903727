"""The first half of reading, in a worker: a file's cells as text. Does not import Polars, which loads slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.readers.file_kinds import FileKind

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.intake.readers.loaded import LoadedBook


def load(path: Path, kind: FileKind, encoding: str | None = None, most_rows: int | None = None) -> LoadedBook:
    """All sheets of a file; only the first rows of hidden ones. `encoding` is that of a text that is not Unicode.

    `most_rows` is the number of rows that a Parquet file may have, which can be small and have more than fit anywhere.

    Raises `FileUnusable` where the content cannot be read, and `PermissionError` where the file must not be read.
    """
    if kind is FileKind.CSV:
        from pipeline.intake.readers import delimited  # noqa: PLC0415 - each reader loads only what it needs

        return delimited.load(path, encoding)
    if kind is FileKind.PARQUET:
        from pipeline.intake.readers import parquet  # noqa: PLC0415 - as above

        return parquet.load(path, most_rows)
    from pipeline.intake.readers import workbooks  # noqa: PLC0415 - as above

    return workbooks.load(path, kind)
