"""Frames become sheets, sheets become one file: the only place that calls xlsxturbo.

Promises: the file appears whole or not at all; user text stays text (xlsxturbo writes strings as strings, never as
formulas or links); a frame too long for one sheet goes on on the next; big workbooks are written in constant memory,
which has no cell colours but everything else.
"""

from __future__ import annotations

import os
import secrets
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
import xlsxturbo
from polars import selectors as cs

from pipeline.disk import flush
from pipeline.errors import StoreFailed, disk_trouble
from pipeline.outputs.excel import styles as looks
from schemas.vocabulary import Action, Outcome, Severity

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat, SheetOptions

    Part: TypeAlias = tuple[pl.DataFrame, str, SheetOptions]

SHEET_ROWS = 1_048_575
"""Rows that a sheet holds beside its header."""

BIG = 20_000
"""From so many rows on a workbook is written in constant memory."""

_NOT_WRITTEN = "output_not_written"
_LONGEST_CELL = 32_767
_KEPT = 16_000
_LETTERS = 1.08  # that a column holds per unit of its width, which is counted in digits
_FASTER = 2  # of 1 to 9: a third quicker than the usual 6 for a fifth more bytes, measured on 200,000 rows x 13
_USUAL = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How one sheet shows its frame; everything speaks of the frame's own column names.

    `titles` rename columns for people; `colours` name the vocabulary whose words colour a column's cells; `wrapped`
    columns may take several lines; `empty` is said below the header where there are no rows; the first
    `columns_in_view` stay there when one scrolls to the right, as the header does when one scrolls down.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, ColumnFormat] = field(default_factory=dict)
    colours: Mapping[str, type[Outcome | Action | Severity]] = field(default_factory=dict)
    wrapped: tuple[str, ...] = ()
    tab: str | None = None
    empty: str | None = None
    columns_in_view: int = 0


def page(frame: pl.DataFrame, name: str, look: Look, *, capacity: int = SHEET_ROWS) -> list[Part]:
    """One sheet, or as many as the rows need: frozen header, filter, widths and formats by content."""
    named = {old: look.titles.get(old, old) for old in frame.columns}
    shown = writable(frame).rename(named)
    widths = looks.widths_of(shown)
    styles = {**looks.formats_of(frame), **look.formats}
    if look.wrapped:
        styles = {column: _wrapped(styles.get(column, {}), is_so=column in look.wrapped) for column in frame.columns}
    options: SheetOptions = {
        "header_format": looks.HEADER,
        "freeze_panes": (1, look.columns_in_view),
        "autofilter": True,
        "tab_color": look.tab,
        "column_widths": widths,
        "row_heights": _heights(
            frame, {name: widths[at] for at, name in enumerate(frame.columns) if name in look.wrapped}
        ),
        "column_formats": {named[column]: style for column, style in styles.items() if "*" not in column},
        "conditional_formats": {named[at]: looks.colours_of(words) for at, words in look.colours.items()},
    }
    if not frame.height:
        said = [_note(look.empty, name, startrow=2)] if look.empty else []
        return [(shown, name, {**options, "conditional_formats": {}, "autofilter": False}), *said]
    parts = range(0, frame.height, capacity)
    return [(shown.slice(at, capacity), _numbered(name, at // capacity), options) for at in parts]


def writable(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in types that a cell can hold; a text longer than a cell is cut, and says so."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    frame = frame.with_columns(_as_text(frame[name]) for name in nested) if nested else frame
    texts = frame.select(cs.string())
    bytes_at_most = texts.select(pl.all().str.len_bytes().max().fill_null(0)).row(0) if texts.width else ()
    long = [name for name, size in zip(texts.columns, bytes_at_most, strict=True) if size > _LONGEST_CELL]
    return frame.with_columns(_cut_expr(name) for name in long) if long else frame


def write_workbook(
    path: Path, parts: Sequence[Part], *, finish: Callable[[Path], object] | None = None, has_charts: bool = False
) -> Path:
    """Write the sheets to `path`, which appears whole or not at all, once `finish` has added what it has to.

    With charts it is never written in constant memory, which has none. Raises StoreFailed where the place cannot be
    written to.
    """

    def write(unfinished: Path) -> None:
        _write_parts(unfinished, parts, has_charts=has_charts)
        if finish is not None:
            finish(unfinished)

    return write_whole(path, write)


def write_finished(path: Path, parts: Sequence[Part], finish: Callable[[Path, Path], object]) -> Path:
    """Write the sheets, and let `finish` make the workbook from that draft, which it copies to its second argument.

    Raises StoreFailed where the place cannot be written to.
    """

    def write(unfinished: Path) -> None:
        with _new_file(path.parent) as draft:
            _write_parts(draft, parts)
            finish(draft, unfinished)

    return write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make a file beside `path` and move it there once it is complete.

    Raises StoreFailed where the place cannot be written to, for example because the workbook is open in Excel.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(path.parent) as unfinished:
            write(unfinished)
            flush(unfinished)
            os.replace(unfinished, path)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise _not_written(path, problem) from problem
    return path


def _not_written(path: Path, problem: Exception) -> Exception:
    """What people are told; Polars says in words of its own what the system said to it."""
    trouble = disk_trouble(str(problem), path.parent)
    if trouble is not None:
        return StoreFailed(f"{path} could not be written. {trouble.message}", trouble.hint, code=_NOT_WRITTEN)
    if not isinstance(problem, OSError):
        return problem
    return StoreFailed(
        f"{path} could not be written: {problem.strerror or problem}.",
        "Close it if it is open in another program, or give another place.",
        code=_NOT_WRITTEN,
    )


@contextmanager
def _new_file(folder: Path) -> Iterator[Path]:
    """An empty file that is nobody else's, with the permissions that any new file gets; gone at the end if still there.

    Nobody can lay a link under a name that is not known beforehand, and two commands at once do not share one.
    """
    path = folder / f".rollcall-{secrets.token_hex(8)}.part"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _write_parts(path: Path, parts: Sequence[Part], *, has_charts: bool = False) -> None:
    is_big = sum(frame.height for frame, _, _ in parts) > BIG
    is_flat = is_big and not has_charts
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # says that constant memory leaves out the colours
        xlsxturbo.dfs_to_xlsx(
            _flat(parts) if is_flat else parts,
            path,
            constant_memory=is_flat,
            compression_level=_FASTER if is_big else _USUAL,
        )


def _flat(parts: Sequence[Part]) -> list[Part]:
    """The same sheets for constant memory, which has no row heights: every text takes one line of the usual height."""
    return [(frame, name, _flat_options(options)) for frame, name, options in parts]


def _flat_options(options: SheetOptions) -> SheetOptions:
    styles = options.get("column_formats") or {}
    flat: dict[str, ColumnFormat] = {
        column: {**style, "wrap_text": False, "font_size": min(style.get("font_size", 11), 12)}
        for column, style in styles.items()
    }
    kept: SheetOptions = {**options, "column_formats": flat}
    kept.pop("row_heights", None)
    return kept


def _wrapped(style: ColumnFormat, *, is_so: bool) -> ColumnFormat:
    """The style of a cell on a sheet whose rows may be higher than one line."""
    return {**style, "align_vertical": "top", **({"wrap_text": True} if is_so else {})}


def _heights(frame: pl.DataFrame, widths: Mapping[str, float]) -> dict[int, float]:
    """The rows that need more than one line, with their heights: not every program works them out itself."""
    if not widths or not 0 < frame.height <= BIG:
        return {}
    lines = [(pl.col(name).str.len_chars() / (width * _LETTERS)).ceil() for name, width in widths.items()]
    high = frame.select(lines=pl.max_horizontal(lines)).with_row_index("at", offset=1).filter(pl.col("lines") > 1)
    return {at: looks.LINE_HEIGHT * count for at, count in high.iter_rows()}


def _note(text: str, sheet: str, *, startrow: int) -> Part:
    """One quiet line of text on a sheet."""
    return pl.DataFrame(schema={text: pl.String}), sheet, {"startrow": startrow, "header_format": looks.CALM}


def _numbered(name: str, part: int) -> str:
    return f"{name} {part + 1}" if part else name


def _as_text(values: pl.Series) -> pl.Series:
    """Plain lists as `a; b`, as sheets write them; whatever else is nested as JSON."""
    if isinstance(values.dtype, pl.List) and not values.dtype.inner.is_nested():
        return values.cast(pl.List(pl.String)).list.join("; ")
    texts = values.struct if isinstance(values.dtype, pl.Struct) else values.to_frame("value").to_struct().struct
    return texts.json_encode().alias(values.name).set(values.is_null(), None)


def _cut_expr(name: str) -> pl.Expr:
    """A cell counts in UTF-16 units, of which a character has one or two."""
    cell = pl.col(name)
    units = cell.str.len_chars() + cell.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
    said = pl.format("{} [... cut: {} of {} characters fit here]", cell.str.head(_KEPT), _KEPT, cell.str.len_chars())
    return pl.when(units > _LONGEST_CELL).then(said).otherwise(cell).alias(name)
