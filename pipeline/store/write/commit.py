"""The commit: all changes of one run, checked and written in one transaction, table by table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.errors import NO_MEMORY, PlanStale, StoreFailed
from pipeline.model import ChangeSet, Ledger, Source
from pipeline.store.connections import bound, transaction, writing
from pipeline.store.engines import with_all_threads
from pipeline.store.event_payloads import prepare_payloads
from pipeline.store.failures import translated
from pipeline.store.frames import lend
from pipeline.store.invariants import check_after, check_before, check_totals
from pipeline.store.read.current_state import POSITION
from pipeline.store.run_record import RunRecord
from pipeline.store.write.attributes import insert_devices, refresh_enrollments, update_devices, update_owners
from pipeline.store.write.calls import Kept, record_calls
from pipeline.store.write.change_set_tables import OWNER_EVENTS, register, unregister
from pipeline.store.write.events import write_events
from schemas.instants import OPEN_END, instant_text
from schemas.vocabulary import Action, Outcome

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_CLOCKS = """
CREATE TEMP TABLE clocks AS
SELECT g.aggregate, g.aggregate_id, coalesce(d.version, o.version, 0) AS before, g.events, g.first, g.last
FROM (SELECT aggregate, aggregate_id, count(*) AS events, min(version) AS first, max(version) AS last
      FROM given_events GROUP BY ALL) AS g
LEFT JOIN devices AS d ON g.aggregate = 'device' AND d.device_id = g.aggregate_id
LEFT JOIN owners AS o ON g.aggregate = 'owner' AND o.owner_id = g.aggregate_id
"""
_ORGANIZATIONS = """
INSERT INTO organizations (org_id, created_at, run_id) SELECT org_id, $recorded_at, $run_id FROM given_organizations
"""
_OWNERS = """
INSERT INTO owners BY NAME
SELECT g.*, coalesce(c.last, 0) AS version, $recorded_at AS created_at
FROM given_owners AS g LEFT JOIN clocks AS c ON c.aggregate = 'owner' AND c.aggregate_id = g.owner_id
ORDER BY g.owner_id
"""
_OWNER_VERSIONS = """
UPDATE owners SET version = c.last FROM clocks AS c
WHERE c.aggregate = 'owner' AND c.aggregate_id = owners.owner_id AND c.before > 0
"""
_SUPERSEDE = """
UPDATE ownerships SET superseded_at = $recorded_at
WHERE superseded_at = $open_end AND ownership_id IN (SELECT ownership_id FROM given_superseded)
"""
# Frames that are written as they are come in the order of their keys (`change_set_tables`), and DuckDB keeps that, but
# for joins: to sort them once more takes a tenth of the commit, and as much memory as they have.
_SPANS = """
INSERT INTO ownerships BY NAME
SELECT *, $recorded_at AS recorded_at, $open_end AS superseded_at, $run_id AS run_id
FROM given_spans
"""
_ROW_OUTCOMES = """
INSERT INTO row_outcomes BY NAME SELECT $run_id AS run_id, * FROM given_outcomes
"""
_SOURCES = """
INSERT INTO sources (run_id, file, path, sha256, size, "rows", source, kinds, "columns") VALUES {sources}
"""
_SOURCE = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AT_ONCE = 100
# So many events make a small change set.
_FEW = 10_000
_OUTCOMES_ALONE = frozenset({"given_outcomes"})
_RUNS = "INSERT INTO runs ({columns}) VALUES ({values})"


def commit(
    ledger: Ledger,
    change_set: ChangeSet,
    run: RunRecord,
    refreshed: pl.DataFrame | None = None,
    kept: Kept | None = None,
) -> None:
    """Write all of a run, or none of it. The caller holds the lock of the state file.

    `refreshed` are later values of facts that change by themselves (`schemas.frames.changes.REFRESHED`),
    `kept` is what is recorded of the calls over HTTP that the run carries out.
    A run that changes nothing is recorded, too. Raises PlanStale when the ledger has changed since `run.state_version`,
    InvariantBroken when the change set breaks a rule of the ledger, StateBusy and StoreFailed as `writing` does.
    """
    try:
        _commit(ledger, change_set, run, refreshed, kept)
    except StoreFailed as failure:
        if ledger.lake is None or failure.code != NO_MEMORY:
            raise
        _commit(ledger, change_set, run, refreshed, kept, is_tight=False)  # which takes back what was begun


def _commit(
    ledger: Ledger,
    change_set: ChangeSet,
    run: RunRecord,
    refreshed: pl.DataFrame | None,
    kept: Kept | None,
    *,
    is_tight: bool = True,
) -> None:
    """Commit to a file, or to a lake, where it `is_tight` with as little memory as most runs need."""
    facts = {"run_id": run.run_id, "recorded_at": run.recorded_at, "open_end": OPEN_END}
    is_small = change_set.events.height <= _FEW
    with _written_to(ledger, change_set, run, refreshed, is_tight=is_tight) as connection, transaction(connection):
        _refuse_stale(connection, run)
        if not is_small:
            with_all_threads(connection)
        filled = register(connection, change_set)
        is_writing = not filled <= _OUTCOMES_ALONE  # the rows of most nightly files ask for nothing
        if is_writing:
            connection.execute(_CLOCKS)
        check_totals(run, change_set.row_outcomes)
        check_before(connection, filled, is_small=is_small)
        if is_writing:
            _write_changes(connection, facts, filled)
        if refreshed is not None and not refreshed.is_empty():
            refresh_enrollments(connection, refreshed)
        if "given_events" in filled:
            write_events(connection, change_set, facts, filled)
        _write_history(connection, run, facts, filled)
        if kept is not None:
            record_calls(
                connection, kept, {**facts, "state_version": run.state_version + int("given_events" in filled)}
            )
        check_after(connection, filled, is_small=is_small)


@contextmanager
def _written_to(
    ledger: Ledger, change_set: ChangeSet, run: RunRecord, refreshed: pl.DataFrame | None, *, is_tight: bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can write to the file; of a lake, to what the run looks at, from where it is then written."""
    if ledger.lake is None:
        with writing(ledger) as connection:
            yield connection
        return
    from pipeline.store.lake.commit import trying  # noqa: PLC0415 - few have a lake
    from pipeline.store.lake.part import fill  # noqa: PLC0415 - as above

    trial = trying(ledger.lake, run.run_id, run.recorded_at, is_tight=is_tight)
    with translated(ledger.path), trial as connection:
        register(connection, change_set)
        if refreshed is not None:
            lend(connection, "given_refreshed", refreshed)
        fill(connection, is_refreshing=refreshed is not None)
        yield connection
        unregister(connection)


def _refuse_stale(connection: duckdb.DuckDBPyConnection, run: RunRecord) -> None:
    ((state_version, last_run_at),) = connection.execute(POSITION).fetchall()
    if state_version != run.state_version:
        raise PlanStale(
            f"The ledger has moved on: this was planned at state version {run.state_version}, "
            f"and it is now at {state_version}.",
            "Run again, so that it is planned against the ledger as it is now.",
        )
    if last_run_at is not None and last_run_at >= run.recorded_at:
        raise PlanStale(
            f"The last run is of {instant_text(last_run_at)}, and this one of {instant_text(run.recorded_at)}: "
            "a run is always later than the one before it.",
            "Run again; if that does not help, see whether the clock of this computer is right.",
        )


def _write_changes(connection: duckdb.DuckDBPyConnection, facts: Mapping[str, object], filled: frozenset[str]) -> None:
    """Write the changes; `filled` are the views of the change set that have rows."""
    prepare_payloads(connection, filled)
    if "given_organizations" in filled:
        _execute(connection, _ORGANIZATIONS, facts)
    if "given_devices" in filled:
        insert_devices(connection, facts["recorded_at"])
    update_devices(connection, has_changes="given_changes" in filled)
    if "given_owners" in filled:
        _execute(connection, _OWNERS, facts)
    if OWNER_EVENTS in filled:
        _execute(connection, _OWNER_VERSIONS, facts)
    if "given_owner_changes" in filled:
        update_owners(connection)
    if "given_superseded" in filled:
        _execute(connection, _SUPERSEDE, facts)
    if "given_spans" in filled:
        _execute(connection, _SPANS, facts)


def _write_history(
    connection: duckdb.DuckDBPyConnection, run: RunRecord, facts: Mapping[str, object], filled: frozenset[str]
) -> None:
    if "given_outcomes" in filled:
        _execute(connection, _ROW_OUTCOMES, facts)
    record_run(connection, run, is_changing="given_events" in filled)
    for at in range(0, len(run.sources), _AT_ONCE):
        part = run.sources[at : at + _AT_ONCE]
        values = [value for source in part for value in (run.run_id, *_columns_of_source(source))]
        connection.execute(_SOURCES.format(sources=", ".join([_SOURCE] * len(part))), values)


def _columns_of_source(source: Source) -> tuple[object, ...]:
    path = str(source.path)
    return source.file, path, source.sha256, source.size, source.rows, source.source, source.kinds, source.columns


def record_run(connection: duckdb.DuckDBPyConnection, run: RunRecord, *, is_changing: bool) -> None:
    """Record the run itself; a run that changes something makes the next version of the ledger."""
    columns = _columns_of_run(run, state_version=run.state_version + int(is_changing))
    values = ", ".join(f"${column}" for column in columns)
    connection.execute(_RUNS.format(columns=", ".join(columns), values=values), columns)


def _columns_of_run(run: RunRecord, *, state_version: int) -> dict[str, object]:
    words = ("in", *(outcome.value for outcome in Outcome))
    actions = [action.value for action in Action if action is not Action.NONE]
    return {
        "run_id": run.run_id,
        "recorded_at": run.recorded_at,
        "command": run.command,
        "state_version": state_version,
        "exit_code": run.exit_code,
        **{f"rows_{word}": run.rows.get(word, 0) for word in words},
        **{f"actions_{action}": run.actions.get(action, 0) for action in actions},
        **{f"{what}_created": run.created.get(what, 0) for what in ("devices", "owners")},
        "absent_unassigned": run.absent_unassigned,
        "absent_held": run.absent_held,
        "issue_count": run.issue_count,
        **{name: _json(getattr(run, name)) for name in ("reasons", "settings", "timings")},
        "host": run.host,
        "user_name": run.user,
        "rollcall_version": __version__,
        "plan_id": run.plan_id,
        "undoes": run.undoes,
        "intent": run.intent,
    }


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), default=str, ensure_ascii=False)


def _execute(connection: duckdb.DuckDBPyConnection, sql: str, facts: Mapping[str, object]) -> None:
    connection.execute(sql, bound(sql, facts))
