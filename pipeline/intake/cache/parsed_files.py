"""The typed rows of parsed files in the cache, so that a file is not parsed twice.

The key of an entry covers everything that its rows depend on: the bytes and names of the files of the call, in their
order, the reading options, and the program. The program is identified by its source files and the versions of the
libraries that read workbooks, so that rows from another version of Rollcall are never used.
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

_FRAMES = ("assignments", "inventory", "people", "originals", "issues")
_READERS = ("polars", "fastexcel", "openpyxl", "python-calamine", "pyarrow", "ftfy")
# The first bytes of old workbooks (.xls), and of workbooks with a password.
_COMPOUND = bytes.fromhex("d0cf11e0")


def sources_of(paths: Sequence[Path], how: Reading, names: Sequence[str] | None) -> tuple[Source, ...] | None:
    """The files with their present fingerprints; `rows`, `kinds` and `columns` are not known yet.

    None where the rows must not be cached: a file cannot be read or is given twice, or one may be opened with the
    password.
    """
    files, findings = name_files(paths, names)
    try:
        if findings or (how.password is not None and any(map(_is_compound, files.values()))):
            return None
        return tuple(source_of(name, path, rows=None) for name, path in files.items())
    except OSError:
        return None


def key_of(sources: Sequence[Source], how: Reading) -> str | None:
    """The name of the cache entry for these files; None where the version of the program cannot be determined."""
    parser = program()
    if parser is None:
        return None
    reading = {name: value for name, value in asdict(how).items() if name not in {"password", "limits"}}
    files = [[source.file, source.sha256, source.size] for source in sources]
    return hashlib.sha256(json.dumps([parser, reading, files]).encode()).hexdigest()


def remembered(cache: Path, key: str, sources: Sequence[Source]) -> Checked | None:
    """The rows of these files from the cache; None where there is no entry that can be used."""
    kept = recall(cache, key)
    if kept is None:
        return None
    frames, facts = kept
    try:
        return Checked(
            **{name: frames[name] for name in _FRAMES},
            headers=facts["headers"],
            sources=tuple(
                replace(now, rows=then["rows"], kinds=then["kinds"], columns=then["columns"])
                for now, then in zip(sources, facts["sources"], strict=True)
            ),
            sheets=tuple(Sheet(**{**sheet, "kind": Kind(sheet["kind"])}) for sheet in facts["sheets"]),
            bases={mark: _base(base) for mark, base in facts["bases"].items()},
        )
    except (KeyError, TypeError, ValueError):
        return None


def remember(cache: Path, key: str, checked: Checked) -> None:
    """Write the rows of the files into the cache."""
    facts = {
        "headers": dict(checked.headers),
        "sources": [
            {"rows": source.rows, "kinds": source.kinds, "columns": source.columns} for source in checked.sources
        ],
        "sheets": [asdict(sheet) for sheet in checked.sheets],
        "bases": {mark: {**asdict(base), "made_at": base.made_at.isoformat()} for mark, base in checked.bases.items()},
    }
    keep(cache, key, {name: getattr(checked, name) for name in _FRAMES}, facts, step="rows remembered")


def are_as_before(before: Sequence[Source], after: Sequence[Source]) -> bool:
    """True where the files did not change between the two lists of sources."""
    return [source.sha256 for source in before] == [source.sha256 for source in after]


@once
def program() -> str | None:
    """The SHA-256 of Rollcall's source files and of the versions of the libraries that read workbooks.

    None where the source files cannot be read, as in a packed program: then nothing is cached.
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
