"""The tables as Parquet beside the analysts' copy: one folder per edition, complete before it gets its name.

    published/parquet/latest            a link to the newest edition
    published/parquet/000042/devices/0000.parquet, 0001.parquet, ...
                             events/0000.parquet, ...
                             manifest.json

A table is split into parts: of a million devices, owners or events each, and the row outcomes by month of the run. Only
parts that have changed since the last edition are written; the others are hard links to the files of that edition. An
edition is never changed. The one before the newest is kept, and any that is less than ten minutes older than the
newest, for readers who still have it open.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.store.connections import looking
from pipeline.store.read.position import Position, read_position
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb

FOLDER = "parquet"
LATEST = "latest"
_MANIFEST = "manifest.json"
_PER_PART = 1_000_000
_WHOLE = "0000"
_STAYS_SECONDS = 600


@dataclass(frozen=True, slots=True)
class _Edition:
    """A folder of Parquet files, and the position of the ledger that they show."""

    folder: Path
    position: Position


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a table: SQL for all part names, SQL for those changed since an instant, a filter for one part."""

    all: str
    changed: str
    rows: str


def _numbered(column: str, numbers: str, changed: str) -> _Parts:
    """Parts by the numbers in a column: `numbers` is SQL for all numbers, `changed` SQL for those changed `$since`."""
    part = "SELECT printf('%04d', part) FROM (SELECT DISTINCT number // {size} AS part FROM ({numbers})) ORDER BY part"
    return _Parts(
        all=part.format(size=_PER_PART, numbers=numbers),
        changed=part.format(size=_PER_PART, numbers=changed),
        rows=f"{column} >= {{part}} * {_PER_PART} AND {column} < ({{part}} + 1) * {_PER_PART}",
    )


_CHANGED_BY_EVENT = (
    "SELECT aggregate_id AS number FROM events WHERE aggregate = '{}' AND recorded_at > CAST($since AS TIMESTAMP)"
)
_CHANGED_OWNERSHIPS = """
SELECT device_id AS number FROM ownerships
WHERE recorded_at > CAST($since AS TIMESTAMP)
   OR (superseded_at > CAST($since AS TIMESTAMP) AND superseded_at < TIMESTAMP '2999-12-31 23:59:59')
"""
_ENROLLED = "SELECT device_id AS number FROM mdm_enrollments"
_NEW_EVENTS = "SELECT event_id AS number FROM events WHERE recorded_at > CAST($since AS TIMESTAMP)"
# The tables that grow large. The others have one row per run, file or organization, and are always written whole.
_SPLIT_TABLES = {
    "devices": _numbered("device_id", "SELECT device_id AS number FROM devices", _CHANGED_BY_EVENT.format("device")),
    # Facts that change by themselves change without an event, so that any part may have changed.
    "mdm_enrollments": _numbered("device_id", _ENROLLED, f"{_ENROLLED} WHERE $since IS NOT NULL"),
    "owners": _numbered("owner_id", "SELECT owner_id AS number FROM owners", _CHANGED_BY_EVENT.format("owner")),
    "ownerships": _numbered("device_id", "SELECT device_id AS number FROM ownerships", _CHANGED_OWNERSHIPS),
    "events": _numbered("event_id", "SELECT event_id AS number FROM events", _NEW_EVENTS),
    "row_outcomes": _Parts(
        all="""
        SELECT DISTINCT strftime(recorded_at, '%Y-%m') AS part FROM runs
        WHERE run_id IN (SELECT run_id FROM row_outcomes) ORDER BY part
        """,
        changed="""
        SELECT DISTINCT strftime(recorded_at, '%Y-%m') FROM runs WHERE recorded_at > CAST($since AS TIMESTAMP)
        """,
        rows="run_id IN (SELECT run_id FROM runs WHERE strftime(recorded_at, '%Y-%m') = '{part}')",
    ),
}

_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY table_name"
_HAS_RUN = "SELECT count(*) > 0 FROM runs WHERE run_id = $run_id AND CAST(recorded_at AS VARCHAR) = $recorded_at"


def write_tables(published: Path, *, wait: float) -> Path:
    """Write a new edition of the published tables; returns its folder, or that of the last one where nothing changed.

    To be called by one process at a time. Raises StateBusy and StoreFailed as `looking` does; the last edition is then
    unchanged.
    """
    folder = published.parent / FOLDER
    folder.mkdir(exist_ok=True)
    last = _latest(folder)
    with looking(published, wait=wait) as copy:
        position = read_position(copy)
        if last is not None and last.position == position:
            return last.folder
        with _new_edition(folder) as new:
            _write_all(copy, new, last if last and _goes_on_from(copy, last.position, position) else None)
            _write_manifest(new, position)
            edition = new.rename(new.with_suffix(""))
    flush_folder(folder)
    durable("edition made")
    _point_to(folder, edition.name)
    durable("edition published")
    _remove_older(edition, last.folder if last else edition)
    return edition


def is_written(published: Path, position: Position) -> bool:
    """True where the newest edition shows exactly this position of the ledger."""
    last = _latest(published.parent / FOLDER)
    return last is not None and last.position == position


def _latest(folder: Path) -> _Edition | None:
    """The newest edition; None where there is none, or its manifest cannot be read."""
    try:
        link = folder / LATEST
        edition = folder / (os.readlink(link) if link.is_symlink() else link.read_text(encoding="utf-8").strip())
        said = json.loads((edition / _MANIFEST).read_text(encoding="utf-8"))
        return _Edition(edition, Position(**said))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def _new_edition(folder: Path) -> Iterator[Path]:
    """A hidden folder for a new edition, numbered one more than any other; removed where the block fails."""
    for leftover in folder.glob("*.new"):
        _remove(leftover)
    number = max((int(path.name) for path in folder.iterdir() if path.name.isdecimal()), default=0) + 1
    new = folder / f"{number:06d}.new"
    new.mkdir()
    try:
        yield new
    except BaseException:
        _remove(new)
        raise


def _write_all(copy: duckdb.DuckDBPyConnection, new: Path, base: _Edition | None) -> None:
    """Write every table; parts that have not changed since the base edition are hard links to it."""
    for (table,) in copy.execute(_TABLES).fetchall():
        (new / table).mkdir()
        parts = _listed(copy, _SPLIT_TABLES[table].all) if table in _SPLIT_TABLES else []
        kept = _kept(copy, table, parts, base)
        for part in parts or [_WHOLE]:
            target = new / table / f"{part}.parquet"
            if part not in kept or not _linked(kept[part], target):
                _write_part(copy, table, part, target)
        flush_folder(new / table)


def _goes_on_from(copy: duckdb.DuckDBPyConnection, base: Position, now: Position) -> bool:
    """True where the copy is of the same ledger with the same tables and still has the last run of the base edition."""
    if (base.ledger_id, base.migrations) != (now.ledger_id, now.migrations):
        return False
    ((knows,),) = copy.execute(_HAS_RUN, {"run_id": base.run_id, "recorded_at": base.recorded_at}).fetchall()
    return bool(knows)


def _kept(copy: duckdb.DuckDBPyConnection, table: str, parts: Sequence[str], base: _Edition | None) -> dict[str, Path]:
    """The files of the base edition, by part, of a table's parts that have not changed since."""
    if base is None or table not in _SPLIT_TABLES:
        return {}
    news = _listed(copy, _SPLIT_TABLES[table].changed, base.position)
    return {part: base.folder / table / f"{part}.parquet" for part in parts if part not in news}


def _listed(copy: duckdb.DuckDBPyConnection, sql: str, base: Position | None = None) -> list[str]:
    values = {} if base is None else {"since": base.recorded_at}
    return [part for (part,) in copy.execute(sql, values).fetchall()]


def _linked(old: Path, target: Path) -> bool:
    """Link the part under a second name; false where the old file is not there, or the disk has no hard links."""
    with suppress(OSError):
        os.link(old, target)
        return True
    return False


def _write_part(copy: duckdb.DuckDBPyConnection, table: str, part: str, target: Path) -> None:
    rows = copy.table(table)
    if table in _SPLIT_TABLES:
        rows = rows.filter(_SPLIT_TABLES[table].rows.format(part=part))
    rows.write_parquet(str(target), compression="zstd")
    flush(target)


def _write_manifest(new: Path, position: Position) -> None:
    manifest = new / _MANIFEST
    manifest.write_text(json.dumps(asdict(position), indent=2), encoding="utf-8")
    flush(manifest)
    flush_folder(new)


def _point_to(folder: Path, edition: str) -> None:
    """Make `latest` a link to that edition; where links are not allowed (Windows, as a rule), a file with its name."""
    new = folder / f"{LATEST}.new"
    try:
        new.symlink_to(edition, target_is_directory=True)
    except (OSError, NotImplementedError):
        new.write_text(edition, encoding="utf-8")
        flush(new)
    os.replace(new, folder / LATEST)
    flush_folder(folder)


def _remove_older(edition: Path, before: Path) -> None:
    made_at = edition.stat().st_mtime
    for path in edition.parent.iterdir():
        is_another = path.name.isdecimal() and path not in {edition, before}
        if is_another and made_at - path.stat().st_mtime > _STAYS_SECONDS:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove as far as possible: on Windows an open file stays, and is removed with the next edition."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
