"""Restoring a backup: beside the ledger first, proved, then put in its place; the old ledger is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.durable import durable
from pipeline.errors import PlanRefused, StateBusy, StoreFailed
from pipeline.model import Ledger
from pipeline.store.connections import looking
from pipeline.store.copy_path import published_copy
from pipeline.store.keys import bring_keys_back
from pipeline.store.published.publish import settle_log
from pipeline.store.read.position import Position, read_position
from pipeline.store.safety.backup import bring_back
from pipeline.store.safety.backup_manifest import Manifest, read_manifest
from pipeline.store.safety.scratch_ledger import scratch
from pipeline.store.safety.swap_ledger import swap_in
from pipeline.store.safety.verify import DAMAGE
from schemas.instants import instant_text
from schemas.records import dataclass

_RUNS_SHOWN = 20
_RUNS = """
SELECT r.run_id, r.recorded_at, r.command, list(s.path ORDER BY s.rowid) FILTER (s.path IS NOT NULL) AS paths
FROM runs AS r LEFT JOIN sources AS s ON s.run_id = r.run_id
GROUP BY r.run_id, r.recorded_at, r.command ORDER BY r.recorded_at
"""


@dataclass(frozen=True, slots=True)
class LostRun:
    """A run that a backup does not have, with the files that it was made from, which can be loaded again."""

    run_id: str
    recorded_at: datetime
    command: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.run_id}  {self.command}  {'; '.join(self.paths) or 'no file'}"


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored ledger: its position, its manifest, and the path of the former ledger, which was set aside.

    `lost` are the runs that the restored ledger does not have, in their order. `is_told` is false where the former
    ledger was too damaged to list its runs: `lost` then comes from the published copy, which may lack the last runs.
    """

    position: Position
    manifest: Manifest | None
    aside: Path | None
    lost: tuple[LostRun, ...]
    is_told: bool


def restore(backup: Path, ledger: Ledger, *, now: datetime, set_aside: bool) -> Restored:
    """Put the ledger of a backup in the place of the present one, which is set aside. The caller holds the lock.

    Raises PlanRefused where the ledger has runs that the backup does not have, unless `set_aside` allows it;
    StoreFailed where the backup is damaged or not sound, and where the ledger may not be replaced. Nothing is changed
    then. A ledger that is too damaged to be read is set aside as it is.
    """
    state = ledger.path.resolve()
    manifest = read_manifest(backup)
    needed = backup.stat().st_size
    with scratch(state.parent, state.name, what="The restored ledger", needed=needed) as place:
        new = bring_back(backup, place / state.name, manifest, wait=ledger.wait)
        durable("backup restored beside")
        with looking(new, wait=ledger.wait) as connection:
            position, known = read_position(connection), {run.run_id for run in _runs(connection)}
        present = _present_runs(ledger)
        runs = _published_runs(ledger) if present is None else present
        lost = tuple(run for run in runs if run.run_id not in known)
        if present is not None:
            if lost and not set_aside:
                raise _refused(backup, lost)
            settle_log(ledger)
        aside = swap_in(new, state, why="restore", now=now)
        bring_keys_back(backup, state)
    return Restored(position, manifest, aside, lost, present is not None or aside is None)


def _present_runs(ledger: Ledger) -> list[LostRun] | None:
    """The runs of the present ledger, in their order; None where there is no ledger, or it is too damaged to list them.

    Raises StateBusy, and StoreFailed for any failure but damage: the file must not be replaced then.
    """
    if not ledger.path.exists() or ledger.path.stat().st_size == 0:
        return None
    try:
        with looking(ledger.path, wait=ledger.wait) as connection:
            return _runs(connection)
    except duckdb.Error:
        return None
    except StoreFailed as problem:
        if problem.code not in DAMAGE:
            raise
        return None


def _published_runs(ledger: Ledger) -> list[LostRun]:
    """The runs of the published copy; none where that cannot be read either."""
    try:
        with looking(published_copy(ledger.path), wait=ledger.wait) as connection:
            return _runs(connection)
    except (StoreFailed, StateBusy, duckdb.Error):
        return []


def _runs(connection: duckdb.DuckDBPyConnection) -> list[LostRun]:
    rows = connection.execute(_RUNS).fetchall()
    return [LostRun(run_id, at, command, tuple(paths or ())) for run_id, at, command, paths in rows]


def _refused(backup: Path, lost: Sequence[LostRun]) -> PlanRefused:
    count = "1 run" if len(lost) == 1 else f"{len(lost):,} runs"
    first = f"{backup} does not know {count} of the ledger, the first of {instant_text(lost[0].recorded_at)}:"
    listed = [f"  {run}" for run in lost[:_RUNS_SHOWN]]
    more = [f"  ... and {len(lost) - _RUNS_SHOWN:,} more"] if len(lost) > _RUNS_SHOWN else []
    return PlanRefused(
        "\n".join([first, *listed, *more, "Nothing was changed."]),
        "To go back all the same, add --set-aside: the present ledger is kept under another name, and the files of "
        "these runs can be loaded again afterwards, in this order.",
        code="runs_would_be_lost",
    )
