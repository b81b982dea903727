"""The frames of a decision on a cluster: each stage as Parquet files in a scratch folder that all its workers reach.

Written and read back, a stage costs a few milliseconds more than in the memory of the cluster, and every engine can do
it. Plans stay short: one that is deep would be refused, or planned for minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from itertools import count
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.store.cluster.answers import pieced
from pipeline.store.cluster.scratch import Scratch, refuse_nowhere, scratch_folder
from pipeline.store.cluster.session import session
from pipeline.store.frames import frame_of
from schemas.frames.state import SPANS
from schemas.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession
    from pyspark.sql.types import StructType

    from pipeline.model import Cluster
    from pipeline.store.cluster.lake_tables import LakeTables

# So many bytes go to the cluster at once: on their way they take several times as much (measured).
_CHUNK_BYTES = 8_000_000
# So many rows of a ledger are in memory at once.
_BATCH = 200_000
# What a name of a column may not have on every engine: a dot asks for a part of the column, others are not for files.
_CODES = str.maketrans({mark: chr(0xE000 + ord(mark)) for mark in " .,;:{}()[]<>=`'\"\\/\n\t"})
_MARKS = str.maketrans({code: chr(mark) for mark, code in _CODES.items()})
# So many rows, in so many files, tell whether all workers reach the folder.
_PROBE, _PROBE_FILES = 1_000, 16


@dataclass(frozen=True, slots=True)
class ClusterSpill:
    """The session, and the stages in its scratch folder until it is closed; see `store.Spill`."""

    session: SparkSession
    scratch: Scratch
    _tables: dict[str, DataFrame] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def coded(self, name: str) -> str:
        """The name of a column as its frames have it: letters for private use stand for marks."""
        return name.translate(_CODES)

    def decoded(self, name: str) -> str:
        """The name of a column of its frames as everybody else has it."""
        return name.translate(_MARKS)

    def lent(self, rows: pl.DataFrame) -> DataFrame:
        """The rows, sent to the cluster bit by bit."""
        return self._sent([rows], rows)

    def kept(self, relation: DataFrame) -> DataFrame:
        """The rows, computed now."""
        schema, place = relation.schema, self._place("kept")
        relation.write.parquet(place)
        return self._stored(place, schema)

    def take(self, name: str, answer: duckdb.DuckDBPyRelation, names: Mapping[str, str] | None = None) -> None:
        """Take the rows of a DuckDB's answer into a table, of which columns are renamed; they come bit by bit."""
        like = _renamed(frame_of(answer.limit(0)), names)
        rows = (_renamed(pl.DataFrame(batch), names) for batch in answer.to_arrow_reader(_BATCH))
        self._tables[name] = self._sent(rows, like)

    def ask(
        self,
        name: str,
        tables: LakeTables,
        sql: str,
        values: Mapping[str, object],
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Let what the tables of a lake answer be the table of that name; nothing of it passes through here."""
        answer = tables.relation(sql, values)
        columns = [self.coded((names or {}).get(column, column)) for column in answer.columns]
        self._tables[name] = answer.toDF(*columns)

    def table(self, name: str) -> DataFrame:
        """What was taken into the table of this name."""
        return self._tables[name]

    def name_owners(self) -> None:
        """Make the table `spans` of `spans_alone`: each with the handle of its owner."""
        owners = self.table("owners").selectExpr("owner_id", "handle AS owner_email")
        named = self._tables.pop("spans_alone").drop("owner_email").join(owners, on="owner_id", how="left")
        self._tables["spans"] = self.kept(named.select(*SPANS.names))

    def shrink(self) -> None:
        """The memory is that of other machines."""

    def listed(self, names: DataFrame, most: int, between: str) -> DataFrame:
        """One row per `owner_id`: the first of the names (`known_by`), in order, in one text: `named`."""
        from pyspark.sql.connect import functions as of  # noqa: PLC0415 - an extra

        first = of.slice(of.array_sort(of.collect_list("known_by")), 1, most)
        return self.kept(names.groupBy("owner_id").agg(of.array_join(first, between).alias("named")))

    def read(self, relation: DataFrame, order: Sequence[str] = (), backwards: Collection[str] = ()) -> pl.DataFrame:
        """The rows as a Polars frame, in this order; a column of one value takes no memory, as in `store.Spill`."""
        import pyarrow as pa  # noqa: PLC0415 - it takes a while to load

        rows = pieced(self._received(relation), order, backwards)
        pa.default_memory_pool().release_unused()  # else it keeps what each answer took, and the next takes more
        return rows

    def prove(self) -> None:
        """Prove that the folder is reached by all workers, and was not emptied; some engines find nothing there then.

        Raises StoreFailed.
        """
        place = self._tables["probe"]
        if place.count() != _PROBE:
            raise self.scratch.lost()

    def probe(self) -> None:
        """Write what `prove` looks for."""
        place = self._place("probe")
        numbers = self.session.range(_PROBE)
        numbers.repartition(_PROBE_FILES).write.parquet(place)
        self._tables["probe"] = self._stored(place, numbers.schema)
        self.prove()

    def _sent(self, parts: Iterator[pl.DataFrame] | Sequence[pl.DataFrame], like: pl.DataFrame) -> DataFrame:
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

        place, is_blank = self._place("lent"), True
        schema = from_arrow_schema(_arrow(like.clear().rename(self.coded)).schema, prefer_timestamp_ntz=True)
        for part in parts:
            for rows in _chunks(part.rename(self.coded)):
                self.session.createDataFrame(_arrow(rows)).write.mode("append").parquet(place)
                is_blank = False
        return self.session.createDataFrame([], schema) if is_blank else self._stored(place, schema)

    def _received(self, relation: DataFrame) -> Iterator[pl.DataFrame]:
        """The rows, under the names that everybody else has for columns, part by part as they come; never none."""
        from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415 - an extra

        schema, client = to_arrow_schema(relation.schema), self.session.client
        yield pl.DataFrame(schema.empty_table()).rename(self.decoded)
        answers = client.to_table_as_iterator(relation._plan.to_proto(client), relation._plan.observations)
        for answer in answers:
            if hasattr(answer, "cast"):  # else it is the schema
                yield pl.DataFrame(answer.cast(schema)).rename(self.decoded)

    def _stored(self, place: str, schema: StructType) -> DataFrame:
        rows = self.session.read.schema(schema).parquet(place)
        rows._cached_schema = schema  # else the server is asked for it, for every stage
        return rows

    def _place(self, name: str) -> str:
        return f"{self.scratch.uri}/{name}_{next(self._numbers)}"


def _renamed(rows: pl.DataFrame, names: Mapping[str, str] | None) -> pl.DataFrame:
    return rows.rename(names) if names else rows


def _chunks(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if rows.height:
        yield from rows.iter_slices(max(1, int(_CHUNK_BYTES * rows.height / max(1, rows.estimated_size()))))


def _arrow(rows: pl.DataFrame) -> Any:
    """The rows as Arrow, with the texts as every version of it has them."""
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())


@contextmanager
def spilling_on(cluster: Cluster, beside: Path) -> Iterator[ClusterSpill]:
    """The cluster, for one decision; what it keeps is removed at the end of the block.

    Where nothing says where its stages go, and the server is on this machine, they go beside that file. Raises
    StoreFailed where the server does not answer, fails, or takes too long, and where not all of its workers reach the
    folder; UsageProblem where it cannot be asked.
    """
    refuse_nowhere(cluster)
    with session(cluster.remote, timeout=cluster.timeout) as opened, scratch_folder(cluster, beside) as scratch:
        spill = ClusterSpill(opened, scratch)
        spill.probe()
        yield spill
