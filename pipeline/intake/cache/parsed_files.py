"""Files that were parsed before are not parsed again: their typed rows are kept in a folder, the cache.

What a file was parsed to is found by all that it depends on: the bytes of each file of the call and its name, in their
order, how they are read, and the program that reads them. That is known by its own source files, and by the versions of
the libraries that read workbooks, so that rows from another Rollcall are never taken for those of this one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache as once
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline
import schemas
from pipeline.intake.cache.entries import keep, recall
from pipeline.intake.sources import name_files, source_of
from pipeline.model import Base, Checked, Sheet, Source
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Reading

_FRAMES = ("assignments", "inventory", "originals", "issues")
_READERS = ("polars", "fastexcel", "openpyxl", "python-calamine", "pyarrow")
# The first bytes of old workbooks (.xls), and of workbooks with a password.
_COMPOUND = bytes.fromhex("d0cf11e0")


def sources_of(paths: Sequence[Path], how: Reading, names: Sequence[str] | None) -> tuple[Source, ...] | None:
    """The files as they are now, as far as that says what they would be parsed to.

    None where that is not to be remembered: a file cannot be read, or it may be behind a password.
    """
    files, findings = name_files(paths, names)
    try:
        if findings or (how.password is not None and any(map(_is_compound, files.values()))):
            return None
        return tuple(source_of(name, path, rows=None) for name, path in files.items())
    except OSError:
        return None


def key_of(sources: Sequence[Source], how: Reading) -> str | None:
    """The name under which the rows of these files are kept; None where nothing tells this Rollcall from another."""
    parser = program()
    if parser is None:
        return None
    reading = {name: value for name, value in asdict(how).items() if name not in {"password", "limits"}}
    files = [[source.file, source.sha256, source.size] for source in sources]
    return hashlib.sha256(json.dumps([parser, reading, files]).encode()).hexdigest()


def remembered(cache: Path, key: str, sources: Sequence[Source]) -> Checked | None:
    """What these files were parsed to before; None where that is not known, or not for sure."""
    kept = recall(cache, key)
    if kept is None:
        return None
    frames, facts = kept
    try:
        return Checked(
            **{name: frames[name] for name in _FRAMES},
            headers=facts["headers"],
            sources=tuple(
                replace(now, rows=then["rows"], kinds=then["kinds"])
                for now, then in zip(sources, facts["sources"], strict=True)
            ),
            sheets=tuple(Sheet(**{**sheet, "kind": Kind(sheet["kind"])}) for sheet in facts["sheets"]),
            bases={mark: _base(base) for mark, base in facts["bases"].items()},
        )
    except (KeyError, TypeError, ValueError):
        return None


def remember(cache: Path, key: str, checked: Checked) -> None:
    """Keep what the files were parsed to."""
    facts = {
        "headers": dict(checked.headers),
        "sources": [{"rows": source.rows, "kinds": source.kinds} for source in checked.sources],
        "sheets": [asdict(sheet) for sheet in checked.sheets],
        "bases": {mark: {**asdict(base), "made_at": base.made_at.isoformat()} for mark, base in checked.bases.items()},
    }
    keep(cache, key, {name: getattr(checked, name) for name in _FRAMES}, facts, step="rows remembered")


def are_as_before(before: Sequence[Source], after: Sequence[Source]) -> bool:
    """True where the files did not change while they were read."""
    return [source.sha256 for source in before] == [source.sha256 for source in after]


@once
def program() -> str | None:
    """What makes of the files what is kept: this Rollcall, by its sources, and the libraries that read workbooks.

    None where the sources cannot be read, as in a packed program: then nothing is remembered.
    """
    digest = hashlib.sha256(pipeline.__version__.encode())
    try:
        for package in map(Path, (*pipeline.__path__, *schemas.__path__)):
            sources = sorted(package.rglob("*.py"))
            if not sources:
                return None
            for source in sources:
                digest.update(f"\n{source.relative_to(package)}\n".encode() + source.read_bytes())
        for name in _READERS:
            digest.update(f"\n{name} {metadata.version(name)}".encode())
    except (OSError, metadata.PackageNotFoundError):
        return None
    return digest.hexdigest()


def _base(facts: dict[str, Any]) -> Base:
    return Base(**{**facts, "made_at": datetime.fromisoformat(facts["made_at"])})


def _is_compound(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_COMPOUND)) == _COMPOUND
