"""The column of each field: its type, and the SQL that turns it into canonical text and back.

Only names from `schemas.fields` are written into SQL text; names of custom attributes are bound as values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from schemas.fields import (
    ATTRIBUTES,
    CUSTOM_PREFIX,
    DEVICE_FIELDS,
    MDM_FIELDS,
    OWNER_COLUMNS,
    OWNER_FIELDS,
    OWNER_HANDLE,
    Field,
    FieldType,
)
from schemas.frames.columns import ColumnType, type_of
from schemas.records import dataclass

MDM_PREFIX = "mdm_"
LIST_SEPARATOR = "; "

# The types of the columns of frames.
COLUMN_TYPES: dict[ColumnType, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.MONEY: "DECIMAL(18, 2)",
    ColumnType.DATE: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
    ColumnType.BOOLEAN: "BOOLEAN",
}
# The types of fields: as in frames, but for lists, which stand there as their text.
SQL_TYPES: dict[FieldType, str] = {
    **{type_: COLUMN_TYPES[type_of(type_)] for type_ in FieldType},
    FieldType.LIST: "VARCHAR[]",
}

FIELDS: dict[str, Field] = {field.name: field for field in ATTRIBUTES}
DEVICE_COLUMNS: tuple[str, ...] = tuple(field.name for field in DEVICE_FIELDS)
MDM_COLUMNS: tuple[str, ...] = tuple(field.name for field in MDM_FIELDS)

# The fields of a person, by their columns in the table of owners.
OWNER_FACTS: dict[str, Field] = {OWNER_COLUMNS.get(field.name, field.name): field for field in OWNER_FIELDS}


@dataclass(frozen=True, slots=True)
class Selection:
    """SQL expressions for some attributes under neutral names (`names`: alias to attribute), and the values to bind."""

    expressions: tuple[str, ...]
    names: dict[str, str]
    values: dict[str, str]
    needs_mdm: bool


def quoted(name: str) -> str:
    """The SQL identifier in quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal_sql(text: str) -> str:
    """The text as it stands in SQL, in quotes."""
    return "'" + text.replace("'", "''") + "'"


def listed(names: Iterable[str], table: str = "") -> str:
    """The columns of these names, of one table where it is named, as a list in SQL."""
    return ", ".join(f"{table}.{quoted(name)}" if table else quoted(name) for name in names)


def handle_sql(owners: str) -> str:
    """What an owner is called in lists: the e-mail address, else the number, the login or the name."""
    return f"coalesce({listed(OWNER_HANDLE, owners)})"


def known_as_sql(owners: str) -> str:
    """The list of all that a person may be asked for by, as it is compared."""
    others = ", ".join(f"lower({owners}.{quoted(name)})" for name in OWNER_HANDLE[1:])
    return f"[{owners}.email, {others}]"


def is_custom(attribute: str) -> bool:
    """True for a custom attribute: it has no field in `schemas.fields` and stands in `devices.extra`."""
    return attribute.startswith(CUSTOM_PREFIX)


def column_sql(attribute: str) -> str:
    """The column of a field: in `devices d`, or in `mdm_enrollments m` without its prefix."""
    if attribute in MDM_COLUMNS:
        return f"m.{quoted(attribute.removeprefix(MDM_PREFIX))}"
    return f"d.{quoted(FIELDS[attribute].name)}"


def typed_sql(field: Field, text: str) -> str:
    """SQL that casts canonical text, or a typed value, to the column type of the field."""
    if field.type is FieldType.LIST:
        return f"string_split(CAST({text} AS VARCHAR), '{LIST_SEPARATOR}')"
    return f"CAST({text} AS {SQL_TYPES[field.type]})"


def text_sql(field: Field, column: str) -> str:
    """SQL that turns a column into canonical text: lists as `a; b`, instants in ISO 8601 with `Z`, others cast."""
    if field.type is FieldType.LIST:
        return f"array_to_string({column}, '{LIST_SEPARATOR}')"
    if field.type is FieldType.INSTANT:
        return instant_sql(column)
    return f"CAST({column} AS VARCHAR)"


def instant_sql(column: str) -> str:
    """SQL for an instant as ISO 8601 text with `Z`; microseconds only where there are any."""
    whole, exact = f"strftime({column}, '%Y-%m-%dT%H:%M:%SZ')", f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"CASE WHEN epoch_us({column}) % 1000000 = 0 THEN {whole} ELSE {exact} END"


def pointer(custom: str) -> str:
    """The JSON pointer to a custom attribute in `devices.extra` (RFC 6901)."""
    key = custom.removeprefix(CUSTOM_PREFIX)
    return "/" + key.replace("~", "~0").replace("/", "~1")


def custom_of(pointed: str) -> str:
    """The key in `devices.extra` to which that pointer points."""
    return pointed.removeprefix("/").replace("~1", "/").replace("~0", "~")


def select_attributes(attributes: Sequence[str]) -> Selection:
    """The selection of these attributes for the decisions: typed, but lists as canonical text."""
    expressions, names, values = [], {}, {}
    for number, attribute in enumerate(attributes):
        alias = f"attribute_{number}"
        if is_custom(attribute):
            values[alias] = pointer(attribute)
            expression = f"json_extract_string(d.extra, ${alias})"
        else:
            expression = _selected_sql(FIELDS[attribute])
        expressions.append(f"{expression} AS {alias}")
        names[alias] = attribute
    needs_mdm = any(attribute in MDM_COLUMNS for attribute in attributes)
    return Selection(tuple(expressions), names, values, needs_mdm)


def columns_of(connection: duckdb.DuckDBPyConnection, view: str) -> tuple[str, ...]:
    """The columns of a registered frame or table."""
    return tuple(connection.table(view).columns)


def _selected_sql(field: Field) -> str:
    column = column_sql(field.name)
    return text_sql(field, column) if field.type is FieldType.LIST else column
