"""Connections to the state file, for reading or for the one short write.

A state file that does not exist yet reads as the empty state and is not created. A writer creates a complete file and
moves it into place, so that a process killed halfway leaves no half-made file. Changes that a killed writer left in the
`.wal` file are replayed when the file is next opened, for reading or for writing. No state file is created where a
published copy shows that there was one before.

While a connection to the file is open, this process must not open the file in any other way, not even to copy it: on
Linux the lock of DuckDB is lost when any handle of the process on that file is closed, and another process may write.
Where Rollcall's own lock is held besides, as in a backup or while publishing, no other Rollcall can.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.durable import durable
from pipeline.errors import NotOnLake, StateBusy, StoreFailed
from pipeline.model import Ledger
from pipeline.store import engines
from pipeline.store.copy_path import published_copy
from pipeline.store.engines import CONFIG, Config, alone, opened
from pipeline.store.failures import translated
from pipeline.store.known_files import FileState, is_up_to_date, remember_up_to_date, state_of
from pipeline.store.lock import hold_state, holds_state
from pipeline.store.migrations.migrate import is_rollcall, last_applied, migrate, migrations_missing
from pipeline.store.migrations.new_ledger import empty_ledger, make_file
from pipeline.store.migrations.upgrade import keep_former, tell

_RUNS_AND_VERSION = "SELECT count(*), coalesce(max(state_version), 0) FROM runs"
_PARAMETER = re.compile(r"\$([a-z_]\w*)")


@contextmanager
def reading(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that cannot write: to the state file, or to an empty ledger in memory where there is none yet.

    Raises StateBusy when another program holds the file for longer than `ledger.wait`, StoreFailed when the file is
    damaged, is not a state file, or was written by a newer Rollcall.
    """
    with translated(ledger.path), ExitStack() as stack:
        if ledger.lake is not None:
            from pipeline.store.lake.snapshot import looking as lake_looking  # noqa: PLC0415 - few have a lake

            yield stack.enter_context(lake_looking(ledger.lake))[0]
            return
        if (joined := stack.enter_context(engines.joined(ledger.path))) is not None:
            yield joined  # it was looked at when it was opened for all
            return
        if not _exists(ledger.path):
            yield stack.enter_context(empty_ledger().cursor())
            return
        before = _state_of(ledger.path)
        connection = stack.enter_context(opened(ledger.path, wait=ledger.wait, read_only=True))
        if not is_up_to_date(before):
            _refuse_strangers(connection, ledger.path)
            if migrations_missing(connection):
                stack.close()
                with held(ledger, "upgrade"):
                    _bring_up_to_date(ledger)
                before = _state_of(ledger.path)
                connection = stack.enter_context(opened(ledger.path, wait=ledger.wait, read_only=True))
            remember_up_to_date(before)
        yield connection


@contextmanager
def looking(path: Path, *, wait: float, config: Config | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a file as it is: tables of an older Rollcall are not brought up to date.

    `config` adds to the usual DuckDB settings.
    """
    usual = opened(path, wait=wait, read_only=True) if config is None else alone(path, wait=wait, config=config)
    with translated(path), usual as connection:
        _refuse_strangers(connection, path)
        yield connection


def present(ledger: Ledger) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A read-only connection to the ledger as it is, where there is one; see `looking`."""
    return reading(ledger) if ledger.lake is not None else looking(ledger.path, wait=ledger.wait)


@contextmanager
def writing(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can write, to a state file that exists and is up to date. The caller holds the lock."""
    if ledger.lake is not None:
        raise NotOnLake("This")
    with translated(ledger.path), ExitStack() as stack:
        if (joined := stack.enter_context(engines.joined(ledger.path))) is not None:
            yield joined
            return
        if not _exists(ledger.path):
            _create(ledger.path)
        before = _state_of(ledger.path)
        connection = stack.enter_context(opened(ledger.path, wait=ledger.wait, read_only=False))
        if not is_up_to_date(before):
            _refuse_strangers(connection, ledger.path)
            if migrations_missing(connection):
                stack.close()
                _bring_up_to_date(ledger)
                connection = stack.enter_context(opened(ledger.path, wait=ledger.wait, read_only=False))
        yield connection
        stack.close()
        remember_up_to_date(_state_of(ledger.path))


@contextmanager
def shared(ledger: Ledger) -> Iterator[None]:
    """The ledger stays open during the block, for all threads of this process; see `engines.shared`.

    It is made where there is none, and brought up to date. The caller holds the lock, in this thread.
    """
    with writing(ledger):
        pass
    with translated(ledger.path), engines.shared(ledger.path, wait=ledger.wait):
        yield


@contextmanager
def reading_shared(ledger: Ledger) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection that sees what was committed by now, and nothing later; None where the ledger is not shared."""
    with translated(ledger.path), engines.joined(ledger.path) as connection:
        if connection is not None:
            connection.execute("BEGIN TRANSACTION READ ONLY")
        yield connection


def _bring_up_to_date(ledger: Ledger) -> None:
    """Apply the migrations that the ledger lacks, after a copy of it was made; the caller holds the lock.

    No connection is open. Another process may have done so since; then nothing is done.
    """
    with opened(ledger.path, wait=ledger.wait, read_only=False) as connection:
        if not migrations_missing(connection):
            return
        number = last_applied(connection)
        connection.execute("CHECKPOINT")
    copy = keep_former(ledger.path, number) if number else None
    with opened(ledger.path, wait=ledger.wait, read_only=False) as connection:
        migrate(connection)
    if copy is not None:
        tell(ledger.path, copy)


def held(ledger: Ledger, command: str) -> AbstractContextManager[None]:
    """The lock of the ledger, unless this thread holds it already."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return nullcontext() if holds_state(ledger) else hold_state(ledger, command=command, started_at=now)


@contextmanager
def made_ready(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can write, to a file that no other process uses yet; it is created where it does not exist."""
    with translated(path), ExitStack() as stack:
        if not _exists(path):
            make_file(path)
        connection = stack.enter_context(opened(path, wait=0, read_only=False))
        migrate(connection)
        yield connection


@contextmanager
def adding_to(copy: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can write, to a copy of an up-to-date ledger that no other process uses yet.

    With one thread: to start others takes longer than anything that is added to a copy.
    """
    with translated(copy), duckdb.connect(copy, config={**CONFIG, "threads": 1}) as connection:
        yield connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction around the block: committed at its end, rolled back on any exception."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    durable("transaction committed")


def log_of(path: Path) -> Path:
    """The path of a database's log, which holds changes that are not in the file yet."""
    return path.with_name(f"{path.name}.wal")


def refuse_log(path: Path) -> None:
    """Raises StoreFailed where a log is left: DuckDB reports no error when it cannot work it into the file."""
    log = log_of(path)
    if log.exists():
        hint = f"Make room in {path.absolute().parent}."
        raise StoreFailed(f"{log} could not be worked into {path}.", hint, code="log_left")


def refuse_missing(state: Path) -> None:
    """Raises StoreFailed where there is no ledger at this path but a published copy of one that had runs.

    Does nothing where another ledger lies in the folder: the copy may be of that one.
    """
    copy = published_copy(state)
    has_others = any(path.name != state.name for path in state.absolute().parent.glob("*.duckdb"))
    if not copy.exists() or has_others:
        return
    try:
        with looking(copy, wait=0) as connection:
            ((runs, version),) = connection.execute(_RUNS_AND_VERSION).fetchall()
            which = f"with state version {version}"
    except (StateBusy, StoreFailed, duckdb.Error):
        runs, which = 1, "that cannot be read now"
    if runs:
        raise StoreFailed(
            f"There is no ledger at {state}, though a copy of one {which} is published beside it, as {copy}.",
            "Name the right file with --state, or restore a backup: rollcall restore BACKUP. To begin anew, move the "
            f"folder {copy.parent} away.",
            code="ledger_missing",
        )


def is_there(ledger: Ledger) -> bool:
    """True where there is a ledger: a file, or a head of the lake."""
    if ledger.lake is None:
        return ledger.path.exists()
    from pipeline.store.lake.head import read_head  # noqa: PLC0415 - as above

    with translated(ledger.path):
        return read_head(ledger.lake) is not None


def bound(sql: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values that the statement names: DuckDB refuses any others."""
    named = set(_PARAMETER.findall(sql))
    return {name: value for name, value in values.items() if name in named}


def _state_of(path: Path) -> FileState | None:
    return state_of(path, log_of(path))


def _exists(state: Path) -> bool:
    return state.is_file() and state.stat().st_size > 0


def _create(state: Path) -> None:
    """Create an empty state file in a folder beside the place, and move it there once it is complete."""
    if state.exists() and not state.is_file():
        raise StoreFailed(
            f"{state} is {'a folder' if state.is_dir() else 'not a file'}, so it cannot hold the ledger.",
            "Name a file with --state.",
        )
    refuse_missing(state)
    state.parent.mkdir(parents=True, exist_ok=True)
    new = state.with_name(f"{state.name}.new")
    log = log_of(new)
    for leftover in (new, log):
        leftover.unlink(missing_ok=True)
    with translated(new):
        make_file(new)
    if log.exists():  # DuckDB says nothing when it cannot work its log into the file as it closes it
        raise StoreFailed(f"{state} could not be made.", f"Make room in {state.absolute().parent}.", code="disk_full")
    os.replace(new, state)
    durable("ledger made")


def _refuse_strangers(connection: duckdb.DuckDBPyConnection, state: Path) -> None:
    if not is_rollcall(connection):
        raise StoreFailed(
            f"{state} is a DuckDB database, but not one of Rollcall's.",
            "Name the state file with --state, or give a name that does not exist yet.",
            code="not_a_ledger",
        )
