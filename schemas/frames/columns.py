"""The statement of a frame that crosses a layer: its columns, their types, and what must hold of them.

Each frame is stated once, in a module beside this one, and everything else is derived from that: empty frames and casts
(`polars_frames`), the types of the core (`narwhals_types`), the types in SQL (`pipeline.store.columns`) and the model
that a frame is held to (`models`). Nothing here loads any of those libraries: who only names columns pays for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from schemas.fields import Field, FieldType


class ColumnType(StrEnum):
    """What a column holds. Instants are UTC in microseconds; money has two decimals; lists are text (`a; b`)."""

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

    `nullable` says whether a row may leave it blank, `is_required` whether the frame must have it at all. Where there
    are `words`, it holds no others, and nothing below `least`.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    nullable: bool = True
    is_required: bool = True
    words: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True, slots=True)
class FrameSchema:
    """A frame: its name, as `State.spans`, its columns in their order, and what must hold of its rows.

    No two rows have the same `key`. Of `later`, the second column is after the first in every row. Columns beside the
    stated ones are allowed, all of text, where their names begin with `others`; None allows none.
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


def boolean(*names: str) -> tuple[Column, ...]:
    """Columns that are true or false in every row."""
    return tuple(Column(name, ColumnType.BOOLEAN, nullable=False) for name in names)


def word(name: str, words: Iterable[str], *, nullable: bool = False) -> Column:
    """A column of words from the vocabulary."""
    return Column(name, ColumnType.TEXT, nullable, words=tuple(str(each) for each in words))


def of_field(field: Field, *, is_required: bool = True) -> Column:
    """The column of a field: text, where nothing more exact is meant."""
    return Column(field.name, _OF_FIELDS.get(field.type, ColumnType.TEXT), is_required=is_required)


def optional(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The same columns, which a frame need not have."""
    return tuple(replace(column, is_required=False) for column in columns)
