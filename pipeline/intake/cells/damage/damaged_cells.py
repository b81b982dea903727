"""Damaged cells in columns of identifiers, and warnings about damaged cells of any text.

The texts of a column are scanned once. Only where one of them may be a number, a date or a boolean are the stored types
read from the file, and only cells stored as one of these are examined.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, column_note
from pipeline.intake.cells.damage import turned_into_numbers
from pipeline.intake.cells.damage.damage_issues import NOTHING_TOLD, as_cells, beside_kept, read_cells, told_exprs
from pipeline.intake.cells.damage.markup import markup
from pipeline.intake.cells.damage.mixed_alphabets import mixed_scripts
from pipeline.intake.cells.damage.odd_texts import kept_warnings, may_be_damaged_expr, shown_warnings, zeros_among_words
from pipeline.intake.cells.damage.spoilt_letters import spoilt_letters
from pipeline.intake.cells.damage.turned_into_dates import SHOWN_DATE, judged_dates, shown_dates
from pipeline.intake.cells.repeated_texts import repeated_columns
from pipeline.intake.raw_sheets import StoredAs
from schemas.fields import NAME_PARTS, FieldType
from schemas.reasons.cell_issues import NUMBERS_AS_IDENTIFIERS
from schemas.reasons.rejected_cells import DAMAGED_IDENTIFIER
from schemas.records import dataclass
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.raw_sheets import Stored

_IDENTIFYING = (FieldType.IDENTIFIER, FieldType.MAC)
_LOOKED_AT = (*_IDENTIFYING, FieldType.EMAIL, FieldType.TEXT)
# Matches a text that the readers may have made from a cell that the file does not store as text.
_NOT_TEXT = (
    r"^-?(?:0|[1-9]\d*)(?:\.\d+)?$|^\d(?:\.\d+)?[eE][+-]?\d+$|^\d{4}-\d\d-\d\d|^\d+:\d\d(?::\d\d(?:\.\d+)?)?$"
    r"|^(?:true|TRUE|false|FALSE)$"
)

# The names of people, which tell who is meant: spoilt ones would make another person.
_NAMES = frozenset((*(field.name for field in NAME_PARTS), "owner_name", "username", "external_user_id", "manager"))
_NAMED_CELLS = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """One row per damaged cell, whose row is rejected; and with the same columns one per warning."""

    bad_cells: pl.DataFrame
    warnings: pl.DataFrame


def find_damage(rows: pl.DataFrame, cells: TypedCells, stored: Stored, *, header_row: int) -> Damage:
    """All damage in the columns of identifiers and texts. `rows` are the cells as typed, by letter."""
    columns = [column for column in cells.columns.values() if column.type in _LOOKED_AT]
    nothing = NO_BAD_CELLS
    if not columns or rows.is_empty():
        return Damage(nothing, nothing)
    cells = _with_placeholders(cells, columns)
    looks = _looks(cells.texts, columns)
    found = [
        _damage_as_stored(beside_kept(kept, rows, cells, column), column, header_row)
        for column, kept in _stored_cells(columns, stored, looks)
    ]
    suspect = [column for column in columns if column.is_odd or any(looks[column.name].values())]
    found += [_damage_as_read(rows, cells, column, looks[column.name]) for column in suspect]
    if not found:
        return Damage(nothing, nothing)
    bad_cells = _unique(pl.concat([nothing, *(damage.bad_cells for damage in found)]), "row_id", "letter")
    warnings = _unique(pl.concat([nothing, *(damage.warnings for damage in found)]), "row_id", "letter", "code")
    return Damage(bad_cells, warnings.join(bad_cells, on=["row_id", "letter"], how="anti", maintain_order="left"))


def without_damaged(cells: TypedCells, bad_cells: pl.DataFrame) -> TypedCells:
    """The cells without the values of damaged ones, which have no other issue any more."""
    if bad_cells.is_empty():
        return cells
    values, row_ids = cells.values, cells.texts["row_id"]
    letters = {column.letter: name for name, column in cells.columns.items()}
    for (letter,), damaged in bad_cells.group_by("letter"):
        is_whole = ~row_ids.is_in(damaged["row_id"].implode())
        values = values.with_columns(pl.when(is_whole).then(pl.col(letters[str(letter)])))
    others = cells.bad_cells.join(bad_cells, on=["row_id", "letter"], how="anti", maintain_order="left")
    return replace(cells, values=values, bad_cells=pl.concat([others, bad_cells]))


def _with_placeholders(cells: TypedCells, columns: Sequence[Column]) -> TypedCells:
    """The cells with the texts of identifiers that count as blank: a number like a placeholder may be a damaged one."""
    texts = cells.texts
    for name in (column.name for column in columns if column.type in _IDENTIFYING):
        words = cells.words.filter(pl.col("name") == name) if len(cells.words) else cells.words
        if len(words):
            word = texts.select("row_id").join(words, on="row_id", how="left", maintain_order="left")["word"]
            texts = texts.with_columns(texts[name].fill_null(word))
    return replace(cells, texts=texts)


def _looks(texts: pl.DataFrame, columns: Sequence[Column]) -> dict[str, dict[str, bool]]:
    """The kinds of damage that each column may have. Of a text that stands in many cells, one is looked at."""
    repeated = repeated_columns(texts, [column.name for column in columns])
    looks = texts.select(_looks_expr(column) for column in columns if column.name not in repeated)
    found = {} if looks.is_empty() else looks.row(0, named=True)
    for column in columns:
        if column.name in repeated:
            found |= texts.select(pl.col(column.name).unique()).select(_looks_expr(column)).row(0, named=True)
    return found


def _looks_expr(column: Column) -> pl.Expr:
    """The kinds of damage that a column may have, by one scan of its texts."""
    text, no = pl.col(column.name), pl.lit(value=False)
    is_text, is_identifier = column.type is FieldType.TEXT, column.type in _IDENTIFYING
    no_text = text.str.contains(_NOT_TEXT).any() if is_identifier else no
    is_foreign = (text.str.len_bytes() != text.str.len_chars()).any()
    return pl.struct(
        no_text=may_be_damaged_expr(column) if is_text else no_text,
        exponents=text.str.contains(turned_into_numbers.EXPONENT_TEXT).any() if is_identifier else no,
        shown_dates=text.str.contains(SHOWN_DATE).any() if column.type is FieldType.IDENTIFIER else no,
        foreign=is_foreign if column.is_odd and not is_text else no,
        zero=(text == "0").any() if is_text else no,
        markup=_has_markup_expr(column),
    ).alias(column.name)


def _has_markup_expr(column: Column) -> pl.Expr:
    """True where some text may have mark-up. The first sign of it is looked for, which takes next to no time."""
    has_entity = pl.col(column.name).str.contains("&", literal=True).any()
    if not column.is_odd:
        return has_entity
    return has_entity | pl.col(column.name).str.contains("<", literal=True).any()


def _stored_cells(
    columns: Sequence[Column], stored: Stored, looks: dict[str, dict[str, bool]]
) -> list[tuple[Column, pl.DataFrame]]:
    """The columns with a cell that the file does not store as text, each with those cells."""
    letters = [column.letter for column in columns if looks[column.name]["no_text"]]
    if not letters:
        return []
    kept = stored(letters).partition_by("column", as_dict=True)
    return [(column, kept[column.letter,]) for column in columns if (column.letter,) in kept]


def _damage_as_stored(cells: pl.DataFrame, column: Column, header_row: int) -> Damage:
    """The damage among the cells of one column that the file does not store as text."""
    nothing = NO_BAD_CELLS
    if column.type is FieldType.TEXT:
        return Damage(nothing, kept_warnings(cells, column))
    judged = _judged(cells, column)
    bad_cells = as_cells(judged.filter(pl.col("said").is_not_null()), column, Reason.DAMAGED_IDENTIFIER)
    is_number = (pl.col("stored_as") == StoredAs.NUMBER.value) & pl.col("said").is_null()
    return Damage(bad_cells, _numbers_warning(judged.filter(is_number, pl.col("is_accepted")), column, header_row))


def _damage_as_read(rows: pl.DataFrame, cells: TypedCells, column: Column, look: dict[str, bool]) -> Damage:
    """The damage among the texts of one column, however the file stores them."""
    nothing = NO_BAD_CELLS
    bad_cells, warnings = [nothing], [nothing]
    if look["no_text"] and column.type is FieldType.TEXT:
        warnings.append(shown_warnings(read_cells(rows, cells, column), column))
    if look["exponents"]:
        shown = turned_into_numbers.shown_numbers(read_cells(rows, cells, column))
        bad_cells.append(as_cells(shown, column, Reason.DAMAGED_IDENTIFIER))
    if look["shown_dates"]:
        warnings.append(shown_dates(read_cells(rows, cells, column), column))
    spoilt = spoilt_letters(rows, column)
    if not spoilt.is_empty():
        (bad_cells if column.type is not FieldType.TEXT or column.name in _NAMES else warnings).append(spoilt)
    if look["zero"]:
        warnings.append(zeros_among_words(rows, cells, column))
    if look["markup"]:
        warnings.append(markup(rows, cells, column))
    if look["foreign"]:
        warnings.append(mixed_scripts(rows, cells, column))
    return Damage(pl.concat(bad_cells), pl.concat(warnings))


def _judged(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The cells with the texts about damaged ones; null where a number is undamaged."""
    parts = cells.partition_by("stored_as", as_dict=True)
    judges = {StoredAs.NUMBER: _numbers, StoredAs.DATE: _dates, StoredAs.BOOLEAN: _booleans}
    told = [judge(parts[kind.value,], column) for kind, judge in judges.items() if (kind.value,) in parts]
    return pl.concat(told).sort("row") if told else cells.clear().with_columns(**NOTHING_TOLD)


def _numbers(cells: pl.DataFrame, column: Column) -> pl.DataFrame:
    return turned_into_numbers.judged_numbers(cells, is_mac=column.type is FieldType.MAC)


def _dates(cells: pl.DataFrame, _column: Column) -> pl.DataFrame:
    return judged_dates(cells)


def _booleans(cells: pl.DataFrame, _column: Column) -> pl.DataFrame:
    return cells.with_columns(**told_exprs(DAMAGED_IDENTIFIER["truth_value"]))


def _unique(told: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return told.unique(columns, keep="first", maintain_order=True)


def _numbers_warning(cells: pl.DataFrame, column: Column, header_row: int) -> pl.DataFrame:
    """One warning about all numbers of a column that are used as they are; none where there are none."""
    if cells.is_empty():
        return NO_BAD_CELLS
    named = [f"{column.letter}{row}" for row in cells["row"].head(_NAMED_CELLS)]
    others = cells.height - len(named)
    listed = ", ".join(named) + (f" and {others:,} more" if others else "")
    wording = NUMBERS_AS_IDENTIFIERS["one" if cells.height == 1 else "several"]
    return column_note(column, wording, header_row, {"count": f"{cells.height:,}", "cells": listed})
