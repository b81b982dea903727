"""Which cells of identifiers are damaged, and which only deserve a warning.

The texts of a column are looked at once, cheaply; only where one of them may be a number, a date or a truth value is
the file asked what it keeps, and only those cells are looked at closely.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.bad_cells import BAD_CELL_SCHEMA
from pipeline.intake.damage import numbers
from pipeline.intake.damage.dates import SHOWN_DATE, entered_expr, shown_dates
from pipeline.intake.damage.scripts import mixed_scripts
from pipeline.intake.damage.told import ENTER_AGAIN, TOLD, as_cells, perhaps_expr
from pipeline.intake.raw import StoredAs
from schemas.fields import FieldType
from schemas.vocabulary import IssueCode, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.bad_cells import Column
    from pipeline.intake.raw import Stored
    from pipeline.intake.rows import TypedCells

_IDENTIFYING = (FieldType.IDENTIFIER, FieldType.MAC)
_NO_TEXT = (
    r"^-?(?:0|[1-9]\d*)(?:\.\d+)?$|^\d(?:\.\d+)?[eE][+-]?\d+$|^\d{4}-\d\d-\d\d|^\d+:\d\d|^(?:true|TRUE|false|FALSE)$"
)
"""How the readers write what is no text in the file."""
_NAMED_CELLS = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """One row per damaged cell, which rejects its row; and like it, one per warning about a cell or a column."""

    bad_cells: pl.DataFrame
    warnings: pl.DataFrame


def find_damage(rows: pl.DataFrame, cells: TypedCells, stored: Stored, *, header_row: int) -> Damage:
    """All damage in the columns of identifiers. `rows` are the cells as typed, by letter."""
    columns = [column for column in cells.columns.values() if column.type in (*_IDENTIFYING, FieldType.EMAIL)]
    nothing = pl.DataFrame(schema=BAD_CELL_SCHEMA)
    if not columns or rows.is_empty():
        return Damage(nothing, nothing)
    looks = cells.texts.select(_looks_expr(column) for column in columns).row(0, named=True)
    bad_cells, warnings = [nothing], [nothing]
    for column, kept in _kept(columns, stored, looks):
        judged = _judged(_beside(kept, rows, cells, column), column)
        bad_cells.append(as_cells(judged.filter(pl.col("said").is_not_null()), column, Reason.DAMAGED_IDENTIFIER))
        is_number = (pl.col("stored_as") == StoredAs.NUMBER.value) & pl.col("said").is_null()
        warnings.append(_numbers_warning(judged.filter(is_number, pl.col("is_accepted")), column, header_row))
    for column in columns:
        look = looks[column.name]
        if look["exponents"]:
            bad_cells.append(_exponents(rows, cells, column))
        if look["shown_dates"]:
            warnings.append(shown_dates(_read_cells(rows, cells, column), column))
        if look["foreign"]:
            warnings.append(mixed_scripts(rows, cells, column))
    found = _once(pl.concat(bad_cells))
    warned = pl.concat(warnings).join(found, on=["row_id", "letter"], how="anti", maintain_order="left")
    return Damage(found, warned)


def without_damaged(cells: TypedCells, bad_cells: pl.DataFrame) -> TypedCells:
    """The cells without the values of those that are damaged; nothing else is said of those any more."""
    if bad_cells.is_empty():
        return cells
    values, row_ids = cells.values, cells.texts["row_id"]
    letters = {column.letter: name for name, column in cells.columns.items()}
    for (letter,), damaged in bad_cells.group_by("letter"):
        is_whole = ~row_ids.is_in(damaged["row_id"].implode())
        values = values.with_columns(pl.when(is_whole).then(pl.col(letters[str(letter)])))
    others = cells.bad_cells.join(bad_cells, on=["row_id", "letter"], how="anti", maintain_order="left")
    return replace(cells, values=values, bad_cells=pl.concat([others, bad_cells]))


def _looks_expr(column: Column) -> pl.Expr:
    """What a column may hold, at a look at all its texts."""
    text, no = pl.col(column.name), pl.lit(value=False)
    is_identifier = column.type in _IDENTIFYING
    is_foreign = (text.str.len_bytes() != text.str.len_chars()).any()
    return pl.struct(
        no_text=text.str.contains(_NO_TEXT).any() if is_identifier else no,
        exponents=text.str.contains(numbers.EXPONENT_TEXT).any() if is_identifier else no,
        shown_dates=text.str.contains(SHOWN_DATE).any() if column.type is FieldType.IDENTIFIER else no,
        foreign=is_foreign if column.is_odd else no,
    ).alias(column.name)


def _kept(
    columns: Sequence[Column], stored: Stored, looks: dict[str, dict[str, bool]]
) -> list[tuple[Column, pl.DataFrame]]:
    """The columns of which some cell is no text in the file, with those cells."""
    letters = [column.letter for column in columns if looks[column.name]["no_text"]]
    if not letters:
        return []
    kept = stored(letters).partition_by("column", as_dict=True)
    return [(column, kept[column.letter,]) for column in columns if (column.letter,) in kept]


def _beside(kept: pl.DataFrame, rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The data cells of one column that are no text, as they are kept and as they were read."""
    read = _read_cells(rows, cells, column)
    return read.join(kept.drop("column"), on="row", how="inner", maintain_order="left").rechunk()


def _read_cells(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The cells of one column: as typed, as read, and whether they have a value.

    Users rechunk what is left of them: Polars 2.1 stops at texts joined under a condition from unlike chunks.
    """
    return rows.select(
        "row_id",
        "row",
        value=column.letter,
        text=cells.texts[column.name],
        is_accepted=cells.values[column.name].is_not_null(),
    )


def _judged(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The cells with what is `said` of the damaged ones, and the `hint`; null where a number is whole."""
    parts = cells.partition_by("stored_as", as_dict=True)
    judges = {StoredAs.NUMBER: _numbers, StoredAs.DATE: _dates, StoredAs.BOOLEAN: _booleans}
    told = [judge(parts[kind.value,], column) for kind, judge in judges.items() if (kind.value,) in parts]
    return pl.concat(told).sort("row") if told else cells.clear().with_columns(**TOLD)


def _numbers(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    return numbers.judged_numbers(cells, is_mac=column.type is FieldType.MAC)


def _dates(cells: pl.DataFrame, _column: Column) -> pl.DataFrame:
    parts = [
        part.with_columns(entered=entered_expr(part["format"].item(0)))
        for part in cells.partition_by("format", maintain_order=True)
    ]
    told = pl.concat(parts).with_columns(
        said=pl.format('"{}" is a date: the spreadsheet program made it of what was entered.', "value"),
        hint=perhaps_expr(pl.col("entered"), "was entered"),
    )
    return told.drop("entered")


def _booleans(cells: pl.DataFrame, _column: Column) -> pl.DataFrame:
    said = pl.format('"{}" is a truth value (yes or no), not a text.', "value")
    return cells.with_columns(said=said, hint=pl.lit(ENTER_AGAIN))


def _exponents(rows: pl.DataFrame, cells: TypedCells, column: Column) -> pl.DataFrame:
    """The cells whose very text is a number as Excel shows it."""
    read = _read_cells(rows, cells, column)
    found = read.filter(pl.col("text").str.contains(numbers.EXPONENT_TEXT)).rechunk()
    told = found.with_columns(said=numbers.lost_digits_expr(), hint=pl.lit(ENTER_AGAIN))
    return as_cells(told, column, Reason.DAMAGED_IDENTIFIER)


def _once(bad_cells: pl.DataFrame) -> pl.DataFrame:
    return bad_cells.unique(["row_id", "letter"], keep="first", maintain_order=True)


def _numbers_warning(cells: pl.DataFrame, column: Column, header_row: int) -> pl.DataFrame:
    """One row about all numbers of a column that are taken as they are; none where there are none."""
    if cells.is_empty():
        return pl.DataFrame(schema=BAD_CELL_SCHEMA)
    named = [f"{column.letter}{row}" for row in cells["row"].head(_NAMED_CELLS)]
    others = cells.height - len(named)
    listed = ", ".join(named) + (f" and {others:,} more" if others else "")
    are = "identifier of this column is a number" if cells.height == 1 else "identifiers of this column are numbers"
    said = f"{cells.height:,} {are}, not text ({listed}), and a number loses the zeros that it begins with."
    hint = "If any of them begins with 0, format the column as Text, and enter or import them again."
    told = pl.DataFrame({"row_id": [None], "row": [header_row], "value": [None], "said": [said], "hint": [hint]})
    return as_cells(told, column, IssueCode.NUMBERS_AS_IDENTIFIERS)
