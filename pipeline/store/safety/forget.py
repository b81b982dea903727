"""Erasing a person: in a copy of the ledger, which is written anew, proved, and put in the place of the old file.

Nothing that was erased stays in unused parts of the file, as it would where it was only overwritten.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipeline.model import Ledger
from pipeline.store.connections import made_ready, transaction
from pipeline.store.copy_path import published_copy
from pipeline.store.engines import STORAGE_VERSION, quoted
from pipeline.store.failures import translated
from pipeline.store.published.publish import copy_bytes, settle_log
from pipeline.store.published.spare_copy import drop_spare
from pipeline.store.run_record import RunRecord
from pipeline.store.safety.backup import refuse_unsound
from pipeline.store.safety.erasure import Person, erase, left_in, read_person
from pipeline.store.safety.scratch_ledger import scratch
from pipeline.store.safety.swap_ledger import replace_for_good
from pipeline.store.write.commit import record_run
from schemas.records import dataclass

_EVENT = """
INSERT INTO events BY NAME
SELECT (SELECT coalesce(max(event_id), 0) FROM events) + 1 AS event_id, $org AS org_id, 'owner' AS aggregate,
       $id AS aggregate_id, $version AS version, 'owner_updated' AS "type", CAST($payload AS JSON) AS payload,
       $run_id AS run_id, $recorded_at AS recorded_at
"""
_VERSION = "UPDATE owners SET version = $version WHERE owner_id = $id"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left of an erased person: the pseudonym, and the columns in which a text of theirs still stands."""

    pseudonym: str
    left: tuple[str, ...]


def forget(ledger: Ledger, owner_id: int, run: RunRecord) -> Forgotten:
    """Erase the person from the ledger, and record that as a run. The caller holds the lock of the state file.

    Raises StoreFailed where the ledger is not sound, and where the disk fails; then nothing is changed.
    """
    state = ledger.path.resolve()
    settle_log(ledger)
    with scratch(
        state.parent, state.name, what="The ledger without the person", needed=3 * state.stat().st_size
    ) as place:
        old, new = place / "old.duckdb", place / state.name
        copy_bytes(state, old)
        refuse_unsound(Ledger(old), state)
        with made_ready(old) as connection, transaction(connection):
            person = read_person(connection, owner_id)
            erase(connection, person)
            _record(connection, person, run)
            left = tuple(left_in(connection, person))
        _write_anew(old, new)
        refuse_unsound(Ledger(new), state)
        drop_spare(published_copy(ledger.path))
        replace_for_good(new, state)
    return Forgotten(person.pseudonym(next(iter(person.facts.values()))), left)


def _record(connection: duckdb.DuckDBPyConnection, person: Person, run: RunRecord) -> None:
    """Record the erasure as an event of the person, by which plans made before are out of date, and as a run."""
    name, text = next(iter(person.facts.items()))
    called = person.pseudonym(text)
    payload = {"owner_id": person.owner_id, "owner_email": called, "old": {name: called}, "new": {name: called}}
    version = person.version + 1
    given = {"org": person.org_id, "id": person.owner_id, "version": version, "run_id": run.run_id}
    said = json.dumps(payload, separators=(",", ":"))
    connection.execute(_EVENT, {**given, "payload": said, "recorded_at": run.recorded_at})
    connection.execute(_VERSION, {"version": version, "id": person.owner_id})
    record_run(connection, run, is_changing=True)


def _write_anew(old: Path, new: Path) -> None:
    with translated(new), duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(old)}' AS before (READ_ONLY)")
        connection.execute(f"ATTACH '{quoted(new)}' AS anew (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("COPY FROM DATABASE before TO anew")
        connection.execute("CHECKPOINT anew")
        connection.execute("DETACH anew")
