"""The tables as Parquet beside the analysts' copy: one folder per edition, complete before anybody can see it.

    published/parquet/latest            a link to the newest edition
    published/parquet/000042/devices/0000.parquet, 0001.parquet, ...
                             events/0000.parquet, ...
                             manifest.json

A table lies in parts: a million devices, owners or events each, and the outcomes of the rows by month of the run. Only
parts that have changed since the last edition are written; the others are the same file under a second name. An edition
is never changed. The one before the newest stays, and what is not ten minutes older than it, for those who still read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.store.connections import looking
from pipeline.store.read.position import Position, read_position

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
    """A folder of Parquet files, and how far the ledger was that they tell of."""

    folder: Path
    position: Position


@dataclass(frozen=True, slots=True)
class _Parts:
    """How a table is cut: SQL that names its parts, SQL that names those with news since an instant, and a filter."""

    all: str
    changed: str
    rows: str


def _numbered(column: str, numbers: str, changed: str) -> _Parts:
    """Cut by the numbers in a column; `numbers` gives all of them, `changed` those with news."""
    part = "SELECT printf('%04d', part) FROM (SELECT DISTINCT number // {size} AS part FROM ({numbers})) ORDER BY part"
    return _Parts(
        all=part.format(size=_PER_PART, numbers=numbers),
        changed=part.format(size=_PER_PART, numbers=changed),
        rows=f"{column} >= {{part}} * {_PER_PART} AND {column} < ({{part}} + 1) * {_PER_PART}",
    )


_TOLD = "SELECT aggregate_id AS number FROM events WHERE aggregate = '{}' AND recorded_at > CAST($since AS TIMESTAMP)"
_HELD = """
SELECT device_id AS number FROM ownerships
WHERE recorded_at > CAST($since AS TIMESTAMP)
   OR (superseded_at > CAST($since AS TIMESTAMP) AND superseded_at < TIMESTAMP '2999-12-31 23:59:59')
"""
_HAPPENED = "SELECT event_id AS number FROM events WHERE recorded_at > CAST($since AS TIMESTAMP)"
# The tables that grow large. The others have one row per run, file or organization, and are always written anew.
_CUT = {
    "devices": _numbered("device_id", "SELECT device_id AS number FROM devices", _TOLD.format("device")),
    "mdm_enrollments": _numbered(
        "device_id", "SELECT device_id AS number FROM mdm_enrollments", _TOLD.format("device")
    ),
    "owners": _numbered("owner_id", "SELECT owner_id AS number FROM owners", _TOLD.format("owner")),
    "ownerships": _numbered("device_id", "SELECT device_id AS number FROM ownerships", _HELD),
    "events": _numbered("event_id", "SELECT event_id AS number FROM events", _HAPPENED),
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
_KNOWS = "SELECT count(*) > 0 FROM runs WHERE run_id = $run_id AND CAST(recorded_at AS VARCHAR) = $recorded_at"


def write_tables(published: Path, *, wait: float) -> Path:
    """Write what has changed of the published copy since its last edition; returns the newest edition's folder.

    One process at a time. Raises StateBusy and StoreFailed as `looking` does; the last edition is then as it was.
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
    """True where the newest edition tells of exactly that position of the ledger."""
    last = _latest(published.parent / FOLDER)
    return last is not None and last.position == position


def _latest(folder: Path) -> _Edition | None:
    """The newest edition; None where there is none, or none that says what it is."""
    try:
        link = folder / LATEST
        edition = folder / (os.readlink(link) if link.is_symlink() else link.read_text(encoding="utf-8").strip())
        said = json.loads((edition / _MANIFEST).read_text(encoding="utf-8"))
        return _Edition(edition, Position(**said))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def _new_edition(folder: Path) -> Iterator[Path]:
    """A folder out of the way, numbered one more than any other; gone where it is not finished."""
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
    """Every table; of those that are cut, the parts without news since the base are linked."""
    for (table,) in copy.sql(_TABLES).fetchall():
        (new / table).mkdir()
        parts = _listed(copy, _CUT[table].all) if table in _CUT else []
        kept = _kept(copy, table, parts, base)
        for part in parts or [_WHOLE]:
            target = new / table / f"{part}.parquet"
            if part not in kept or not _linked(kept[part], target):
                _write_part(copy, table, part, target)
        flush_folder(new / table)


def _goes_on_from(copy: duckdb.DuckDBPyConnection, base: Position, now: Position) -> bool:
    """True for the same ledger with the same tables, which has not been set back to before the base."""
    if (base.ledger_id, base.migrations) != (now.ledger_id, now.migrations):
        return False
    ((knows,),) = copy.sql(_KNOWS, params={"run_id": base.run_id, "recorded_at": base.recorded_at}).fetchall()
    return bool(knows)


def _kept(copy: duckdb.DuckDBPyConnection, table: str, parts: Sequence[str], base: _Edition | None) -> dict[str, Path]:
    """Where the parts lie that nothing has changed since the base."""
    if base is None or table not in _CUT:
        return {}
    news = _listed(copy, _CUT[table].changed, base.position)
    return {part: base.folder / table / f"{part}.parquet" for part in parts if part not in news}


def _listed(copy: duckdb.DuckDBPyConnection, sql: str, base: Position | None = None) -> list[str]:
    values = {} if base is None else {"since": base.recorded_at}
    return [part for (part,) in copy.sql(sql, params=values).fetchall()]


def _linked(old: Path, target: Path) -> bool:
    """The part as it was, under a second name; false where it was not there, or where there are no second names."""
    with suppress(OSError):
        os.link(old, target)
        return True
    return False


def _write_part(copy: duckdb.DuckDBPyConnection, table: str, part: str, target: Path) -> None:
    rows = copy.table(table)
    if table in _CUT:
        rows = rows.filter(_CUT[table].rows.format(part=part))
    rows.write_parquet(str(target), compression="zstd")
    flush(target)


def _write_manifest(new: Path, position: Position) -> None:
    manifest = new / _MANIFEST
    manifest.write_text(json.dumps(asdict(position), indent=2), encoding="utf-8")
    flush(manifest)
    flush_folder(new)


def _point_to(folder: Path, edition: str) -> None:
    """Let `latest` lead to that edition; it holds its name where the system allows no link (Windows, as a rule)."""
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
    """As far as it can be: on Windows a file that is open stays, and goes with the next edition."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
