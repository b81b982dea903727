"""Small expressions and frame steps that every decision uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime, time
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import narwhals as nw
from narwhals.typing import IntoDType

from schemas.fields import DEVICE_HANDLE
from schemas.frames.columns import FrameSchema
from schemas.frames.narwhals_types import narwhals_schema
from schemas.instants import OPEN_END

Frame: TypeAlias = nw.LazyFrame[Any]

# From so many rows on, compacting a frame saves more than it costs.
WORTH_COMPACTING = 1_000
# So many replacements may stand within each other.
_DEEPEST = 20
# So many conditions may stand beside each other, since each of them stands within the next.
_BESIDE = 8


class Keeper(Protocol):
    """An engine beside Polars, which keeps frames where its relations can read them for as long as a decision takes."""

    def kept(self, frame: Frame) -> Frame:
        """The rows of the frame, computed now, which need not be in memory."""

    def lent(self, rows: nw.DataFrame[Any]) -> Frame:
        """The rows, which are in memory."""


# The attribute by which a frame that was computed already knows its rows: to compute nothing but such a frame takes
# Polars a seventh of a millisecond, and a run asks a hundred times whether a frame is empty.
_ROWS = "rows_in_memory"
# How Polars computes a frame: in memory, since to stream a few rows takes three times as long (measured).
COMPUTING: ContextVar[Mapping[str, Any]] = ContextVar("computing", default=MappingProxyType({"engine": "in-memory"}))
# The engine that decides now, of whoever has any but Polars decide.
KEEPER: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


def differs_expr(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """True where two values differ; a blank equals a blank and differs from any value."""
    return (left.is_null() != right.is_null()) | (left != right).fill_null(value=False)


def says_otherwise_expr(given: nw.Expr, held: nw.Expr) -> nw.Expr:
    """True for a value that is given and is not the one held; a blank says nothing."""
    return ~given.is_null() & ~is_true_expr(given == held)


def is_true_expr(condition: nw.Expr) -> nw.Expr:
    """The condition with null as false."""
    return condition.fill_null(value=False)


def any_expr(conditions: Iterable[nw.Expr]) -> nw.Expr:
    """True where any of the conditions holds. A cluster refuses what stands too deep within each other."""
    parts = [nw.lit(value=False), *conditions]
    while len(parts) > 1:
        parts = [
            nw.any_horizontal(*parts[at : at + _BESIDE], ignore_nulls=True) for at in range(0, len(parts), _BESIDE)
        ]
    return parts[0]


def instant_expr(instant: datetime) -> nw.Expr:
    """The instant, which is naive.

    A literal of an instant has a time zone where the engine speaks Spark, and would be moved by hours; Spark always has
    a keeper. Elsewhere the literal is cheaper.
    """
    if KEEPER.get() is None:
        return nw.lit(instant, dtype=nw.Datetime("us"))
    midnight = nw.lit(instant.date()).cast(nw.Datetime("us"))
    past = instant - datetime.combine(instant, time())
    at_second = midnight.dt.offset_by(f"{past.seconds}s") if past.seconds else midnight
    at = at_second.dt.offset_by(f"{past.microseconds}us") if past.microseconds else at_second
    return at.cast(nw.Datetime("us"))  # Sail gives what it adds up a time zone


def is_open_expr(end: nw.Expr) -> nw.Expr:
    """True where a span with this end is still open."""
    return end >= instant_expr(OPEN_END)


def known_by_expr() -> nw.Expr:
    """What a device is called where many are listed."""
    return nw.coalesce(*DEVICE_HANDLE)


def null_text() -> nw.Expr:
    """A null of type text."""
    return nw.lit(None, dtype=nw.String)


def computed(frame: Frame) -> nw.DataFrame[Any]:
    """The rows of the frame, computed now, and in memory."""
    if (rows := _known_rows(frame)) is not None:
        return rows
    return frame.collect(**COMPUTING.get()) if frame.implementation.is_polars() else frame.collect()


def settled(frame: Frame) -> Frame:
    """The frame, computed now, so that several later steps read the result instead of computing it again."""
    keeper = None if frame.implementation.is_polars() else KEEPER.get()
    return beside(computed(frame), frame) if keeper is None else keeper.kept(frame)


def beside(rows: nw.DataFrame[Any], other: Frame) -> Frame:
    """The rows, which are in memory, as a frame of the engine of that other frame."""
    backend = other.implementation
    if backend.is_polars():
        return in_memory(rows)
    keeper = KEEPER.get()
    return rows.lazy(backend=backend) if keeper is None else keeper.lent(rows)


def in_memory(rows: nw.DataFrame[Any]) -> Frame:
    """The rows, which are in memory, as a frame of the engine that has them there."""
    frame = rows.lazy()
    vars(frame)[_ROWS] = rows
    return frame


def _known_rows(frame: Frame) -> nw.DataFrame[Any] | None:
    return vars(frame).get(_ROWS)


def with_replaced(rows: Frame, column: str, letters: Mapping[str, str]) -> Frame:
    """The rows with each of `letters`, in a column of texts, in place of those that stand for it.

    A few at a time, since a cluster refuses expressions that stand too deep within each other.
    """
    pairs = list(letters.items())
    for start in range(0, len(pairs), _DEEPEST):
        text = nw.col(column)
        for letter, others in pairs[start : start + _DEEPEST]:
            text = text.str.replace_all(f"[{others}]", letter)
        rows = settled(rows.with_columns(text.alias(column)))
    return rows


def compacted(frame: Frame) -> Frame:
    """The same frame, with blank columns and columns of a single text as literals.

    Most columns of most sheets are blank or have one value. A literal costs nothing to filter, join and sort, which
    makes wide joins three times as fast (measured). With few rows it saves less than it costs to look at all columns.
    """
    if count_of(frame) < WORTH_COMPACTING:
        return settled(frame)
    schema = frame.collect_schema()
    texts = [name for name, dtype in schema.items() if dtype == nw.String]
    ends = [nw.col(*texts).min().name.prefix("least of "), nw.col(*texts).max().name.prefix("greatest of ")]
    counts = [nw.len().alias("rows"), nw.all().count().name.prefix("count of ")]
    facts = frame.select(*counts, *(ends if texts else ()))
    (seen,) = computed(facts).rows(named=True)
    literals = [nw.lit(None, dtype=schema[name]).alias(name) for name in schema.names() if not seen[f"count of {name}"]]
    literals += [
        nw.lit(seen[f"least of {name}"]).alias(name)
        for name in texts
        if seen[f"count of {name}"] == seen["rows"] > 0 and seen[f"least of {name}"] == seen[f"greatest of {name}"]
    ]
    return settled(frame.with_columns(*literals)) if literals else frame


def filled_columns(frame: Frame, columns: Sequence[str]) -> tuple[str, ...]:
    """The given columns that have any value, in the order given."""
    if (rows := _known_rows(frame)) is not None:
        return tuple(column for column in columns if rows[column].null_count() < len(rows))
    if not columns:
        return ()
    (counts,) = computed(frame.select(nw.col(*columns).count())).rows(named=True)
    return tuple(column for column in columns if counts[column])


def orgs_of(*frames: Frame) -> list[str]:
    """The organizations of the rows, sorted."""
    found = [_texts_of(frame, "org_id") for frame in frames]
    return sorted({org for orgs in found for org in orgs})


def _texts_of(frame: Frame, column: str) -> list[str]:
    if (rows := _known_rows(frame)) is not None:
        return rows[column].unique().to_list()
    return computed(frame.select(column).unique())[column].to_list()


def with_facts(rows: Frame, facts: Frame, key: str, orgs: Sequence[str]) -> Frame:
    """The rows, joined with the facts about their key in their organization.

    `facts` has one row per `org_id` and `key`, and further columns; they are null for a blank key. Where all rows have
    one organization, only the key is joined, four times as fast (measured).
    """
    if len(orgs) > 1:
        return rows.join(facts, on=["org_id", key], how="left")
    return rows.join(facts.filter(nw.col("org_id").is_in(orgs)).drop("org_id"), on=key, how="left")


def flagged(rows: Frame, keys: Frame, on: str, flag: str) -> Frame:
    """The rows with a `flag`: true where their value in the column `on` is one of the keys, which have one row each."""
    if is_empty(keys):
        return rows.with_columns(nw.lit(value=False).alias(flag))
    marked = rows.join(keys.select(on, nw.lit(value=True).alias(flag)), on=on, how="left")
    return marked.with_columns(is_true_expr(nw.col(flag)).alias(flag))


def with_blanks(frame: Frame, types: Mapping[str, IntoDType]) -> Frame:
    """The frame, also with those of these columns that it lacks, which are blank."""
    there = frame.collect_schema().names()
    blank = {name: nw.lit(None, dtype=dtype) for name, dtype in types.items() if name not in there}
    return frame.with_columns(**blank) if blank else frame


def shaped(frame: Frame, schema: FrameSchema) -> Frame:
    """The frame in the columns of that schema; those that it lacks are blank."""
    there, types = frame.collect_schema().names(), narwhals_schema(schema)
    return frame.select(
        *(name if name in there else nw.lit(None, dtype=types[name]).alias(name) for name in schema.names)
    )


def is_empty(frame: Frame) -> bool:
    """True for a frame without a row."""
    rows = _known_rows(frame)
    return computed(frame.head(1)).is_empty() if rows is None else rows.is_empty()


def raised(frame: Frame, flags: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns `flags` that are true in any row; all of them where one would have to compute that."""
    rows = _known_rows(frame)
    return tuple(flag for flag in flags if rows is None or rows[flag].any())


def count_of(frame: Frame) -> int:
    """The number of rows."""
    rows = _known_rows(frame)
    return int(computed(frame.select(nw.len())).item()) if rows is None else len(rows)


def combined(frames: Iterable[Frame]) -> Frame:
    """The rows of all frames, in the columns of all of them; those that a frame lacks are blank, with their type.

    Sail does not know the type of a column that the first of the frames lacks, where it combines them itself.
    """
    frames = list(frames)
    if frames[0].implementation.is_polars():
        return nw.concat(frames, how="diagonal")
    types: dict[str, nw.dtypes.DType] = {}
    for frame in frames:
        types |= {name: dtype for name, dtype in frame.collect_schema().items() if name not in types}
    return nw.concat([with_blanks(frame, types).select(*types) for frame in frames], how="vertical")


def stacked(frames: Iterable[Frame]) -> Frame:
    """The rows of all frames, which have the same columns, though perhaps in another order."""
    first, *others = frames
    columns = first.collect_schema().names()
    return nw.concat([first, *(other.select(*columns) for other in others)], how="vertical")
