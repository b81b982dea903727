"""Proof that the files of drop folders lie in the archive; but not refused files, which people correct or remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipeline.disk import sha256_of
from pipeline.model import Ledger, Proof
from pipeline.store.connections import present
from schemas.records import dataclass

ARCHIVED = "every file of a drop folder lies in the archive as it was"

_EXAMPLES = 3
_HAS_FOLDERS = "SELECT count(*) > 0 FROM duckdb_columns() WHERE table_name = 'sources' AND column_name = 'source'"
_SOURCES = """
SELECT any_value(file), path, sha256, size, list(DISTINCT run_id) FROM sources WHERE source IS NOT NULL
GROUP BY path, sha256, size ORDER BY min(rowid)
"""


@dataclass(frozen=True, slots=True)
class _Filed:
    """A file as it is on record: its name, path, SHA-256 and size, and the runs that took it."""

    file: str
    path: Path
    sha256: str
    size: int
    runs: tuple[str, ...]


def prove_files(ledger: Ledger, *, quick: bool, processing: Path | None = None) -> list[Proof]:
    """Proof that every file of a drop folder is in the archive, with the same bytes; with `quick`, of the same size.

    A file whose sweep was stopped before archiving it is not missing: it lies in `processing` (by default beside the
    archive), and the next sweep archives it.
    """
    with present(ledger) as connection:
        if not connection.execute(_HAS_FOLDERS).fetchall()[0][0]:
            return []
        files = _on_record(connection)
    return [Proof(ARCHIVED, len(files), tuple(_found(files, processing, quick=quick)))]


def _on_record(connection: duckdb.DuckDBPyConnection) -> list[_Filed]:
    rows = connection.execute(_SOURCES).fetchall()
    return [_Filed(file, Path(path), sha256, size, tuple(runs)) for file, path, sha256, size, runs in rows]


def _found(files: list[_Filed], processing: Path | None, *, quick: bool) -> Iterator[str]:
    """Sentences about the first few files that are missing or changed, and the number of the others."""
    amiss = [said for file in files if (said := _fault_of(file, processing, quick=quick))]
    yield from amiss[:_EXAMPLES]
    if len(amiss) > _EXAMPLES:
        yield f"And {len(amiss) - _EXAMPLES:,} more files."


def _fault_of(file: _Filed, processing: Path | None, *, quick: bool) -> str | None:
    told = f"{file.file} of run {file.runs[0]}"
    try:
        if not file.path.is_file():
            return None if _is_underway(file, processing) else f"{told} is not at {file.path} (SHA-256 {file.sha256})."
        size = file.path.stat().st_size
        if size != file.size:
            return f"{told}, at {file.path}, has {size:,} bytes now, and had {file.size:,}."
        if not quick and sha256_of(file.path) != file.sha256:
            return f"{told}, at {file.path}, is not what it was: its SHA-256 was {file.sha256}."
    except OSError as problem:
        return f"{told}, at {file.path}, cannot be read: {problem.strerror}."
    return None


def _is_underway(file: _Filed, processing: Path | None) -> bool:
    """True while a sweep has yet to archive the file. The archive has one level of folders."""
    beside = file.path.parent.parent.parent / "processing"
    return any((folder / run_id).is_dir() for folder in (processing, beside) if folder for run_id in file.runs)
