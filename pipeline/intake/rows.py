"""The rows of one sheet, typed: their values, and what is wrong with those cells that have none.

Three frames of equal height side by side: `rows` (cells as typed, by letter), `texts` (tidied, by field; null is
blank) and `values` (typed, by field). A cell is bad where there is a text and no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake import complaints
from pipeline.intake.cells import CLEAR, MARKERS, NOBODY, ODD, USUAL, key_expr, tidied_expr, value_expr
from pipeline.intake.instants import Flaw, flaw_expr
from pipeline.intake.raw import ERROR_TEXTS
from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS, REQUIRED_TO_CREATE, FieldType
from schemas.placeholders import EMPTY_TAGS, PLACEHOLDER_PATTERN, PLACEHOLDER_SERIALS
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.complaints import Complaint
    from pipeline.intake.layouts import Layout

BAD_CELL_SCHEMA = {
    "row_id": pl.Int64,
    "row": pl.Int64,
    "position": pl.Int64,
    "letter": pl.String,
    "value": pl.String,
    "code": pl.String,
    "said": pl.String,
    "hint": pl.String,
}
_TYPES: dict[Kind, dict[str, FieldType]] = {
    Kind.INVENTORY: {field.name: field.type for field in INVENTORY_FIELDS},
    Kind.ASSIGNMENTS: {field.name: field.type for field in ASSIGNMENT_FIELDS},
}
_CLEARABLE_IN_ASSIGNMENTS = frozenset(("label", "end_at"))
_NEVER_CLEARED = frozenset((*REQUIRED_TO_CREATE, "serial_number", "device_id", "org_id"))
_COSTLY = frozenset((FieldType.INSTANT, FieldType.DATE, FieldType.DECIMAL, FieldType.LIST, FieldType.LAYOUT))
_DATED = (FieldType.INSTANT, FieldType.DATE)
_TEXTUAL = (FieldType.TEXT, FieldType.LIST)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that fills a field, and how its cells are to be read."""

    letter: str
    name: str
    type: FieldType
    position: int
    is_clearable: bool
    unsaved: tuple[int, ...] = ()
    is_odd: bool = False
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class TypedCells:
    """The three frames of a sheet, and one row per bad cell in `bad_cells`."""

    columns: Mapping[str, Column]
    texts: pl.DataFrame
    values: pl.DataFrame
    bad_cells: pl.DataFrame


def type_cells(rows: pl.DataFrame, layout: Layout, unsaved: pl.DataFrame, timezone: str) -> TypedCells:
    """Types every cell of the columns that fill a field. `rows` begin with `row_id` and `row`."""
    columns = _observed(rows, _columns(layout, unsaved))
    tidied = (_text_expr(column).alias(column.name) for column in columns)
    texts = rows.lazy().select("row_id", "row", *tidied).collect()
    values = _values(texts, columns, timezone)
    bad_cells = [
        _bad_cells(rows, texts, values, column, timezone)
        for column in columns
        if texts[column.name].null_count() != values[column.name].null_count()
    ]
    bad = pl.concat(bad_cells) if bad_cells else pl.DataFrame(schema=BAD_CELL_SCHEMA)
    return TypedCells({column.name: column for column in columns}, texts, values, bad)


def as_bad_cells(cells: pl.DataFrame, complaint: Complaint, *, position: int, letter: str | None) -> pl.DataFrame:
    """One row per bad cell, all with one complaint. `cells` have `row_id, row, value`."""
    return cells.select(
        "row_id",
        "row",
        position=pl.lit(position, dtype=pl.Int64),
        letter=pl.lit(letter, dtype=pl.String),
        value=pl.col("value").cast(pl.String),
        code=pl.lit(str(complaint.code)),
        said=complaint.said_expr(pl.col("value")),
        hint=pl.lit(complaint.hint),
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
            is_clearable=_is_clearable(names[letter], layout.kind),
            unsaved=unsaved_rows.get(letter, ()),
        )
        for position, letter in enumerate(layout.letters)
        if letter in names
    ]


def _is_clearable(name: str, kind: Kind) -> bool:
    return name not in _NEVER_CLEARED if kind is Kind.INVENTORY else name in _CLEARABLE_IN_ASSIGNMENTS


def _observed(rows: pl.DataFrame, columns: list[Column]) -> list[Column]:
    """The columns with what one look at all their cells tells: whether the long way can be spared."""
    if not columns:
        return []
    odd = rows.select(pl.col(column.letter).str.contains(ODD).any() for column in columns).row(0)
    usual = rows.select(_is_usual_expr(column) for column in columns).row(0)
    return [
        Column(
            column.letter, column.name, column.type, column.position, column.is_clearable, column.unsaved,
            is_odd=is_odd, is_usual=not is_odd and is_usual,
        )
        for column, is_odd, is_usual in zip(columns, odd, usual, strict=True)
    ]  # fmt: skip


def _is_usual_expr(column: Column) -> pl.Expr:
    usual = USUAL.get(column.type)
    if usual is None:
        return pl.lit(value=False).alias(column.letter)
    return pl.col(column.letter).str.contains(usual.pattern).all()


def _text_expr(column: Column) -> pl.Expr:
    text = pl.col(column.letter)
    if not column.is_odd:
        return text
    if column.type is FieldType.LIST:
        return tidied_expr(text.str.replace_all("\n", ";", literal=True))
    return tidied_expr(text) if column.type in _TEXTUAL else key_expr(text)


def _values(texts: pl.DataFrame, columns: list[Column], timezone: str) -> pl.DataFrame:
    """The typed values. Costly types are read once per distinct text; lazily, so that shared steps are done once."""
    at_once = [column for column in columns if column.is_usual or column.type not in _COSTLY]
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
    """The values, but none where the text is a formula that stands for a value that was not saved."""
    lost = [column for column in columns if column.unsaved]
    return values.with_columns(
        pl.when(~texts["row"].is_in(column.unsaved)).then(pl.col(column.name)).alias(column.name) for column in lost
    )


def _cell_expr(column: Column, timezone: str) -> pl.Expr:
    """The value of a column's texts; null for errors, markers, placeholders and what cannot be read."""
    text = pl.col(column.name)
    if column.is_odd:
        is_special = text.is_in(list(ERROR_TEXTS)) | text.str.to_lowercase().is_in(list(MARKERS))
        text = pl.when(~is_special).then(text)
    if column.is_usual:
        return USUAL[column.type].value_expr(text, timezone)
    value = value_expr(column.type, text, timezone)
    if column.name == "serial_number":
        is_placeholder = value.is_in(list(PLACEHOLDER_SERIALS)) | value.str.contains(PLACEHOLDER_PATTERN)
        return pl.when(~is_placeholder).then(value)
    return pl.when(~value.is_in(list(EMPTY_TAGS))).then(value) if column.name == "asset_tag" else value


def _bad_cells(
    rows: pl.DataFrame, texts: pl.DataFrame, values: pl.DataFrame, column: Column, timezone: str
) -> pl.DataFrame:
    """The cells of one column that have a text, and neither a value nor a marker that is allowed there."""
    text = texts[column.name]
    cells = rows.select("row_id", "row", value=pl.col(column.letter), text=text, marker=text.str.to_lowercase()).filter(
        text.is_not_null() & values[column.name].is_null()
    )
    is_bad = pl.lit(value=True)
    if column.is_clearable:
        is_bad &= pl.col("marker") != CLEAR
    if column.name == "owner_email":
        is_bad &= pl.col("marker") != NOBODY
    cells = cells.filter(is_bad)
    if column.type in _DATED:
        cells = cells.with_columns(flaw=flaw_expr(pl.col("text"), timezone))
    judged = [
        as_bad_cells(cells.filter(test), complaint, position=column.position, letter=column.letter)
        for complaint, test in _tests(column, timezone)
    ]
    return pl.concat(judged)


def _tests(column: Column, timezone: str) -> list[tuple[Complaint, pl.Expr]]:
    """Each complaint with the test for it; of one cell exactly one is true."""
    is_unsaved = pl.col("row").is_in(column.unsaved)
    is_error = ~is_unsaved & pl.col("text").is_in(list(ERROR_TEXTS))
    is_clear = ~is_unsaved & (pl.col("marker") == CLEAR)
    is_nobody = ~is_unsaved & (pl.col("marker") == NOBODY)
    is_other = ~(is_unsaved | is_error | is_clear | is_nobody)
    return [
        (complaints.NO_SAVED_VALUE, is_unsaved),
        (complaints.ERROR_CELL, is_error),
        (complaints.CLEAR_NOT_ALLOWED, is_clear),
        (complaints.NOBODY_NOT_ALLOWED, is_nobody),
        *((complaint, is_other & test) for complaint, test in _own_tests(column, timezone)),
    ]


def _own_tests(column: Column, timezone: str) -> list[tuple[Complaint, pl.Expr]]:
    """What a type has to say about text that has no value; of dates, why they have none."""
    usual = complaints.PLACEHOLDER_SERIAL if column.name == "serial_number" else complaints.BY_TYPE[column.type]
    if column.type not in _DATED:
        return [(usual, pl.lit(value=True))]
    said = {
        Flaw.OUTSIDE_YEARS: complaints.OUTSIDE_YEARS,
        Flaw.OPEN_END: complaints.NOT_BEFORE_OPEN_END,
        Flaw.SKIPPED: complaints.skipped_hour(timezone),
        Flaw.TIME_OF_DAY: complaints.HAS_TIME_OF_DAY,
        Flaw.UNREADABLE: usual,
    }
    if column.name == "end_at":
        said |= {flaw: complaints.for_end(said[flaw]) for flaw in (Flaw.OUTSIDE_YEARS, Flaw.OPEN_END)}
    return [(complaint, pl.col("flaw") == str(flaw)) for flaw, complaint in said.items()]
