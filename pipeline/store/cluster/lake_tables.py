"""The tables of a lake as a cluster reads them by itself: at the versions of its head, where all its workers reach it.

What is asked of them is SQL that DuckDB is asked, too, in the words that Spark has for the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.store.columns import custom_of
from pipeline.store.connections import bound
from pipeline.store.lake import tables
from schemas.records import dataclass

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from pipeline.model import Lake

# The tables that decisions are made from, with a column in which no row is blank; and the one that tells lakes apart.
_NUMBERED = {"devices": "device_id", "mdm_enrollments": "device_id", "owners": "owner_id", "ownerships": "ownership_id"}
_BEGUN = "migrations"
_FIRST = 'SELECT min(applied_at) FROM migrations WHERE "number" = 1'
_COUNT = "SELECT count(*) FROM {name} WHERE {number} > 0"
_TYPES = {"VARCHAR": "STRING", "JSON": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ", "VARCHAR[]": "ARRAY<STRING>"}
_CUSTOM = re.compile(r"json_extract_string\(d\.extra, \$(\w+)\)")
_NAMED = re.compile(r"\$([a-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a question, as a DuckDB gives it."""

    rows: list[tuple[Any, ...]]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return self.rows


@dataclass(frozen=True, slots=True)
class LakeTables:
    """The tables in a session with the cluster, by their names."""

    session: SparkSession

    def relation(self, sql: str, values: Mapping[str, object]) -> DataFrame:
        """The rows of a question in the words of DuckDB, of which nothing is computed yet."""
        asked = {name: _value(sql, name, value) for name, value in bound(sql, values).items()}
        instants = {name for name, value in values.items() if isinstance(value, datetime)}
        return self.session.sql(_as_spark(sql, instants), asked)

    def execute(self, sql: str, values: Mapping[str, object]) -> Rows:
        """The same rows, computed now."""
        columns = self.relation(sql, values).toArrow().columns
        return Rows(list(zip(*(column.to_pylist() for column in columns), strict=True)))


def lake_tables(
    session: SparkSession,
    lake: Lake,
    versions: Mapping[str, int],
    columns: Mapping[str, Mapping[str, str]],
    begun: datetime | None,
) -> LakeTables | None:
    """The tables at these versions; None where the cluster does not read the lake, or another one that began otherwise.

    `columns` are those of each table, with their types, also where the lake lacks some. Each table is read once, since
    an engine may count what it has heard of, and not what it reaches.
    """
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    there = LakeTables(session)
    try:
        for name in (_BEGUN, *_NUMBERED):
            opened = tables.opened(lake, name, versions[name])
            read = session.read.format("delta").option("versionAsOf", versions[name]).load(_place(lake, name))
            known = {field.name for field in opened.schema().fields}
            shown = (_shown(column, type_, known) for column, type_ in columns[name].items())
            read.selectExpr(*shown).createOrReplaceTempView(name)
            if name in _NUMBERED and _count(there, name) != tables.count_of(lake, opened):
                return None
        return there if began_at(there) == begun else None
    except PySparkException:
        return None


def began_at(asked: Any) -> datetime | None:
    """The instant at which the ledger behind this connection, or these tables, was begun."""
    ((begun,),) = asked.execute(_FIRST, {}).fetchall()
    at: datetime | None = begun
    return at


def _count(there: LakeTables, name: str) -> int:
    ((count,),) = there.execute(_COUNT.format(name=name, number=_NUMBERED[name]), {}).fetchall()
    return int(count)


def _place(lake: Lake, name: str) -> str:
    return f"{lake.uri if '://' in lake.uri else f'file://{Path(lake.uri).absolute()}'}/{name}"


def _shown(column: str, type_: str, known: set[str]) -> str:
    return f"`{column}`" if column in known else f"CAST(NULL AS {_TYPES.get(type_, type_)}) AS `{column}`"


def _as_spark(sql: str, instants: set[str]) -> str:
    """The question in the words of Spark: names in other marks, values by other signs, and two functions."""
    custom = _CUSTOM.sub(r"from_json(d.extra, 'map<string,string>')[$\1]", sql.replace('"', "`"))
    named = _NAMED.sub(
        lambda found: f"CAST(:{found[1]} AS TIMESTAMP_NTZ)" if found[1] in instants else f":{found[1]}", custom
    )
    return named.replace("array_to_string(", "array_join(")


def _value(sql: str, name: str, value: object) -> object:
    """The value as the cluster takes it: instants as texts, since it would take them for those of a time zone."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    is_custom = f"json_extract_string(d.extra, ${name})" in sql
    return custom_of(value) if is_custom and isinstance(value, str) else value
