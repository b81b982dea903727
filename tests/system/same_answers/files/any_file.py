"""One file as documents, by its ending."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from tests.system.same_answers.files.tables import read_duckdb, read_parquet
from tests.system.same_answers.files.texts import read_text
from tests.system.same_answers.files.workbooks import read_workbook
from tests.system.same_answers.recording import UNREADABLE, Document, Kind

_Reader: TypeAlias = Callable[[str, str, Path], Iterator[Document]]

_PACKED = b"PK\x03\x04"
_TEXTS = (".txt", ".html", ".csv", ".toml", ".prom", ".json", ".log")


def read_file(step: str, name: str, path: Path, contents: Mapping[str, Any]) -> Iterator[Document]:
    """The documents of one file. `contents` are known files by their SHA-256: a copy of one is only named."""
    if path.is_symlink():
        yield Document(step, name, Kind.VALUES, [("link", str(path.readlink()))])
        return
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with path.open("rb") as file:
        reader = read_workbook if file.read(4) == _PACKED else _readers().get(path.suffix.lower())
    if digest in contents:
        yield Document(step, name, Kind.VALUES, [("copy of", contents[digest])])
    elif reader is None:
        yield Document(step, name, Kind.VALUES, [("file", "there")])
    else:
        yield from _read(reader, step, name, path)


def _read(reader: _Reader, step: str, name: str, path: Path) -> Iterator[Document]:
    try:
        yield from reader(step, name, path)
    except Exception as error:
        yield Document(step, name, Kind.VALUES, [(UNREADABLE, f"{type(error).__name__}: {error}")])


def _readers() -> dict[str, _Reader]:
    return {
        **dict.fromkeys(_TEXTS, _text),
        ".parquet": read_parquet,
        ".duckdb": read_duckdb,
    }


def _text(step: str, name: str, path: Path) -> Iterator[Document]:
    yield read_text(step, name, path.read_bytes().decode("utf-8", "replace"))
