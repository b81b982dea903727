"""The entries of the cache: frames and facts under a name, each entry one file that is complete or absent.

An entry is a zip file of Parquet files and one JSON file, each with its checksum, so that damage is noticed. Nothing
depends on an entry: where it cannot be written there is none, and one that cannot be read counts as absent.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.disk import flush_folder
from pipeline.durable import durable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIX = ".kept"
_UNFINISHED = ".kept.part"
_FACTS = "facts.json"
_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    zipfile.BadZipFile,
    NotImplementedError,
    pl.exceptions.PolarsError,
)
_MEGABYTE = 1_000_000


def recall(cache: Path, name: str) -> tuple[dict[str, pl.DataFrame], dict[str, Any]] | None:
    """The frames and facts of the entry with this name; None where there is none, or it is damaged."""
    path = cache / f"{name}{SUFFIX}"
    try:
        with zipfile.ZipFile(path) as kept:
            facts = json.loads(kept.read(_FACTS))
            if facts["name"] != name:
                return None
            frames: dict[str, pl.DataFrame] = {}
            for of, shape in facts["shapes"].items():
                frames[of] = _read(kept, of, shape, facts["counted"][of], frames)
        if any(_shape(frame) != facts["shapes"][of] for of, frame in frames.items()):
            return None
        _touch(path)
        return frames, facts["facts"]
    except _UNREADABLE:
        return None


def keep(cache: Path, name: str, frames: Mapping[str, pl.DataFrame], facts: object, *, step: str) -> None:
    """Write an entry with these frames and facts, in place of the old one; do nothing where there is no room.

    `step` names the durable step for tests that stop a process there.
    """
    described = {"name": name, "shapes": {of: _shape(frame) for of, frame in frames.items()}, "facts": facts}
    unfinished = None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(_UNFINISHED, ".", cache)
        with os.fdopen(handle, "wb") as file:
            _write(file, frames, described)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, cache / f"{name}{SUFFIX}")
        flush_folder(cache)
    except OSError:
        if unfinished is not None:
            _remove(unfinished)
        return
    durable(step)


def tidy(cache: Path, megabytes: float) -> int:
    """Remove unfinished entries, and the least recently used until `megabytes` are left; returns the number removed.

    Another process that reads or writes an entry meanwhile does without it.
    """
    try:
        entries = [entry for entry in os.scandir(cache) if entry.is_file(follow_symlinks=False)]
        kept = [(entry.stat(), entry.path) for entry in entries if entry.name.endswith(SUFFIX)]
    except OSError:
        return 0
    room, surplus = megabytes * _MEGABYTE, [entry.path for entry in entries if entry.name.endswith(_UNFINISHED)]
    for stat, path in sorted(kept, key=lambda found: found[0].st_mtime_ns, reverse=True):
        room -= stat.st_size
        if room < 0:
            surplus.append(path)
    return sum(_remove(path) for path in surplus)


def _write(file: Any, frames: Mapping[str, pl.DataFrame], described: Mapping[str, object]) -> None:
    before: dict[str, pl.DataFrame] = {}
    counted: dict[str, dict[str, int]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as kept:
        for of, frame in frames.items():
            new = frame.drop(_columns_known(frame, before))
            counted[of] = _columns_that_count(new)
            same = _columns_of_one_value(new)
            _write_parquet(kept, f"{of}.parquet", new.drop(*same, *counted[of]))
            _write_parquet(kept, f"{of}.same.parquet", new.select(same).head(1))
            before[of] = frame
        kept.writestr(_FACTS, json.dumps({**described, "counted": counted}))


def _write_parquet(kept: zipfile.ZipFile, name: str, frame: pl.DataFrame) -> None:
    parquet = io.BytesIO()
    frame.write_parquet(parquet, compression="lz4", statistics=False)
    kept.writestr(name, parquet.getbuffer())


def _read(
    kept: zipfile.ZipFile,
    of: str,
    shape: Mapping[str, Any],
    starts: Mapping[str, int],
    before: Mapping[str, pl.DataFrame],
) -> pl.DataFrame:
    rows, same = (pl.read_parquet(kept.read(f"{of}{part}.parquet")) for part in ("", ".same"))
    known = [_first(name, before) for name in shape["columns"] if name not in {*rows.columns, *same.columns, *starts}]
    counted = [pl.int_range(at, at + shape["rows"], eager=True).alias(name) for name, at in starts.items()]
    values = [pl.lit(same[name][0], dtype).alias(name) for name, dtype in same.schema.items()]
    whole = pl.DataFrame([*rows.get_columns(), *counted, *known]).with_columns(values)
    return whole.select(list(shape["columns"]))


def _columns_of_one_value(frame: pl.DataFrame) -> list[str]:
    """The columns with one value in all rows, as most columns of most sheets have: only that value is written."""
    if frame.is_empty() or frame.width < 2:
        return []
    sought = frame.columns[1:]  # the first column is always written, for the number of rows
    is_same = frame.select(pl.col(sought).eq_missing(pl.col(sought).first()).all())
    return [name for name in sought if is_same[name][0]]


def _columns_that_count(frame: pl.DataFrame) -> dict[str, int]:
    """The columns of numbers that rise by one from row to row, each with its first number."""
    numbers = {name: frame[name] for name, dtype in frame.schema.items() if dtype == pl.Int64}
    return {
        name: int(column[0])
        for name, column in numbers.items()
        if len(column) > 1 and column.equals(pl.int_range(column[0] or 0, (column[0] or 0) + len(column), eager=True))
    }


def _columns_known(frame: pl.DataFrame, before: Mapping[str, pl.DataFrame]) -> list[str]:
    """The columns that an earlier frame of the entry has too, with equal values: most cells need no change."""
    earlier = {name for other in before.values() for name in other.columns}
    shared = [name for name in frame.columns if name in earlier]
    return [name for name in shared if frame[name].equals(_first(name, before), check_dtypes=True)]


def _first(name: str, before: Mapping[str, pl.DataFrame]) -> pl.Series:
    return next(frame[name] for frame in before.values() if name in frame.columns)


def _shape(frame: pl.DataFrame) -> dict[str, object]:
    columns = {name: repr(dtype) for name, dtype in frame.schema.items()}
    return {"rows": frame.height, "columns": columns}


def _touch(path: Path) -> None:
    """Mark the entry as used now, unless the folder is read-only."""
    try:
        os.utime(path)
    except OSError:
        return


def _remove(path: str) -> bool:
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
