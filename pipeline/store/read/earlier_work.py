"""Earlier work on the files of a sweep: runs that were committed, files that were refused, the same run done before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import Ledger, Refusal
from pipeline.store.connections import reading
from pipeline.store.frames import rows_of
from pipeline.store.read.current_state import read_version
from schemas.records import dataclass
from schemas.vocabulary import Reason

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class AppliedBefore:
    """The last run of the same files with the same request: its rows that were not applied, and two state versions.

    `state_version` is that of the ledger after the run, `state_version_now` the present one. `later_file` is the name
    of a file with other bytes that a later run took from the same drop folder under the same name; None for none.
    """

    run_id: str
    recorded_at: datetime
    state_version: int
    state_version_now: int
    rows_left: int
    kinds: str
    later_file: str | None = None


_REFUSALS = """
SELECT run_id, refused_at, source, file, sha256, size, exit_code, code, message, hint, path, kinds, intent
FROM refusals WHERE run_id = $run_id ORDER BY file
"""
_PLACES = "SELECT path FROM sources WHERE source IS NOT NULL UNION SELECT path FROM refusals"
_ON_RECORD = """
SELECT count(*) > 0 FROM (
    SELECT run_id FROM runs WHERE run_id = $run_id UNION ALL SELECT run_id FROM refusals WHERE run_id = $run_id
)
"""
_APPLIED = """
WITH same AS (
    SELECT run_id, list(sha256 ORDER BY sha256) AS fingerprints, string_agg(DISTINCT kinds, '; ') AS kinds
    FROM sources
    WHERE run_id IN (SELECT run_id FROM sources WHERE sha256 = $first)
    GROUP BY run_id
), last AS (
    SELECT r.run_id, r.recorded_at, r.state_version, r.rows_skipped + r.rows_rejected + r.absent_held AS rows_left,
           coalesce(same.kinds, '') AS kinds, r.reasons
    FROM runs AS r JOIN same ON same.run_id = r.run_id
    WHERE r.intent = $request AND same.fingerprints = CAST($fingerprints AS VARCHAR[])
    ORDER BY r.recorded_at DESC LIMIT 1
)
SELECT run_id, recorded_at, state_version, (SELECT max(state_version) FROM runs) AS state_version_now, rows_left, kinds,
    (
        SELECT arg_max(s.file, r.recorded_at) FROM sources AS s JOIN runs AS r ON r.run_id = s.run_id
        WHERE s.source = $folder AND list_contains($names, s.file) AND r.recorded_at > last.recorded_at
        AND NOT list_contains(CAST($fingerprints AS VARCHAR[]), s.sha256)
    ) AS later_file
FROM last
WHERE json_extract(reasons, $abort) IS NULL AND NOT EXISTS (SELECT 1 FROM runs WHERE undoes = last.run_id)
"""


def refusals_of(ledger: Ledger, run_id: str) -> tuple[Refusal, ...]:
    """The files that were refused under this run id, in the order of their names; none where there are none."""
    with reading(ledger) as connection:
        return tuple(_refusal(row) for row in _rows(connection, _REFUSALS, {"run_id": run_id}))


def is_on_record(ledger: Ledger, run_id: str) -> bool:
    """True where the run with this id is in the ledger, or refused files under this id."""
    with reading(ledger) as connection:
        ((is_there,),) = connection.execute(_ON_RECORD, {"run_id": run_id}).fetchall()
        return bool(is_there)


def state_version_of(ledger: Ledger) -> int:
    """The state version of the ledger: the number of runs that have changed something."""
    state_version, _ = read_version(ledger)
    return state_version


def applied_before(
    ledger: Ledger, fingerprints: Sequence[str], request: str, folder: str, names: Sequence[str]
) -> AppliedBefore | None:
    """The last run that took exactly these bytes with this request; None where it was undone or wrote nothing.

    `fingerprints` are the SHA-256 of the files, `request` is the text of `Settings.request`, `folder` the drop folder
    that they come from, and `names` what they are called there. The same run does not count where there was none, where
    it was undone, or where one bad row kept it from writing anything.
    """
    values = {
        "first": fingerprints[0],
        "fingerprints": sorted(fingerprints),
        "request": request,
        "folder": folder,
        "names": list(names),
        "abort": f"/{Reason.ATOMIC_ABORT.value}",
    }
    with reading(ledger) as connection:
        found = _rows(connection, _APPLIED, values)
        return AppliedBefore(**found[0]) if found else None


def _refusal(row: dict[str, Any]) -> Refusal:
    return Refusal(**{**row, "path": Path(row["path"])})


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rows_of(connection, sql, values).to_dicts()
    return rows


def folders_of_files(ledger: Ledger) -> list[Path]:
    """The folders in which files of drop folders are, once they were applied or refused."""
    with reading(ledger) as connection:
        found = connection.execute(_PLACES).fetchall()
    return sorted({Path(path).parent for (path,) in found})
