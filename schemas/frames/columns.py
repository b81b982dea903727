"""The schema of a frame that crosses a layer: its columns, their types, and what must hold of them.

Each schema is stated once, in a module beside this one, and everything else is derived from it: empty frames and casts
(`polars_frames`), the types of the core (`narwhals_types`), the types in SQL (`pipeline.store.columns`) and the model
that checks a frame (`models`). This module loads none of those libraries, so that naming columns costs no time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from schemas.fields import OWNER_COLUMNS, Field, FieldType
from schemas.records import dataclass


class ColumnType(StrEnum):
    """The type of a column. Instants are UTC in microseconds; money has two decimals; lists are text (`a; b`)."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"


_OF_FIELDS = {
    FieldType.INTEGER: ColumnType.INTEGER,
    FieldType.DECIMAL: ColumnType.MONEY,
    FieldType.DATE: ColumnType.DATE,
    FieldType.INSTANT: ColumnType.INSTANT,
    FieldType.BOOLEAN: ColumnType.BOOLEAN,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame.

    `nullable`: a row may leave it blank. `is_required`: the frame must have the column. Where `words` are given, it
    holds no others; where `least` is given, no smaller number.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    nullable: bool = True
    is_required: bool = True
    words: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FrameSchema:
    """The schema of a frame: its name, as `State.spans`, its columns in order, and what must hold of its rows.

    No two rows have the same `key`. The second column of `later` is after the first in every row. Further columns, all
    of text, are allowed where their names begin with `others`; None allows none. Each is stated once and is equal to
    itself alone, so that what is derived from it is derived once.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    later: tuple[str, str] | None = None
    others: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def text(*names: str, nullable: bool = True) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(name, ColumnType.TEXT, nullable) for name in names)


def integer(*names: str, nullable: bool = True, least: int | None = None) -> tuple[Column, ...]:
    """Columns of whole numbers."""
    return tuple(Column(name, ColumnType.INTEGER, nullable, least=least) for name in names)


def instant(*names: str, nullable: bool = True) -> tuple[Column, ...]:
    """Columns of instants."""
    return tuple(Column(name, ColumnType.INSTANT, nullable) for name in names)


def boolean(*names: str, nullable: bool = False) -> tuple[Column, ...]:
    """Columns that are true or false, in every row unless they are nullable."""
    return tuple(Column(name, ColumnType.BOOLEAN, nullable) for name in names)


def word(name: str, words: Iterable[str], *, nullable: bool = False) -> Column:
    """A column of words from the vocabulary."""
    return Column(name, ColumnType.TEXT, nullable, words=tuple(str(each) for each in words))


def of_field(field: Field) -> Column:
    """The column of a field, with the type for that field."""
    return Column(field.name, type_of(field.type))


def of_owner(field: Field) -> Column:
    """The column of a field of `OWNER_FIELDS` in frames of owners."""
    return Column(OWNER_COLUMNS.get(field.name, field.name), type_of(field.type))


def type_of(type_: FieldType) -> ColumnType:
    """The type of column for fields of this type: text, unless there is a more exact one."""
    return _OF_FIELDS.get(type_, ColumnType.TEXT)


def optional(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns as ones that a frame need not have."""
    return tuple(replace(column, is_required=False) for column in columns)
