"""The parts of a table in which a run changes rows, written anew: some rows at a time, however many there are.

A merge by the library of the tables holds all rows of these parts several times: of three million devices, of which a
tenth change, it took 7.5 GB and 34 s of processor, where this takes 0.6 GB and 9 s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.durable import durable
from pipeline.store.columns import listed, literal_sql
from pipeline.store.lake import tables
from pipeline.store.lake.layout import BUCKET, ORG, LakeTable
from pipeline.store.lake.object_store import dataset_of
from pipeline.store.lake.snapshot import cast_sql, parquet_sql
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    from deltalake import DeltaTable

    from pipeline.model import Lake

_PART = [ORG, BUCKET]
# So many rows, or one part, are written anew at once: the library of the tables keeps the files of all of them in
# memory until the last is done. The ten parts of ten million devices took 0.35 GB at once, and 0.1 GB one by one.
_AT_ONCE = 2_000_000
_COMING = "CREATE OR REPLACE TEMP VIEW coming AS {rows}"
_PARTS = "SELECT DISTINCT {part} FROM coming"
# The rows on record of one part, whose files do not have the columns by which the table is parted.
_THERE = "SELECT {columns}, {org} AS _org, CAST({bucket} AS INTEGER) AS _bucket FROM {files}"
_MET = "SELECT DISTINCT {part} FROM ({there}) SEMI JOIN coming USING ({key})"
_CHOSEN = "SELECT {columns} FROM coming WHERE {where} ORDER BY {part}, {key}"
_ANEW = "SELECT {columns} FROM ({there}) ANTI JOIN coming USING ({key}) UNION ALL ({chosen})"


@dataclass(frozen=True, slots=True)
class ChangedParts:
    """The rows of the view `coming`, and the table into which they come, open at the version that they are for."""

    lake: Lake
    target: DeltaTable
    table: LakeTable
    connection: duckdb.DuckDBPyConnection

    def put(self) -> None:
        """Put each row in the place of the one with its key, or add it; raises as `tables.append` does.

        What comes into a part that has none of these keys is written beside what is there.
        """
        coming = self.connection.table("coming")
        if {field.name for field in self.target.schema().fields} - {*coming.columns}:
            tables.replace(self.lake, self.target, coming, [*_PART, *self.table.key])  # what others added stays
            return
        files = tables.parts_of(self.lake, self.target)
        files = files.join(self._parts(_PARTS.format(part=listed(_PART))), on=_PART, how="semi", maintain_order="left")
        met = self._met(files)
        self._write_anew(met)
        others = self.connection.sql(self._chosen("true" if met.is_empty() else f"NOT ({_where(met)})"))
        if count := len(others):
            tables.append(self.lake, self.target, tables.in_batches(others, count))

    def _write_anew(self, files: pl.DataFrame) -> None:
        """Write all rows of the parts of these files as they are to be.

        They are read by one thread, which is ahead of whoever writes them; several hold more in memory, and no sooner.
        """
        self.connection.execute("SET threads = 1")
        for some in _in_turns(files):
            tables.overwrite(self.lake, self.target, self._anew(some), _where(some))
            durable("parts written anew")
        self.connection.execute("RESET threads")

    def _parts(self, sql: str) -> pl.DataFrame:
        types = {ORG: pl.String, BUCKET: pl.Int32}
        return pl.DataFrame(self.connection.execute(sql).fetchall(), types, orient="row")

    def _met(self, files: pl.DataFrame) -> pl.DataFrame:
        """Those of the files that lie in parts in which some row has the key of one that comes."""
        if files.is_empty():
            return files
        met = self._parts(_MET.format(part=listed(_PART), there=self._there(files), key=listed(self.table.key)))
        return files.join(met, on=_PART, how="semi", maintain_order="left")

    def _anew(self, files: pl.DataFrame) -> Any:
        """All rows of the parts of these files, as they are to be."""
        facts = {"columns": self._columns(), "there": self._there(files), "key": listed(self.table.key)}
        rows = self.connection.sql(_ANEW.format(**facts, chosen=self._chosen(_where(files))))
        return tables.in_batches(rows, None if files["rows"].has_nulls() else int(files["rows"].sum()))

    def _chosen(self, where: str) -> str:
        return _CHOSEN.format(part=listed(_PART), columns=self._columns(), where=where, key=listed(self.table.key))

    def _columns(self) -> str:
        return listed(self.connection.table("coming").columns)

    def _there(self, files: pl.DataFrame) -> str:
        """SQL for the rows that these files have."""
        parts = files.partition_by(_PART, maintain_order=True)
        return " UNION ALL ".join(self._there_of(part, number) for number, part in enumerate(parts))

    def _there_of(self, part: pl.DataFrame, number: int) -> str:
        source, listed_files = f"part_{number}", part["file"].to_list()
        if "://" in self.lake.uri:
            self.connection.register(source, dataset_of(self.lake, self.target, listed_files))
        else:
            source = parquet_sql(listed_files, is_widened=tables.is_widened(self.target))
        there = frozenset(self.connection.sql(f"FROM {source} LIMIT 0").columns)  # older files may lack some
        coming = self.connection.table("coming")
        columns = zip(coming.columns, map(str, coming.types), strict=True)
        shown = ", ".join(cast_sql(name, type_, there) for name, type_ in columns if name not in _PART)
        org, bucket = part.select(_PART).row(0)
        return _THERE.format(columns=shown, org=literal_sql(org), bucket=bucket, files=source)


def put(lake: Lake, target: DeltaTable, table: LakeTable, connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Put each row of this SQL in the place of the one with its key, or add it, on top of the opened version."""
    connection.execute(_COMING.format(rows=rows))
    ChangedParts(lake, target, table, connection).put()


def _in_turns(files: pl.DataFrame) -> list[pl.DataFrame]:
    """The files of as many parts as are written together, and so on; those of one part are never apart."""
    if files.is_empty():
        return []
    sizes = files.group_by(_PART, maintain_order=True).agg(pl.col("rows").fill_null(_AT_ONCE).sum())
    turns = sizes.select(*_PART, turn=(pl.col("rows").cum_sum() - pl.col("rows")) // _AT_ONCE)
    told = files.join(turns, on=_PART, how="left", maintain_order="left")
    return told.partition_by("turn", maintain_order=True, include_key=False)


def _where(parts: pl.DataFrame) -> str:
    """The condition that a row lies in one of these parts, in the words of DuckDB and of the library of the tables."""
    by_org = parts.group_by(ORG, maintain_order=True).agg(pl.col(BUCKET).unique().sort())
    return " OR ".join(
        f"({ORG} = {literal_sql(org)} AND {BUCKET} IN ({', '.join(map(str, buckets))}))"
        for org, buckets in by_org.iter_rows()
    )
