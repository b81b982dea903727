"""Frames as sheets, and sheets as one file: the only module that calls xlsxturbo.

The file appears whole or not at all. User text stays text: xlsxturbo writes strings as strings, never as formulas or
links. A frame too long for one sheet continues on the next. Big workbooks are written in constant memory, and have no
cell colours then; the rows of their big sheets do not go through xlsxturbo (`poured_sheets`).
"""

from __future__ import annotations

import os
import secrets
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxturbo
from polars import selectors as cs

from pipeline.disk import flush
from pipeline.errors import StoreFailed, disk_trouble
from pipeline.outputs.excel import styles as looks
from pipeline.outputs.excel.poured_sheets import first_rows, outline, poured_beside_charts, poured_frames
from pipeline.outputs.excel.print_pages import set_up_pages
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import Action, Outcome, Severity

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat, SheetOptions

    from pipeline.outputs.excel.parts import Part

# The rows that fit on a sheet below its header.
SHEET_ROWS = 1_048_575

# A workbook with so many rows or more is written in constant memory.
BIG = 20_000

_NOT_WRITTEN = "output_not_written"
_LONGEST_CELL = 32_767
_KEPT = 16_000
_CUT = f"{{}} [... cut: {_KEPT} of {{}} characters fit here]"
_LETTERS = 1.08  # letters per unit of a column's width, which is counted in digits
_FASTEST, _USUAL = 1, 6  # compression from 1 to 9; drafts and big workbooks (200,000 rows x 13) gain little by more


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one sheet, in terms of the frame's own column names.

    `titles` are the headers of columns; `colours` name the vocabulary whose words colour a column's cells; `wrapped`
    columns may take several lines; `empty` is the text below the header where there are no rows; the first
    `columns_in_view` stay in view when somebody scrolls to the right, as the header does when they scroll down.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, ColumnFormat] = field(default_factory=dict)
    colours: Mapping[str, type[Outcome | Action | Severity]] = field(default_factory=dict)
    wrapped: tuple[str, ...] = ()
    tab: str | None = None
    empty: str | None = None
    columns_in_view: int = 0


def page(frame: pl.DataFrame, name: str, look: Look, *, capacity: int = SHEET_ROWS) -> list[Part]:
    """The frame as one sheet, or as many as its rows need: frozen header, filter, widths and formats by content."""
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
    """The frame in types that a cell can hold; a text longer than a cell is cut, and ends with a note on that."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    frame = frame.with_columns(_as_text(frame[name]) for name in nested) if nested else frame
    if frame.is_empty():
        return frame
    longest = frame.select(cs.string().str.len_bytes().max().fill_null(0))
    sizes = longest.row(0) if longest.width else ()
    long = [name for name, size in zip(longest.columns, sizes, strict=True) if size > _LONGEST_CELL]
    return frame.with_columns(_cut_expr(name) for name in long) if long else frame


def write_workbook(
    path: Path,
    parts: Sequence[Part],
    *,
    footer: str | None = None,
    hidden: str | None = None,
    finish: Callable[[Path], object] | None = None,
    has_charts: bool = False,
) -> Path:
    """Write the sheets to `path`, which appears whole or not at all, once `finish` has added what it has to.

    `footer` stands below each printed page, the name of the file where it is None; the sheet called `hidden` is not
    shown. With charts it is not written in constant memory, which has none. Raises StoreFailed where the place cannot
    be written to.
    """

    def write(unfinished: Path) -> None:
        is_flat = _is_big(parts) and not has_charts
        poured = poured_frames(parts) if is_flat else poured_beside_charts(parts, BIG)
        sketched = outline if is_flat else first_rows
        with _new_file(path.parent) as draft:
            drafted = [sketched(part) if part[1] in poured else part for part in parts]
            _write_parts(draft, _flat(drafted) if is_flat else drafted, is_flat=is_flat)
            level = _FASTEST if _is_big(parts) else _USUAL
            set_up_pages(draft, unfinished, parts, poured, footer=footer, hidden=hidden, level=level)
        if finish is not None:
            finish(unfinished)

    return write_whole(path, write)


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file beside `path` with `write`, and move it to `path` once it is complete.

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
    """The error for people; Polars wraps the error of the system in words of its own."""
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
    """An empty new file with the usual permissions, removed after the block where it is still there.

    Its name is random: nobody can put a link there beforehand, and two commands at once do not share it.
    """
    path = folder / f".rollcall-{secrets.token_hex(8)}.part"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _write_parts(path: Path, parts: Sequence[Part], *, is_flat: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # constant memory warns that it leaves out the colours
        xlsxturbo.dfs_to_xlsx(parts, path, constant_memory=is_flat, compression_level=_FASTEST)


def _is_big(parts: Sequence[Part]) -> bool:
    return sum(frame.height for frame, _, _ in parts) > BIG


def _flat(parts: Sequence[Part]) -> list[Part]:
    """The same sheets for constant memory, which has no row heights: every row has the height of one line."""
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
    """The cell style for a sheet whose rows may be higher than one line."""
    return {**style, "align_vertical": "top", **({"wrap_text": True} if is_so else {})}


def _heights(frame: pl.DataFrame, widths: Mapping[str, float]) -> dict[int, float]:
    """The heights of the rows that need more than one line: not every program computes them itself."""
    if not widths or not 0 < frame.height <= BIG:
        return {}
    lines = [(pl.col(name).str.len_chars() / (width * _LETTERS)).ceil() for name, width in widths.items()]
    high = frame.select(lines=pl.max_horizontal(lines)).with_row_index("at", offset=1).filter(pl.col("lines") > 1)
    return {at: looks.LINE_HEIGHT * count for at, count in high.iter_rows()}


def _note(text: str, sheet: str, *, startrow: int) -> Part:
    """One line of quiet text on a sheet."""
    return pl.DataFrame(schema={text: pl.String}), sheet, {"startrow": startrow, "header_format": looks.CALM}


def _numbered(name: str, part: int) -> str:
    return f"{name} {part + 1}" if part else name


def _as_text(values: pl.Series) -> pl.Series:
    """Lists of plain values as `a; b`, as input files have them; other nested values as JSON."""
    if isinstance(values.dtype, pl.List) and not values.dtype.inner.is_nested():
        return values.cast(pl.List(pl.String)).list.join("; ")
    texts = values.struct if isinstance(values.dtype, pl.Struct) else values.to_frame("value").to_struct().struct
    return texts.json_encode().alias(values.name).set(values.is_null(), None)


def _cut_expr(name: str) -> pl.Expr:
    """The text, cut where it is too long for a cell, which counts UTF-16 units: one or two per character."""
    cell = pl.col(name)
    units = cell.str.len_chars() + cell.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
    said = format_expr(_CUT, cell.str.head(_KEPT), cell.str.len_chars())
    return pl.when(units > _LONGEST_CELL).then(said).otherwise(cell).alias(name)
