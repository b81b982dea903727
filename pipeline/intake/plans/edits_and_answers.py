"""The edited cells of a sheet, found by value, since every spreadsheet program saves a workbook in its own way.

Measured on LibreOffice: it keeps 15 digits of a number, turns CR LF into LF, and loses the escape of a text that looks
escaped (`_x005F_x0041_`). So texts are compared apart from these differences, numbers to 14 digits, instants to the
second. A blank text equals a blank cell. A number equals the text of the number, as it does for a person.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipeline.intake.plans.read_record import Block
from schemas.records import dataclass
from schemas.workbook_forms.plan import NO, YES

_SCHEMA = {"row": pl.Int64, "column": pl.Int64, "was": pl.String, "now": pl.String, "is_answer": pl.Boolean}
_BLANK = pl.Series([], dtype=pl.String)
_DIGITS = 1e-14
_MOST_APART = pl.duration(milliseconds=500)
_MICROSECONDS_OF_A_DAY = 86_400_000_000
_DAY_ZERO = pl.datetime(1899, 12, 30)
_LINE_END = r"\r\n?"
_ESCAPE = "(?i)_x005f_"
_NO_CHARACTER = r"(?i)[\x{FFFE}\x{FFFF}]|_xfff[ef]_"


def changed_cells(blocks: Sequence[Block], cells: pl.DataFrame) -> pl.DataFrame:
    """One row per edited cell, row by row: `row` and `column`, counted from 0, what it `was`, and what it is `now`.

    `blocks` are those of one sheet from the top; `cells` are its cells as text, its columns named by their index.
    `is_answer` is true for an answer that is neither yes nor no; answers of yes or no are no edits.
    """
    changes = [pl.DataFrame(schema=_SCHEMA)]
    ends = [*(block.row for block in blocks[1:]), max(cells.height, blocks[-1].end)]
    columns = {int(name): cells[name] for name in cells.columns}
    for block, end in zip(blocks, ends, strict=True):
        for column in range(max([block.frame.width, *(index + 1 for index in columns)])):
            for part in _parts(block, column, end):
                found = _padded(columns.get(column, _BLANK), part.row, part.height)
                if not _is_same_text(part, found):
                    changes.append(_changes(part, column, found))
    return pl.concat(changes).sort("row", "column")


def answers(block: Block, cells: pl.DataFrame) -> pl.DataFrame:
    """One row per line of a sheet: `sheet, place, is_approved`."""
    given = _padded(cells["0"], block.first_row, block.frame.height)
    return all_approved(block).with_columns(is_approved=_understood(given) == YES)


def all_approved(block: Block) -> pl.DataFrame:
    """One row per line of a sheet, with the columns of `answers`, for a sheet on which no answer was changed."""
    places = pl.int_range(block.after + 1, block.after + block.frame.height + 1, dtype=pl.Int64, eager=True)
    return pl.select(sheet=pl.lit(block.of), place=places, is_approved=pl.lit(value=True))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of a column from `row` on, with the values that were written, None for blank ones; or answers."""

    row: int
    height: int
    written: pl.Series | None = None
    is_answer: bool = False


def _parts(block: Block, column: int, end: int) -> list[_Part]:
    """The parts of one column, from the block's first row to the row before `end`, where the next block begins."""
    if column >= block.frame.width:
        return [_Part(block.row, end - block.row)]
    written = block.frame.to_series(column)
    header = [_Part(block.row, 1, pl.Series([written.name]))] if block.has_header else []
    body = _Part(block.first_row, written.len(), written, is_answer=block.of is not None and column == 0)
    parts = [*header, body, _Part(block.end, end - block.end)]
    return [part for part in parts if part.height]


def _is_same_text(part: _Part, found: pl.Series) -> bool:
    """True where all cells equal what was written, compared as text: a quick check that suffices for most parts."""
    if part.written is None:
        return found.null_count() == part.height
    return not part.is_answer and _text(part.written).equals(found)


def _changes(part: _Part, column: int, found: pl.Series) -> pl.DataFrame:
    written = _padded(_BLANK, 0, part.height) if part.written is None else part.written
    differs = (
        ~_understood(found).is_in([YES, NO]).fill_null(value=False) if part.is_answer else _differs(written, found)
    )
    at = differs.arg_true()
    return pl.DataFrame(
        {
            "row": at.cast(pl.Int64) + part.row,
            "column": pl.repeat(column, at.len(), dtype=pl.Int64, eager=True),
            "was": _text(written.gather(at)),
            "now": found.gather(at),
            "is_answer": pl.repeat(part.is_answer, at.len(), dtype=pl.Boolean, eager=True),
        },
        schema=_SCHEMA,
    )


def _differs(cells: pl.Series, found: pl.Series) -> pl.Series:
    """True for each cell that differs from what was written, compared by its type."""
    both = pl.DataFrame({"written": cells, "found": found})
    written, dtype = pl.col("written"), cells.dtype
    if dtype.is_numeric():
        is_same = _is_same_number(written.cast(pl.Float64))
    elif dtype.is_temporal():
        is_same = _is_same_instant(written.cast(pl.Datetime("us")))
    else:
        return _differs_in_text(both.with_columns(written.replace("", None)))
    is_blank = written.is_null() & pl.col("found").is_null()
    return both.select(~(is_blank | is_same.fill_null(value=False))).to_series()


def _is_same_number(written: pl.Expr) -> pl.Expr:
    found = pl.col("found").cast(pl.Float64, strict=False)
    return (written - found).abs() <= written.abs() * _DIGITS


def _is_same_instant(written: pl.Expr) -> pl.Expr:
    """True for an equal instant; a cell that lost its date format holds a number of days."""
    found = pl.col("found").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
    days = pl.col("found").cast(pl.Float64, strict=False)
    counted = _DAY_ZERO + pl.duration(microseconds=days * _MICROSECONDS_OF_A_DAY)
    return (written - pl.coalesce(found, counted)).abs() <= _MOST_APART


def _differs_in_text(both: pl.DataFrame) -> pl.Series:
    """True for each text that differs; only those that differ as they are get compared in their plain form."""
    differs = both["written"].ne_missing(both["found"])
    if not differs.any():
        return differs
    at = differs.arg_true()
    texts = both.select(pl.all().gather(at)).select(_plain_expr("written"), _plain_expr("found"))
    return differs.scatter(at, texts["written"].ne_missing(texts["found"]))


def _plain_expr(name: str) -> pl.Expr:
    text = (
        pl.col(name).str.replace_all(_LINE_END, "\n").str.replace_all(_ESCAPE, "_").str.replace_all(_NO_CHARACTER, "")
    )
    return pl.when(text != "").then(text)


def _understood(given: pl.Series) -> pl.Series:
    return given.str.strip_chars().str.to_uppercase()


def _text(values: pl.Series) -> pl.Series:
    """The values as text, as fastexcel usually reads them."""
    if values.dtype.is_temporal():
        return values.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S")
    if values.dtype.is_decimal() or values.dtype.is_float():
        return values.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")
    return values.cast(pl.String)


def _padded(cells: pl.Series, row: int, height: int) -> pl.Series:
    """The cells of `height` rows from `row` on, blank where the sheet has none."""
    given = cells.slice(row, height)
    return given if given.len() == height else given.extend_constant(None, height - given.len())
