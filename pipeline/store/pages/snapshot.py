"""The ledger as readers over HTTP see it: the published copy, or the ledger itself where the copy is not new enough."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import Ledger
from pipeline.store.connections import bound, held, looking, reading, reading_shared
from pipeline.store.copy_path import published_copy
from pipeline.store.migrations.migrate import migrations_missing
from pipeline.store.read.current_state import POSITION
from schemas.instants import OPEN_END
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb

# What a ledger without a run knew at its time: nothing.
_NEVER = datetime(1970, 1, 1)

# The ownerships `s` as they were known then, those of an organization, and those that hold at an instant.
KNOWN = "s.recorded_at <= $known_at AND s.superseded_at > $known_at"
BELIEVED = f"s.org_id = $org AND {KNOWN}"
NOW = "s.start_time <= $now AND s.end_time > $now"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A ledger that does not change while it is read: its state version, and the instant of its last run."""

    connection: duckdb.DuckDBPyConnection
    state_version: int
    known_at: datetime


@contextmanager
def snapshot(ledger: Ledger, *, at_least: int = 0) -> Iterator[Snapshot]:
    """The ledger at that state version or a later one.

    While this process has the ledger open, that is read: it takes half the time of opening a copy. The published copy
    may be read at any time. Else the ledger is read between two commits, for which others wait. Raises StateBusy and
    StoreFailed.
    """
    with ExitStack() as stack:
        connection = stack.enter_context(reading_shared(ledger))
        found = _published(ledger, stack) if connection is None else _snapshot(connection)
        if found is None or found.state_version < at_least:
            stack.close()
            found = _newest(ledger, stack)
        yield found


def rows_of(snapshot: Snapshot, sql: str, values: Row) -> list[Row]:
    """The rows that the statement gives, each by the names of its columns."""
    found = snapshot.connection.execute(sql, bound(sql, values))
    names = [name for name, *_ in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _newest(ledger: Ledger, stack: ExitStack) -> Snapshot:
    """The ledger as it was last committed: beside the writer of this process, or while nobody writes."""
    connection = stack.enter_context(reading_shared(ledger))
    if connection is None:
        stack.enter_context(held(ledger, "serve"))
        connection = stack.enter_context(reading(ledger))
    return _snapshot(connection)


def _published(ledger: Ledger, stack: ExitStack) -> Snapshot | None:
    """The published copy; None where there is none, or none that can be read now."""
    copy = published_copy(ledger.path)
    if not copy.exists():
        return None
    try:
        connection = stack.enter_context(looking(copy, wait=0))
        return None if migrations_missing(connection) else _snapshot(connection)
    except (StateBusy, StoreFailed):
        return None


def _snapshot(connection: duckdb.DuckDBPyConnection) -> Snapshot:
    ((state_version, known_at),) = connection.execute(POSITION).fetchall()
    return Snapshot(connection, state_version, min(known_at or _NEVER, OPEN_END))
