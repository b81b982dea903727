"""The types of the columns of a frame in Narwhals, for the core, which knows no engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import narwhals as nw

from schemas.frames.columns import ColumnType

if TYPE_CHECKING:
    from narwhals.typing import IntoDType

    from schemas.frames.columns import FrameSchema

_TYPES: Mapping[ColumnType, IntoDType] = {
    ColumnType.TEXT: nw.String(),
    ColumnType.INTEGER: nw.Int64(),
    ColumnType.NUMBER: nw.Float64(),
    ColumnType.MONEY: nw.Decimal(),
    ColumnType.DATE: nw.Date(),
    ColumnType.INSTANT: nw.Datetime("us"),
    ColumnType.BOOLEAN: nw.Boolean(),
}


def narwhals_schema(schema: FrameSchema) -> dict[str, IntoDType]:
    """The types of the columns of the schema, by name."""
    return {column.name: _TYPES[column.type] for column in schema.columns}
