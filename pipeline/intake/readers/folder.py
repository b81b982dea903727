"""Loading of a folder that is one table: its files one after the other, so that only one of them is in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.errors import FileUnusable
from pipeline.intake.errors import in_folder, not_opened, refused, too_many_rows
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.readers.loaded import CellKind, FolderTable, LoadedBook, LoadedPiece, LoadedSheet, Piece
from schemas.reasons.file_issues import FILE_UNREADABLE
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pipeline.intake.readers.loaded import Said

_TEXT = pa.large_string()
Title = tuple[str, int]


@dataclass(slots=True)
class _Gathered:
    """What is known of all files once they are read."""

    rows: int = 0
    pieces: list[LoadedPiece] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


def load(folder: Path, table: FolderTable, encoding: str | None, *, most_rows: int) -> LoadedBook:
    """The rows of all files as one sheet, below the names of the columns, which are those of the first file.

    Its batch is read while it is written down, and what is said of it is complete after that. All files must have the
    same columns, in any order, unless those of the table are known: then what a file lacks is blank.
    """
    books, columns = _books(folder, table.pieces, _reader(table.kind, encoding)), table.columns
    if columns is None:
        piece, book = next(books)
        first, books = _titles(piece, book), chain([(piece, book)], books)
    else:
        first = _counted(columns)
    gathered = _Gathered()
    schema = pa.schema([(name, _TEXT) for name in _names(first)])
    batches = _batches(books, table.pieces[0], first, gathered, may_lack=columns is not None, most_rows=most_rows)
    stream = pa.RecordBatchReader.from_batches(schema, batches)
    sheet = LoadedSheet("", stream, column_kinds=gathered.kinds, pieces=gathered.pieces)
    return LoadedBook([sheet], gathered.said)


def _reader(kind: FileKind, encoding: str | None) -> Callable[[Path], LoadedBook]:
    if kind is FileKind.CSV:
        from pipeline.intake.readers import delimited  # noqa: PLC0415 - each reader loads only what it needs

        return partial(delimited.load, encoding=encoding)
    from pipeline.intake.readers import parquet  # noqa: PLC0415 - as above

    return parquet.load


def _books(
    folder: Path, pieces: Sequence[Piece], read: Callable[[Path], LoadedBook]
) -> Iterator[tuple[Piece, LoadedBook]]:
    """Each file with its rows, read when it is its turn."""
    return ((piece, _loaded(folder, piece, read)) for piece in pieces)


def _batches(
    books: Iterator[tuple[Piece, LoadedBook]],
    one: Piece,
    first: Sequence[Title],
    gathered: _Gathered,
    *,
    may_lack: bool,
    most_rows: int,
) -> Iterator[pa.RecordBatch]:
    yield pa.RecordBatch.from_arrays([pa.array([title or None], _TEXT) for title, _ in first], names=_names(first))
    for piece, book in books:
        batch = book.sheets[0].batch
        if batch is None:
            continue
        titles = _titles(piece, book)
        if set(titles) - set(first) or (not may_lack and set(titles) != set(first)):
            raise _other_columns(piece, titles, one, first)
        gathered.pieces.append(LoadedPiece(piece.name, gathered.rows + 2))
        gathered.rows += batch.num_rows - 1
        if gathered.rows > most_rows:
            raise too_many_rows(gathered.rows, most_rows)
        gathered.said += [one for one in book.said if one not in gathered.said]
        _note_kinds(book.sheets[0], titles, first, gathered.kinds)
        yield _aligned(batch, titles, first, piece)


def _aligned(batch: pa.RecordBatch, titles: Sequence[Title], first: Sequence[Title], piece: Piece) -> pa.RecordBatch:
    """The rows of a file without its titles, in the columns of the first file."""
    rows, places = batch.slice(1), {title: at for at, title in enumerate(titles)}
    arrays = [_column(rows, places.get(title), piece.values.get(title[0])) for title in first]
    return pa.RecordBatch.from_arrays(arrays, names=_names(first))


def _column(rows: pa.RecordBatch, at: int | None, value: str | None) -> pa.Array:
    if at is not None and at < rows.num_columns:
        return rows.column(at).cast(_TEXT)
    return pa.repeat(pa.scalar(value, _TEXT), rows.num_rows)


def _loaded(folder: Path, piece: Piece, read: Callable[[Path], LoadedBook]) -> LoadedBook:
    try:
        return read(folder / piece.name)
    except OSError as error:
        problem = not_opened(error)
    except FileUnusable as found:
        problem = found
    raise in_folder(piece.name, problem)


def _titles(piece: Piece, book: LoadedBook) -> list[Title]:
    """The names of the columns, each with its number among those of the same name; those of the path come last."""
    batch = book.sheets[0].batch
    own = [] if batch is None else [batch.column(at)[0].as_py() or "" for at in range(batch.num_columns)]
    return _counted([*own, *(name for name in piece.values if name not in own)])


def _counted(names: Sequence[str]) -> list[Title]:
    seen: Counter[str] = Counter()
    titles = []
    for name in names:
        titles.append((name, seen[name]))
        seen[name] += 1
    return titles


def _names(titles: Sequence[Title]) -> list[str]:
    return [str(index) for index in range(len(titles))]


def _note_kinds(sheet: LoadedSheet, titles: Sequence[Title], first: Sequence[Title], kinds: dict[str, int]) -> None:
    """Note the kind of each column. Of one that is text in some files and numbers in others, the numbers count.

    What is looked for in cells that were numbers once does no harm to texts, and must not be left out.
    """
    places = {title: str(at) for at, title in enumerate(first)}
    for at, title in enumerate(titles):
        kind = sheet.column_kinds.get(str(at), int(CellKind.TEXT))
        if kind and kinds.get(places[title], int(CellKind.TEXT)) != int(CellKind.NUMBER):
            kinds[places[title]] = kind


def _other_columns(piece: Piece, titles: Sequence[Title], one: Piece, first: Sequence[Title]) -> FileUnusable:
    lacking, beyond = [at for at in first if at not in titles], [at for at in titles if at not in first]
    (title, number), has, lacks = (lacking[0], one, piece) if lacking else (beyond[0], piece, one)
    column = f"{title} ({number + 1})" if number else title
    return refused(FILE_UNREADABLE["other_columns"], column=column, file=has.name, other=lacks.name)
