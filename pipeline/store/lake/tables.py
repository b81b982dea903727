"""One Delta table of a lake: made, opened at a version, written to, and taken back to a version.

Whatever is written comes on top of the version that was opened, or is not written: nothing is ever tried again on top
of what another writer has written meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import polars as pl

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.errors import StoreFailed
from pipeline.store.lake.failures import failure, translated

if TYPE_CHECKING:
    import duckdb
    from deltalake import DeltaTable, WriterProperties

    from pipeline.model import Lake

# What a reader must know of to read a table aright, beside the oldest tables: that instants have no time zone.
_KNOWN_FEATURES = frozenset({"timestampNtz"})
_GROUP = 122_880
# Of more rows so many come from DuckDB at once; else it would be a million, but PyArrow need not be loaded.
_FEW, _AT_ONCE = 50_000, 10_000
# Nor may another program that writes to a table remove what leads to older versions of it.
_KEPT = {"delta.enableExpiredLogCleanup": "false"}
_MADE_WITH = "{columns} columns when it was made"


def is_there(lake: Lake, name: str) -> bool:
    """True where the table exists."""
    with translated(lake):  # first of all: it says what is to be installed
        from deltalake import DeltaTable  # noqa: PLC0415

        return DeltaTable.is_deltatable(_place(lake, name), storage_options=dict(lake.storage))


def opened(lake: Lake, name: str, version: int | None = None) -> DeltaTable:
    """The table at that version, or at its latest. Raises StoreFailed where it is not there, or cannot be read."""
    from deltalake import DeltaTable  # noqa: PLC0415

    with translated(lake):
        table = DeltaTable(_place(lake, name), version=version, storage_options=dict(lake.storage))
        protocol = table.protocol()
    strange = set(protocol.reader_features or ()) - _KNOWN_FEATURES
    if strange or protocol.min_reader_version not in {1, 3}:
        raise StoreFailed(
            f"The table {name} of {lake.uri} was changed by another program in a way that cannot be read here: "
            f"{', '.join(sorted(strange)) or f'reader version {protocol.min_reader_version}'}.",
            "Undo that with the program that did it; to have it off for good, leave the tables of a lake as they are.",
            code="strange_table",
        )
    return table


def rows_of(lake: Lake, table: DeltaTable) -> pl.DataFrame:
    """All rows of a table that has a few."""
    from deltalake import QueryBuilder  # noqa: PLC0415

    with translated(lake):
        return pl.DataFrame(QueryBuilder().register("t", table).execute("SELECT * FROM t").read_all())


def make(lake: Lake, name: str, rows: duckdb.DuckDBPyRelation, parts: list[str]) -> None:
    """Make the table with the columns of these rows, and without any row; nothing is done where it is there."""
    from deltalake import write_deltalake  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    try:
        write_deltalake(
            _place(lake, name),
            rows.limit(0),
            partition_by=parts or None,
            description=_MADE_WITH.format(columns=len(rows.columns)),
            configuration=_KEPT,
            storage_options=dict(lake.storage),
            **_at_once(),
        )
    except DeltaError as error:
        if not is_there(lake, name):
            raise failure(lake, error) from error


def in_batches(rows: duckdb.DuckDBPyRelation, count: int | None) -> Any:
    """The rows as they can be written without many of them in memory; `count` is their number where it is known."""
    return rows if count is not None and count <= _FEW else rows.to_arrow_reader(_AT_ONCE)


def append(lake: Lake, table: DeltaTable, rows: Any) -> None:
    """Add these rows on top of the opened version; the table is then open at the new one."""
    from deltalake import write_deltalake  # noqa: PLC0415

    parts = table.metadata().partition_columns or None
    with translated(lake):
        write_deltalake(
            table,
            rows,
            mode="append",
            schema_mode="merge",
            partition_by=parts,
            writer_properties=_in_groups(),
            **_at_once(),
        )


def replace(lake: Lake, table: DeltaTable, rows: duckdb.DuckDBPyRelation, key: Sequence[str]) -> None:
    """Put each row in the place of the one with its key, or add it, on top of the opened version; as `append`."""
    same = " AND ".join(f"t.{column} = s.{column}" for column in key)
    with translated(lake):
        merger = table.merge(
            rows,
            same,
            "s",
            "t",
            merge_schema=True,
            streamed_exec=False,
            writer_properties=_in_groups(),
            **_at_once(),
        )
        merger.when_matched_update_all().when_not_matched_insert_all().execute()


def overwrite(lake: Lake, table: DeltaTable, rows: Any, parts: str) -> None:
    """Put these rows in the place of all rows of the parts for which the predicate holds; as `append`."""
    from deltalake import write_deltalake  # noqa: PLC0415

    with translated(lake):
        write_deltalake(
            table,
            rows,
            mode="overwrite",
            predicate=parts,
            schema_mode="merge",
            partition_by=table.metadata().partition_columns,
            writer_properties=_in_groups(),
            **_at_once(),
        )


def update(lake: Lake, table: DeltaTable, values: Mapping[str, Any], predicate: str) -> int:
    """Change the rows for which the predicate holds, on top of the opened version; how many there were."""
    with translated(lake):
        done = table.update(new_values=dict(values), predicate=predicate, **_at_once())
    return int(done["num_updated_rows"])


def taken_back(lake: Lake, name: str, version: int) -> DeltaTable:
    """The table as it was at that version, ready to be written to: what came after it was never finished."""
    table = opened(lake, name)
    if table.version() < version:
        raise StoreFailed(
            f"The table {name} of {lake.uri} is at version {table.version()}, and was at {version} before.",
            "A part of the lake is older than the rest: bring all of it back from one backup.",
            code="damaged",
        )
    if table.version() > version:
        with translated(lake):
            table.restore(version, **_at_once())
        durable("unfinished write taken back")
    return table


def compact(lake: Lake, table: DeltaTable) -> None:
    """Make big files of small ones, on top of the opened version."""
    with translated(lake):
        table.optimize.compact(writer_properties=_in_groups(), **_at_once())


def vacuum(lake: Lake, table: DeltaTable, *, hours: int, keep: list[int]) -> int:
    """Remove the files that the opened version has not, nor any of `keep`, and had not for so many hours; how many."""
    with translated(lake):
        gone = table.vacuum(
            hours,
            dry_run=False,
            enforce_retention_duration=False,
            **_at_once(),
            full=True,
            keep_versions=keep or None,
        )
    return len(gone)


def sum_up(lake: Lake, name: str, version: int, *, and_forget: bool = False) -> None:
    """Write down what all changes up to that version come to, so that whoever opens the table reads that alone.

    With `and_forget`, what led to older versions goes once it is a month old. Readers must know this version by then.
    """
    table = opened(lake, name, version)
    with translated(lake):
        table.create_checkpoint()
        if and_forget:
            table.cleanup_metadata()
    if "://" not in lake.uri:
        log = Path(lake.uri) / name / "_delta_log"
        for file in (*log.glob(f"{version:020d}.checkpoint*"), log / "_last_checkpoint"):
            flush(file)
        flush_folder(log)


def files_of(lake: Lake, table: DeltaTable) -> list[str]:
    """The files that hold the rows of the opened version: paths, or addresses in an object store."""
    name = table.table_uri.rstrip("/").rpartition("/")[2]
    paths: list[str] = pl.DataFrame(table.get_add_actions())["path"].to_list()
    return sorted(f"{lake.uri}/{name}/{unquote(path)}" for path in paths)


def parts_of(lake: Lake, table: DeltaTable) -> pl.DataFrame:
    """The files of a parted table, by path: one row per file, with its part, and its `rows` where they were counted."""
    with translated(lake):
        added = pl.DataFrame(table.get_add_actions(flatten=True))
    name = table.table_uri.rstrip("/").rpartition("/")[2]
    files = pl.Series([f"{lake.uri}/{name}/{unquote(path)}" for path in added["path"]], dtype=pl.String)
    parts = {column: f"partition.{column}" for column in table.metadata().partition_columns}
    return added.select(file=files, rows="num_records", **parts).sort("file")


def count_of(lake: Lake, table: DeltaTable) -> int | None:
    """The rows of the opened version, as its files are told of; None where another program has told nothing of one."""
    with translated(lake):
        counts = pl.DataFrame(table.get_add_actions())["num_records"]
    return None if counts.has_nulls() else int(counts.sum())


def size_of(lake: Lake, table: DeltaTable) -> int:
    """The bytes of the files that hold the rows of the opened version."""
    with translated(lake):
        return int(pl.DataFrame(table.get_add_actions())["size_bytes"].sum())


def is_widened(table: DeltaTable) -> bool:
    """True where columns were added to the table since it was made: older files lack them."""
    return table.metadata().description != _MADE_WITH.format(columns=len(table.schema().fields))


def flush_written(lake: Lake, table: DeltaTable, known: frozenset[str]) -> None:
    """Wait until what was written is on the disk, but for the `known` files; an object store does so itself."""
    if "://" in lake.uri:
        return
    new = [Path(file) for file in files_of(lake, table) if file not in known]
    name = table.table_uri.rstrip("/").rpartition("/")[2]
    entry = Path(lake.uri) / name / "_delta_log" / f"{table.version():020d}.json"
    for file in (*new, entry):
        flush(file)
    for folder in {file.parent for file in (*new, entry)}:
        flush_folder(folder)


def _in_groups() -> WriterProperties:
    """How files are written: in groups of so few rows that several open files need little memory."""
    from deltalake import WriterProperties  # noqa: PLC0415

    return WriterProperties(compression="ZSTD", max_row_group_size=_GROUP)


def _at_once() -> dict[str, Any]:
    """How a change is written: on top of the opened version, or not at all; and nothing is tidied up by the way.

    The library would remove what leads to older versions, once it is a month old and a table has been written to a
    hundred times: also to the version that the head still names.
    """
    from deltalake import CommitProperties, PostCommitHookProperties  # noqa: PLC0415

    hooks = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
    return {"commit_properties": CommitProperties(max_commit_retries=0), "post_commithook_properties": hooks}


def _place(lake: Lake, name: str) -> str:
    """The address of a table: that of a folder must be written as one, or blanks and umlauts in it are misread."""
    root = lake.uri if "://" in lake.uri else Path(lake.uri).as_uri()
    return f"{root}/{name}"
