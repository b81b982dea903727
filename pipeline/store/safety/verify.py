"""Proof that a ledger is sound: its tables, its rules, its story, and that the events tell all of it.

Nothing here writes to the file that is looked at. Where a part of it cannot be read, that is one broken proof, and the
others are tried all the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.errors import StateBusy, StoreFailed, disk_trouble
from pipeline.model import Ledger, Proof
from pipeline.store.connections import bound, looking, made_ready
from pipeline.store.invariants import RULES, Rule, told
from pipeline.store.migrations.migrate import migrate, migrations_missing
from pipeline.store.published.publish import published_copy
from pipeline.store.read.position import read_position
from pipeline.store.safety.event_rules import LINKS, STORY
from pipeline.store.safety.replay import TABLES, differences, replay_within
from pipeline.store.safety.table_fingerprints import differing, fingerprints
from schemas.instants import OPEN_END

OPENED = "the file can be opened"
SHAPE = "the tables are those that this version of Rollcall makes"
READ = "every value on record can be read"
PUBLISHED = "the published copy says what the ledger says"
_LAWFUL = "the rules of the ledger can be looked at"
_TOLD = "the runs and events can be looked at"
_REPLAYED = "the events can be replayed"

# The proofs that fail because of damage or missing tables.
UNREADABLE: frozenset[str] = frozenset({OPENED, SHAPE, READ, _LAWFUL, _TOLD, _REPLAYED})
# The name of the proof, per table, that replaying the events gives the table.
REPLAYS: dict[str, str] = {table: f"the events, replayed, give the table {table}" for table in TABLES}
# The proofs about tables that can be rebuilt from the events.
TOLD_BY_EVENTS: frozenset[str] = frozenset({*(rule.name for rule in (*RULES, *LINKS)), *REPLAYS.values()})

_Trial = Callable[[duckdb.DuckDBPyConnection], Iterable[Proof]]
_EXAMPLES = 3
DAMAGE = frozenset({"damaged", "store_failed"})
_CHANGES = 'SELECT "number", "name" FROM migrations ORDER BY ALL'
_COLUMNS = """
SELECT c.table_name || '.' || c.column_name, c.data_type
FROM duckdb_columns() AS c SEMI JOIN duckdb_tables() AS t ON t.table_oid = c.table_oid AND NOT t.temporary
WHERE c.database_name = current_database() AND NOT c.internal ORDER BY ALL
"""


def prove(ledger: Ledger) -> list[Proof]:
    """Everything that must hold of the ledger in that file, alone.

    A file of an older Rollcall is proved as it will be once it is brought up to date. One that is too damaged to be
    opened has one proof, a broken one. Raises StateBusy, and StoreFailed where the file may not be opened, is of a
    newer Rollcall, or is no ledger.
    """
    try:
        with _in_present_shape(ledger) as present:
            return list(_proofs(present))
    except StoreFailed as problem:
        if problem.code not in DAMAGE:
            raise
        return [Proof(OPENED, 0, (problem.message,))]


def prove_within(connection: duckdb.DuckDBPyConnection) -> list[Proof]:
    """The same as far as it goes without a fault, of a ledger that is open already, and may be in a transaction."""
    return list(_until_failure(connection, iter(_TRIALS.items())))


def prove_published(ledger: Ledger) -> Proof | None:
    """Whether the analysts' copy beside a ledger says the same; None where there is none, or it is of another run."""
    copy = published_copy(ledger.path)
    if not copy.exists():
        return None
    try:
        with looking(ledger.path, wait=ledger.wait) as stored, looking(copy, wait=ledger.wait) as published:
            if migrations_missing(stored) or migrations_missing(published):
                return None
            if read_position(stored) != read_position(published):
                return None
            tables = fingerprints(stored)
            found = differing(tables, fingerprints(published))
        return Proof(PUBLISHED, sum(table.rows for table in tables.values()), tuple(found))
    except StateBusy:
        raise
    except (StoreFailed, duckdb.Error) as problem:
        return Proof(PUBLISHED, 0, (_unread(problem),))


def _proofs(ledger: Ledger) -> Iterator[Proof]:
    """Trial by trial; where the shape is not that of a ledger, no other can be tried.

    A damaged block ends the trial that meets it, and may end the connection: the others get a new one.
    """
    trials = iter(_TRIALS.items())
    is_going_on = True
    while is_going_on:
        with looking(ledger.path, wait=ledger.wait) as connection:
            is_going_on = yield from _until_failure(connection, trials)


def _until_failure(
    connection: duckdb.DuckDBPyConnection, trials: Iterator[tuple[str, _Trial]]
) -> Generator[Proof, None, bool]:
    """The proofs of the trials, until one cannot be finished; true when others are still to be tried."""
    for name, trial in trials:
        try:
            for proof in trial(connection):
                yield proof
                if proof.name == SHAPE and not proof.holds:
                    return False
        except duckdb.Error as problem:
            if isinstance(problem, duckdb.OutOfMemoryException) or disk_trouble(str(problem), ""):
                raise
            yield Proof(name, 0, (_unread(problem),))
            return True
    return False


@contextmanager
def _in_present_shape(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger itself; of an older Rollcall a copy that is brought up to date, and gone afterwards."""
    path = ledger.path
    with looking(path, wait=ledger.wait) as connection:
        missing = migrations_missing(connection)
    if not missing:
        yield ledger
        return
    with TemporaryDirectory(prefix="rollcall-", ignore_cleanup_errors=True) as scratch:
        copy = Path(scratch) / "rollcall.duckdb"
        for ending in ("", ".wal"):
            if (part := path.with_name(f"{path.name}{ending}")).exists():
                shutil.copyfile(part, copy.with_name(f"{copy.name}{ending}"))
        with made_ready(copy):
            pass
        yield replace(ledger, path=copy)


def _unread(problem: Exception) -> str:
    said = (
        problem.message if isinstance(problem, StoreFailed) else (str(problem).splitlines() or ["no reason given"])[0]
    )
    return f"It could not be looked at: {said}"


def _shape(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    """Every migration once, and every column of its tables with its type; what is beside them is nobody's."""
    known, expected = _expected()
    applied = connection.sql(_CHANGES).fetchall()
    found = [] if applied == known else [f"The changes of tables on record are {applied}, and ought to be {known}."]
    columns = dict(connection.sql(_COLUMNS).fetchall())
    tables = {name.partition(".")[0] for name in expected}
    ours = {*expected, *(name for name in columns if name.partition(".")[0] in tables)}
    found += [
        f"{name} is {columns.get(name, 'missing')}, and ought to be {expected.get(name, 'absent')}."
        for name in sorted(ours)
        if columns.get(name) != expected.get(name)
    ]
    yield Proof(SHAPE, len(expected), tuple(found[: _EXAMPLES + 1]))


@cache
def _expected() -> tuple[list[tuple[int, str]], dict[str, str]]:
    """The changes of a ledger made now, and its columns with their types."""
    with duckdb.connect() as made:
        migrate(made)
        return made.sql(_CHANGES).fetchall(), dict(made.sql(_COLUMNS).fetchall())


def _read(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    yield Proof(READ, sum(table.rows for table in fingerprints(connection).values()))


def _hold(connection: duckdb.DuckDBPyConnection, rules: Iterable[Rule]) -> Iterator[Proof]:
    for rule in rules:
        ((rows,),) = connection.sql(f"SELECT count(*) FROM {rule.table}").fetchall()  # noqa: S608 - a name of ours
        sql = rule.sql.format(touched="")
        against = connection.sql(sql, params=bound(sql, {"open_end": OPEN_END}))
        yield Proof(rule.name, rows, tuple(_examples(against)))


def _examples(against: duckdb.DuckDBPyRelation) -> Iterator[str]:
    """The first rows that contradict a rule, in words, and how many more there are."""
    found = against.order("ALL").limit(_EXAMPLES + 1).fetchall()
    for row in found[:_EXAMPLES]:
        yield f"Found: {told(against.columns, row)}."
    if len(found) > _EXAMPLES:
        ((count,),) = against.count("*").fetchall()
        yield f"And {count - _EXAMPLES:,} more of the kind."


def _replayed(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    replay_within(connection)
    for table in TABLES:
        rows = len(connection.table(table))
        yield Proof(REPLAYS[table], rows, tuple(differences(connection, table)))


# The trials, each under the name of the proof that fails where the trial cannot be finished.
_TRIALS: dict[str, _Trial] = {
    SHAPE: _shape,
    READ: _read,
    _LAWFUL: lambda connection: _hold(connection, RULES),
    _TOLD: lambda connection: _hold(connection, (*STORY, *LINKS)),
    _REPLAYED: _replayed,
}
