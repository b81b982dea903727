"""A folder that is one table in several files: which of its files hold rows, and the columns that their paths give.

Programs that write much data write such folders: Parquet or CSV files of the same columns, perhaps in folders called
`org=acme`; or a Delta table, whose log says which of the files count.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.errors import FileUnusable
from pipeline.intake.errors import in_folder, megabytes, not_opened, refused
from pipeline.intake.file_checks.file_type import Content, content_of
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.loaded import FolderTable, Piece
from pipeline.intake.sandbox import calls
from schemas.reasons.file_issues import FILE_TOO_LARGE, FILE_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model import ReaderLimits

DELTA_LOG = "_delta_log"
_MOST_PIECES = 10_000
_KINDS = {Content.PARQUET: FileKind.PARQUET, Content.TEXT: FileKind.CSV}
# Names that programs give to what is no table, or not done yet.
_ASIDE = re.compile(r"^[._~].*|.*\.(crc|tmp|temp|part|partial|crdownload|inprogress|swp|bak)$", re.IGNORECASE)
_UNFINISHED = "_temporary"
_PARTITION = re.compile(r"^([^=]+)=(.*)$")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


def table_of(folder: Path, limits: ReaderLimits) -> FolderTable:
    """The table in this folder: its files in the order of their names.

    Raises FileUnusable for a folder that is no such table, is still being written, or is larger than the limits.
    """
    columns = None
    if (folder / DELTA_LOG).is_dir():
        columns, listed = calls.list_delta(folder, limits)
        pieces = tuple(Piece(name, values) for name, values in listed)
        _refuse_outside(pieces)
    else:
        pieces = tuple(Piece(name, _values_of(name)) for name in named_files(folder))
    if len(pieces) > _MOST_PIECES:
        raise refused(FILE_TOO_LARGE["pieces"], count=f"{len(pieces):,}", most=f"{_MOST_PIECES:,}")
    sizes = {piece: _size_of(folder, piece) for piece in pieces}
    size = sum(sizes.values())
    if size > limits.megabytes * 1e6:
        raise refused(FILE_TOO_LARGE["folder"], size=megabytes(size), most=f"{limits.megabytes:g}")
    filled = tuple(piece for piece in pieces if sizes[piece])
    kinds = {_content_of(folder, piece, limits) for piece in filled}
    if len(kinds) != 1 or not kinds <= set(_KINDS):
        raise refused(FILE_UNREADABLE["mixed_folder" if kinds else "empty_folder"])
    return FolderTable(_KINDS[kinds.pop()], filled, columns)


def _size_of(folder: Path, piece: Piece) -> int:
    """Its size; a log may name a file that is not there."""
    try:
        return (folder / piece.name).stat().st_size
    except OSError as error:
        raise in_folder(piece.name, not_opened(error)) from error


def _content_of(folder: Path, piece: Piece, limits: ReaderLimits) -> Content:
    try:
        return content_of(folder / piece.name, limits)
    except FileUnusable as problem:
        raise in_folder(piece.name, problem) from problem


def named_files(folder: Path) -> list[str]:
    """The files that may hold rows, by their paths within the folder, in order. Raises FileUnusable as above."""
    return sorted(_files(folder))


def _files(folder: Path) -> Iterator[str]:
    for place, inner, files in os.walk(folder, onerror=_raise, followlinks=True):
        if _UNFINISHED in inner:
            raise refused(FILE_UNREADABLE["unfinished_folder"], folder=_UNFINISHED)
        inner[:] = [name for name in inner if not _ASIDE.match(name)]
        within = os.path.relpath(place, folder)
        yield from (os.path.normpath(os.path.join(within, name)) for name in files if not _ASIDE.match(name))


def _raise(error: OSError) -> None:
    raise error


def _values_of(name: str) -> dict[str, str | None]:
    """The columns that the folders of a file give, such as `org=acme`."""
    found = [_PARTITION.match(part) for part in name.split(os.sep)[:-1]]
    return {unquote(one[1]): None if one[2] == _NO_VALUE else unquote(one[2]) for one in found if one}


def _refuse_outside(pieces: tuple[Piece, ...]) -> None:
    """Refuse a log that names files outside of its folder: they may be anybody's."""
    for piece in pieces:
        if "://" in piece.name or os.path.isabs(piece.name) or ".." in piece.name.split("/"):
            raise refused(FILE_UNREADABLE["file_elsewhere"], file=piece.name)
