"""The rows of one sheet, typed: the values of cells, and the cells that cannot be read.

There are three frames with the same rows: `rows` (cells as typed, by letter), `texts` (tidied, by field; null is blank)
and `values` (typed, by field). A cell is bad where it has a text and no value. Dates that are not ISO are put into ISO
first, a column at a time (see `written_dates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import DATED, NO_BAD_CELLS, Column, bad_cells
from pipeline.intake.cells.blank_words import scan_pattern, without_words, word_notes
from pipeline.intake.cells.date_notes import date_notes
from pipeline.intake.cells.date_orders import told_order
from pipeline.intake.cells.repeated_texts import each_text_expr, repeated_columns
from pipeline.intake.cells.values.amounts import months_expr
from pipeline.intake.cells.values.values import ODD, USUAL, value_expr
from pipeline.intake.cells.values.written_dates import spell_out
from pipeline.intake.cells.whole_numbers import without_decimals
from pipeline.intake.raw_sheets import ERROR_TEXTS
from schemas.fields import (
    ASSIGNMENT_FIELDS,
    ENDS,
    IDENTIFIERS,
    INVENTORY_FIELDS,
    PEOPLE_FIELDS,
    FieldType,
    is_clearable,
)
from schemas.keys import MARKERS, key_expr, text_expr
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.cells.values.written_dates import Spelling, ToldOrder
    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.layout import Layout
    from pipeline.model import Reading

_TYPES: dict[Kind, dict[str, FieldType]] = {
    Kind.INVENTORY: {field.name: field.type for field in INVENTORY_FIELDS},
    Kind.ASSIGNMENTS: {field.name: field.type for field in ASSIGNMENT_FIELDS},
    Kind.PEOPLE: {field.name: field.type for field in PEOPLE_FIELDS},
}
_SLOW = frozenset(
    (FieldType.INSTANT, FieldType.DATE, FieldType.DECIMAL, FieldType.LIST, FieldType.LAYOUT, FieldType.CURRENCY)
)
# The columns of an assignments sheet that name a device.
NAMING = (*IDENTIFIERS, "device_name")
_TEXTUAL = (FieldType.TEXT, FieldType.LIST)


@dataclass(frozen=True, slots=True)
class TypedCells:
    """The frames of a sheet, and one row per bad cell in `bad_cells`.

    `notes` has the columns of `bad_cells` and one row per note on a column; `row` is that of the header, and `row_id`
    is null. `words` has one row per cell that is blank, though it holds a word for nothing or a placeholder.
    """

    columns: Mapping[str, Column]
    texts: pl.DataFrame
    values: pl.DataFrame
    bad_cells: pl.DataFrame
    notes: pl.DataFrame
    words: pl.DataFrame


def type_cells(rows: pl.DataFrame, layout: Layout, unsaved: pl.DataFrame, how: Reading) -> TypedCells:
    """Type every cell of the columns that have a field. `rows` begin with `row_id` and `row`."""
    columns = _scanned(rows, _columns(layout, unsaved))
    tidied = (_tidied(rows[column.letter], column).alias(column.name) for column in columns)
    texts, words = without_words(rows.select("row_id", "row", *tidied), columns)
    texts, whole_notes = without_decimals(texts, columns, layout.header)
    timezone = how.timezone
    spellings = _spellings(texts, columns, rows, layout.header, how)
    values = _values(_in_iso(texts, spellings), columns, timezone)
    bad = [
        bad_cells(rows, texts, values, column, timezone, spellings.get(column.name))
        for column in columns
        if texts[column.name].null_count() != values[column.name].null_count()
    ]
    nothing = NO_BAD_CELLS
    notes = date_notes(texts, values, columns, spellings, layout.header)
    notes += [*word_notes(words, columns, layout.header), *whole_notes]
    return TypedCells(
        {column.name: column for column in columns},
        texts,
        values,
        pl.concat([nothing, *bad]),
        pl.concat([nothing, *notes]),
        words,
    )


def _columns(layout: Layout, unsaved: pl.DataFrame) -> list[Column]:
    """The columns of a layout in the order of the sheet."""
    types, names = _TYPES[layout.kind], {**layout.fields, **layout.customs}
    unsaved_rows = {str(letter): tuple(group["row"].to_list()) for (letter,), group in unsaved.group_by("column")}
    return [
        Column(
            letter=letter,
            name=names[letter],
            type=types.get(names[letter], FieldType.TEXT),
            position=position,
            is_clearable=is_clearable(names[letter], layout.kind),
            may_mean_all=layout.kind is Kind.ASSIGNMENTS and not layout.is_half and names[letter] in NAMING,
            unsaved=unsaved_rows.get(letter, ()),
        )
        for position, letter in enumerate(layout.letters)
        if letter in names
    ]


def any_filled_expr(values: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """True where one of these columns has a value; the sheet may lack some."""
    there = [pl.col(name).is_not_null() for name in names if name in values.columns]
    return pl.any_horizontal(there or [pl.lit(value=False)])


def _scanned(rows: pl.DataFrame, columns: list[Column]) -> list[Column]:
    """The columns with the facts from one scan of their cells, which may allow a short cut."""
    if not columns:
        return []
    repeated = repeated_columns(rows, [column.letter for column in columns])
    texts = {column.letter: each_text_expr(column.letter, repeated) for column in columns}
    odd = rows.select(texts[column.letter].str.contains(scan_pattern(column)).any() for column in columns).row(0)
    usual = rows.select(_is_usual_expr(column, texts[column.letter]) for column in columns).row(0)
    return [
        Column(
            column.letter, column.name, column.type, column.position, column.is_clearable, column.may_mean_all,
            column.unsaved, is_odd=is_odd, is_usual=not is_odd and is_usual,
        )
        for column, is_odd, is_usual in zip(columns, odd, usual, strict=True)
    ]  # fmt: skip


def _is_usual_expr(column: Column, texts: pl.Expr) -> pl.Expr:
    usual = USUAL.get(column.type)
    if usual is None:
        return pl.lit(value=False).alias(column.letter)
    return texts.str.contains(usual.pattern).all()


def _tidied(cells: pl.Series, column: Column) -> pl.Series:
    """The tidied texts of a column. Only those that are not plain may change, and each is looked at once."""
    if not column.is_odd:
        return cells
    odd = cells.str.contains(ODD).arg_true()
    texts = cells.gather(odd).to_frame("text")
    tidied = texts.lazy().unique().select("text", tidied=_text_expr(column.type)).collect()
    found = texts.join(tidied, on="text", how="left", maintain_order="left")
    return cells.scatter(odd, found["tidied"])


def _text_expr(kind: FieldType) -> pl.Expr:
    text = pl.col("text")
    if kind is FieldType.LIST:
        return text_expr(text.str.replace_all("\n", ";", literal=True))
    return text_expr(text) if kind in _TEXTUAL else key_expr(text)


def _spellings(
    texts: pl.DataFrame, columns: list[Column], rows: pl.DataFrame, header: Header, how: Reading
) -> dict[str, Spelling]:
    """The spelling of dates in those columns that do not write them in ISO."""
    found = {}
    for column in columns:
        if column.type not in DATED or column.is_usual:
            continue
        spelling = _spelling(texts, column, how)
        if spelling is not None and spelling.is_open:
            spelling = _spelling(texts, column, how, told_order(column, rows, header))
        if spelling is not None:
            found[column.name] = spelling
    return found


def _spelling(texts: pl.DataFrame, column: Column, how: Reading, told: ToldOrder | None = None) -> Spelling | None:
    has_years = column.type is FieldType.DATE
    return spell_out(texts[column.name], how.date_order, is_end=column.name in ENDS, has_years=has_years, told=told)


def _in_iso(texts: pl.DataFrame, spellings: Mapping[str, Spelling]) -> pl.DataFrame:
    """The texts with every date in ISO."""
    for name, spelling in spellings.items():
        iso = spelling.texts.filter(pl.col("iso").is_not_null())
        texts = texts.with_columns(texts[name].replace(iso["text"], iso["iso"]))
    return texts


def _values(texts: pl.DataFrame, columns: list[Column], timezone: str) -> pl.DataFrame:
    """The typed values. Slow types are read once per distinct text; lazily, so that shared steps are done once."""
    at_once = [column for column in columns if column.is_usual or column.type not in _SLOW]
    values = texts.lazy().select(_cell_expr(column, timezone).alias(column.name) for column in at_once).collect()
    others = [_by_distinct_text(texts[column.name], column, timezone) for column in columns if column not in at_once]
    named = {series.name: series for series in (*values, *others)}
    return _without_unsaved(pl.DataFrame([named[column.name] for column in columns]), texts, columns)


def _by_distinct_text(texts: pl.Series, column: Column, timezone: str) -> pl.Series:
    distinct = texts.to_frame().lazy().unique()
    values = distinct.select(text=pl.col(column.name), value=_cell_expr(column, timezone)).collect()
    found = texts.to_frame("text").join(values, on="text", how="left", nulls_equal=True, maintain_order="left")
    return found["value"].alias(column.name)


def _without_unsaved(values: pl.DataFrame, texts: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    """The values, without those of formulas that were saved without a value."""
    lost = [column for column in columns if column.unsaved]
    return values.with_columns(
        pl.when(~texts["row"].is_in(column.unsaved)).then(pl.col(column.name)).alias(column.name) for column in lost
    )


def _cell_expr(column: Column, timezone: str) -> pl.Expr:
    """The value of a column's texts; null for errors, markers and texts that cannot be read."""
    text = pl.col(column.name)
    if column.is_odd:
        is_special = text.is_in(list(ERROR_TEXTS)) | text.str.to_lowercase().is_in(list(MARKERS))
        text = pl.when(~is_special).then(text)
    if column.is_usual:
        return USUAL[column.type].value_expr(text, timezone)
    if column.name == "warranty_months":
        months = months_expr(text)
        return pl.when(months >= 0).then(months)
    return value_expr(column.type, text, timezone)
