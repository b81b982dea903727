"""Proof that a ledger is sound: its tables, the rules of its state and its history, and the replay of its events.

The file is never written to. Where a part of it cannot be read, that proof fails, and the others are tried all the
same.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.errors import StateBusy, StoreFailed, disk_trouble, first_line
from pipeline.model import Ledger, Proof
from pipeline.store.connections import bound, looking, made_ready, present
from pipeline.store.copy_path import published_copy
from pipeline.store.invariants import RULES, Rule, told
from pipeline.store.migrations.migrate import migrate, migrations_missing
from pipeline.store.read.position import read_position
from pipeline.store.safety.event_rules import LINKS, STORY
from pipeline.store.safety.replay import TABLES, differences, replay_within
from pipeline.store.safety.table_fingerprints import differing, fingerprints
from schemas.instants import OPEN_END

OPENED = "the file can be opened"
SHAPE = "the tables are those that this version of Rollcall makes"
READ = "every value on record can be read"
PUBLISHED = "the published copy says what the ledger says"
_RULES_CHECKED = "the rules of the ledger can be looked at"
_STORY_CHECKED = "the runs and events can be looked at"
_REPLAYED = "the events can be replayed"

# The tables that a run which changed nothing writes to all the same.
_TOUCHED_WITHOUT_CHANGE = frozenset(
    {"runs", "sources", "row_outcomes", "refusals", "mdm_enrollments", "calls", "answers"}
)

# The proofs that fail because of damage or missing tables.
UNREADABLE: frozenset[str] = frozenset({OPENED, SHAPE, READ, _RULES_CHECKED, _STORY_CHECKED, _REPLAYED})
# The name of the proof, per table, that replaying the events gives the table.
REPLAYS: dict[str, str] = {table: f"the events, replayed, give the table {table}" for table in TABLES}
# The proofs about tables that can be rebuilt from the events.
TOLD_BY_EVENTS: frozenset[str] = frozenset({*(rule.name for rule in (*RULES, *LINKS)), *REPLAYS.values()})

_Trial = Callable[[duckdb.DuckDBPyConnection], Iterable[Proof]]
_EXAMPLES = 3
DAMAGE = frozenset({"damaged", "store_failed"})
# A column that was added for a field (`devices.ram`) may have come before or after a numbered change.
_CHANGES = """
SELECT CASE WHEN NOT contains("name", '.') THEN "number" END AS "number", "name" FROM migrations ORDER BY ALL
"""
_COLUMNS = """
SELECT c.table_name || '.' || c.column_name, c.data_type
FROM duckdb_columns() AS c SEMI JOIN (
    SELECT database_name, table_oid FROM duckdb_tables() WHERE NOT temporary
    UNION ALL SELECT database_name, view_oid FROM duckdb_views() WHERE database_name = 'lake'
) AS t ON t.table_oid = c.table_oid AND t.database_name = c.database_name
WHERE c.database_name = current_database() AND NOT c.internal ORDER BY ALL
"""


def prove(ledger: Ledger) -> list[Proof]:
    """All proofs about the ledger in that file, without its published copy.

    A ledger of an older Rollcall is proved in a copy that is brought up to date. A file that is too damaged to be
    opened has one proof, which fails. Raises StateBusy, and StoreFailed where the file may not be opened, is of a newer
    Rollcall, or is no ledger.
    """
    try:
        with _up_to_date(ledger) as present:
            return list(_proofs(present))
    except StoreFailed as problem:
        if problem.code not in DAMAGE:
            raise
        return [Proof(OPENED, 0, (problem.message,))]


def prove_within(connection: duckdb.DuckDBPyConnection) -> list[Proof]:
    """The proofs about an open ledger, perhaps in a transaction, up to the first trial that cannot be finished."""
    return list(_until_failure(connection, iter(_TRIALS.items())))


def prove_published(ledger: Ledger) -> Proof | None:
    """Proof that the analysts' copy equals the ledger; None where there is no copy, or it is of another state version.

    A run that changed nothing is not published. Where there were such runs since, only what they cannot touch is
    compared.
    """
    copy = published_copy(ledger.path)
    if not copy.exists():
        return None
    try:
        with present(ledger) as stored, looking(copy, wait=ledger.wait) as published:
            if migrations_missing(stored) or migrations_missing(published):
                return None
            here, there = read_position(stored), read_position(published)
            if (here.ledger_id, here.state_version) != (there.ledger_id, there.state_version):
                return None
            left_out = frozenset() if here == there else _TOUCHED_WITHOUT_CHANGE
            tables = {name: table for name, table in fingerprints(stored).items() if name not in left_out}
            found = differing(tables, fingerprints(published))
        return Proof(PUBLISHED, sum(table.rows for table in tables.values()), tuple(found))
    except StateBusy:
        raise
    except (StoreFailed, duckdb.Error) as problem:
        return Proof(PUBLISHED, 0, (_read_error(problem),))


def _proofs(ledger: Ledger) -> Iterator[Proof]:
    """The proofs of all trials in order; where the tables are not those of a ledger, no further trial is possible.

    A damaged block stops the trial that reads it, and may close the connection: the next trials get a new connection.
    """
    trials = iter(_TRIALS.items())
    is_going_on = True
    while is_going_on:
        with present(ledger) as connection:
            is_going_on = yield from _until_failure(connection, trials)


def _until_failure(
    connection: duckdb.DuckDBPyConnection, trials: Iterator[tuple[str, _Trial]]
) -> Generator[Proof, None, bool]:
    """The proofs of the trials until one cannot be finished; returns true where more trials are to follow."""
    for name, trial in trials:
        try:
            for proof in trial(connection):
                yield proof
                if proof.name == SHAPE and not proof.holds:
                    return False
        except duckdb.Error as problem:
            if isinstance(problem, duckdb.OutOfMemoryException) or disk_trouble(str(problem), ""):
                raise
            yield Proof(name, 0, (_read_error(problem),))
            return True
    return False


@contextmanager
def _up_to_date(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger itself; for a ledger of an older Rollcall, a temporary copy that is brought up to date."""
    path = ledger.path
    if ledger.lake is not None:
        yield ledger
        return
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


def _read_error(problem: Exception) -> str:
    said = problem.message if isinstance(problem, StoreFailed) else first_line(problem)
    return f"It could not be looked at: {said}"


def _prove_shape(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    """Proof that every migration is applied once and every column has its type; other tables do not matter."""
    known, expected = _expected()
    applied = connection.execute(_CHANGES).fetchall()
    found = (
        [] if applied == known else [f"The changes of tables are {_named(applied)}, and ought to be {_named(known)}."]
    )
    columns = dict(connection.execute(_COLUMNS).fetchall())
    tables = {name.partition(".")[0] for name in expected}
    ours = {*expected, *(name for name in columns if name.partition(".")[0] in tables)}
    found += [
        f"{name} is {columns.get(name, 'missing')}, and ought to be {expected.get(name, 'absent')}."
        for name in sorted(ours)
        if columns.get(name) != expected.get(name)
    ]
    yield Proof(SHAPE, len(expected), tuple(found[: _EXAMPLES + 1]))


def _named(changes: Sequence[tuple[int | None, str]]) -> str:
    """The changes of tables in one text, such as `1 ledger, 2 plans, extension.field`."""
    return ", ".join(name if number is None else f"{number} {name}" for number, name in changes) or "none"


@cache
def _expected() -> tuple[list[tuple[int, str]], dict[str, str]]:
    """The migrations of a new ledger, and its columns with their types."""
    with duckdb.connect() as made:
        migrate(made)
        return made.execute(_CHANGES).fetchall(), dict(made.execute(_COLUMNS).fetchall())


def _prove_read(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    yield Proof(READ, sum(table.rows for table in fingerprints(connection).values()))


def _prove_rules(connection: duckdb.DuckDBPyConnection, rules: Iterable[Rule]) -> Iterator[Proof]:
    for rule in rules:
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {rule.table}").fetchall()  # noqa: S608 - a name of ours
        sql = rule.sql.format(touched="")
        against = connection.sql(sql, params=bound(sql, {"open_end": OPEN_END}))
        yield Proof(rule.name, rows, tuple(_examples(against)))


def _examples(against: duckdb.DuckDBPyRelation) -> Iterator[str]:
    """Sentences on the first rows that break a rule, and the number of the others."""
    found = against.order("ALL").limit(_EXAMPLES + 1).fetchall()
    for row in found[:_EXAMPLES]:
        yield f"Found: {told(against.columns, row)}."
    if len(found) > _EXAMPLES:
        ((count,),) = against.count("*").fetchall()
        yield f"And {count - _EXAMPLES:,} more of the kind."


def _prove_replay(connection: duckdb.DuckDBPyConnection) -> Iterator[Proof]:
    replay_within(connection)
    for table in TABLES:
        rows = len(connection.table(table))
        yield Proof(REPLAYS[table], rows, tuple(differences(connection, table)))


# The trials, each under the name of the proof that fails where the trial cannot be finished.
_TRIALS: dict[str, _Trial] = {
    SHAPE: _prove_shape,
    READ: _prove_read,
    _RULES_CHECKED: lambda connection: _prove_rules(connection, RULES),
    _STORY_CHECKED: lambda connection: _prove_rules(connection, (*STORY, *LINKS)),
    _REPLAYED: _prove_replay,
}
